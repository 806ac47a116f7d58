"""The site that is measured: a real one, started once for a run of the benchmarks and ended with it.

Its database is open in this process too, to prepare people and to ask for single pages without a network.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from tests.journeys.site import ROOT, Site

QUEUE_PATIENCE_SECONDS = 300
_database: list[str] = []  # the address of a PostgreSQL; empty: SQLite in the site's folder


def use_postgresql() -> None:
    """Let the site of this run have a PostgreSQL of its own, with the settings that survive a power cut."""
    folder = tempfile.TemporaryDirectory(prefix="ettle-bench-postgresql-")
    atexit.register(folder.cleanup)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.postgresql", folder.name, "--durable"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(server.communicate, "stop\n")
    assert server.stdout is not None
    _database.append(server.stdout.readline().strip())


@cache
def start_site() -> Site:
    """Return the site of this run, started at the first call. Its data go when the run ends."""
    folder = tempfile.TemporaryDirectory(prefix="ettle-bench-")
    atexit.register(folder.cleanup)
    site = Site(Path(folder.name, "var"), database_url=_database[0] if _database else "")
    atexit.register(site.stop)  # also when it does not start
    site.start()
    return site


@cache
def open_database() -> None:
    """Open the site's database in this process, with the settings that the site has.

    Modules of the product that need Django can be imported only after this, so benchmarks import them in functions.
    """
    site = start_site()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "ettle.config.settings",
        "ETTLE_DATA": str(site.data),
        "ETTLE_DEMO": "1",
        "ETTLE_PUBLIC_URL": site.url,
        "ETTLE_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "ETTLE_LOG_LEVEL": "ERROR",
        **({"ETTLE_DATABASE_URL": site.database_url} if site.database_url else {}),
    }
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()


def wait_for_queue() -> None:
    """Wait until the worker has done every task that is due.

    While it works, it takes processor time from what is measured, and other processes read from a cold cache.
    Raises RuntimeError after QUEUE_PATIENCE_SECONDS.
    """
    from django.utils import timezone

    from ettle.kit.models import WaitingTask

    deadline = monotonic() + QUEUE_PATIENCE_SECONDS
    while WaitingTask.objects.unfinished().filter(run_after__lte=timezone.now()).exists():
        if monotonic() > deadline:
            raise RuntimeError(f"The queue is not empty after {QUEUE_PATIENCE_SECONDS} seconds.")
        sleep(0.1)


def cpu_seconds(part: str) -> float:
    """Return the processor time that "web" or "worker" has used, all of its processes together."""
    times = [process.cpu_times() for process in start_site().parts(part)]
    return sum(spent.user + spent.system for spent in times)


def resident_bytes(part: str) -> list[int]:
    """Return the resident memory of each process of "web" or "worker"."""
    return start_site().memory(part)
