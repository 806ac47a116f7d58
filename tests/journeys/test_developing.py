"""`./ettle dev`: changed code restarts the site, and Ctrl-C stops all of it."""

from __future__ import annotations

import os
import time

import psutil
import pytest

from tests.journeys.conftest import copy_data
from tests.journeys.site import ROOT, Site

pytestmark = pytest.mark.crash
CHANGED = ROOT / "src" / "ettle" / "config" / "wsgi.py"


def serving(site: Site) -> set[int]:
    """The processes of the web server itself and of the worker, not those that watch for changes."""
    found = set()
    for process in psutil.Process(site._process.pid).children(recursive=True):  # type: ignore[union-attr]  # it is started
        try:
            if not any(word.endswith("watchfiles") for word in process.cmdline()):
                found.add(process.pid)
        except psutil.NoSuchProcess:
            continue
    return found


def wait_for(condition: object, what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]  # every caller gives a function
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def test_changed_code_restarts_the_site_and_ctrl_c_stops_it(
    prepared_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = Site(copy_data(prepared_site, tmp_path_factory), command="dev", port=prepared_site.port).start()
    times = CHANGED.stat()
    try:
        wait_for(lambda: len(serving(site)) >= 3, "web server, its worker and the worker of tasks run")
        before = serving(site)

        os.utime(CHANGED)

        wait_for(lambda: not before & serving(site) and len(serving(site)) >= 3, "nothing restarted")
        site.wait_until_it_answers()
        after = serving(site)
    finally:
        stopped = site.stop()
        # A site that was prepared before this time would be prepared again, in every journey that follows.
        os.utime(CHANGED, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert stopped == 0
    assert [pid for pid in before | after if psutil.pid_exists(pid)] == []
