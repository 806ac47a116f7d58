"""Every benchmark runs, on tiny sizes, against a server in this process: so that none stops when it is needed."""

from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from benchmarks import __main__ as command
from benchmarks import demo_people, figures, live_site, packs, startup
from benchmarks.figures import Figure
from benchmarks.sizes import TINY
from ettle.kit.tasks import task_queue
from ettle.packs.tests import starter_rows
from ettle.people import actions as people
from ettle.people.tests.cast import NOW
from tests.journeys.site import Site

# It measures the command from a clone, which takes half a minute however little is measured.
WITHOUT_SITE = {"startup"}
SITE_SCRIPT = """
import http.server, sys
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[-1])), http.server.SimpleHTTPRequestHandler)
print("Ready", flush=True)
server.serve_forever()
"""


class LocalSite(Site):
    """A site whose web server and worker are threads of this process."""

    def __init__(self, url: str, data: Path) -> None:
        super().__init__(data)
        self.url = url

    def start(self) -> Site:
        return self

    def stop(self) -> int:
        return 0

    def parts(self, what: str) -> list[psutil.Process]:
        return [psutil.Process()]


def run_in_process(data: Path, *words: str) -> packs.Run:
    """Run a command on the test's database, instead of migrating a new one for each command."""
    data.mkdir(exist_ok=True)
    if words[0] != "migrate":
        call_command(*words)
    return packs.Run(1.0, 1.0, 1)


@pytest.fixture
def _local_site(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _pack_rows: dict[str, list[Any]]
) -> Iterator[None]:
    """The starter pack and the people of the demonstration, a web server and a worker."""
    starter_rows.put(_pack_rows)
    starter_rows.put_search(_pack_rows)
    people.make_demo_cast(NOW)
    site = LocalSite(live_server.url, tmp_path)
    monkeypatch.setattr(live_site, "start_site", lambda: site)
    monkeypatch.setattr(live_site, "open_database", lambda: None)
    monkeypatch.setattr(packs, "run_command", run_in_process)
    demo_people.prepare_cast.cache_clear()
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(stop,))
    worker.start()
    yield
    stop.set()
    worker.join()
    demo_people.prepare_cast.cache_clear()


def run_worker(stop: threading.Event) -> None:
    from django.db import connection

    task_queue.run_worker(stop.is_set, pause=0.05)
    connection.close()


@pytest.mark.usefixtures("_local_site")
def test_every_benchmark_runs_after_the_others_on_one_site() -> None:
    found: list[str] = []
    for name in command.NAMES:
        if name not in WITHOUT_SITE:
            taken = list(importlib.import_module(f"benchmarks.{name}").measure(TINY))
            assert taken, name
            assert not [figure.note for figure in taken if figure.name.endswith("errors") and figure.value]
            found += [figure.name for figure in taken]

    assert not [name for name in found if found.count(name) > 1]


def test_every_benchmark_can_be_imported_before_django_is_set_up() -> None:
    words = f"import benchmarks.{', benchmarks.'.join(command.NAMES)}; from django.apps import apps; print(apps.ready)"
    done = psutil.Popen([sys.executable, "-c", words], cwd=figures.ROOT, stdout=-1, stderr=-1)
    output, errors = done.communicate()

    assert (output.strip(), errors.decode()) == (b"False", "")


def test_a_start_is_measured_until_the_first_page() -> None:
    began = time.monotonic()

    seconds = startup.measure_start([sys.executable, "-c", SITE_SCRIPT], began=began)

    assert 0 < seconds <= time.monotonic() - began


def test_a_site_that_does_not_start_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="ended before its site was ready"):
        startup.measure_start([sys.executable, "-c", ""], began=time.monotonic())


def test_a_process_is_measured_and_its_failure_is_an_error(tmp_path: Path) -> None:
    busy = [sys.executable, "-c", "print(sum(range(5_000_000)))"]

    run = packs.measure_process(busy, environ={}, log=tmp_path / "log")

    assert min(run.wall, run.processor, run.memory) > 0
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        packs.measure_process([sys.executable, "-c", "1 / 0"], environ={}, log=tmp_path / "log")


def test_a_figure_knows_its_budget() -> None:
    assert Figure("time", 10.1, "ms", "10 ms").is_over_budget
    assert not Figure("time", 10.0, "ms", "10 ms").is_over_budget
    assert Figure("rate", 599.0, "requests", "at least 600").is_over_budget
    assert not Figure("rate", 600.0, "requests", "at least 600").is_over_budget
    assert not Figure("rate", 600.0, "requests").is_over_budget
    assert "OVER" in Figure("time", 10.1, "ms", "10 ms").format_row()


def test_figures_are_stored_with_their_run_and_in_the_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Benchmarks\n\n{figures.HEADING}\nof last year")
    monkeypatch.setattr(figures, "STORE", tmp_path / "last.json")
    monkeypatch.setattr(figures, "DOCUMENT", page)
    run = {"commit": "abc", "machine": "a machine", "at": "today"}

    figures.store_figures([Figure("time", 10.1, "ms", "10 ms"), Figure("ratio", 0.00541, "×")], run)

    assert '"commit": "abc"' in figures.STORE.read_text()
    text = page.read_text()
    assert "last year" not in text
    assert "| time | **10.10 ms** | 10 ms |" in text
    assert "| ratio | 0.00541 × | |" in text


def test_a_benchmark_that_stops_leaves_the_stored_figures_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = figures.STORE.read_text()
    monkeypatch.setattr(command, "NAMES", ("results",))
    monkeypatch.setattr(live_site, "open_database", lambda: 1 / 0)

    assert command.main([]) == 1
    assert "nothing was stored: results" in capsys.readouterr().out
    assert figures.STORE.read_text() == stored


def test_an_unknown_benchmark_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["speed"]) == 1
    assert "There is no benchmark speed." in capsys.readouterr().out
