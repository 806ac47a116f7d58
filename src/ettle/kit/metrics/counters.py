"""What each process counts: requests, how long they took, and tasks.

All processes of a machine count into files of one folder, which prometheus-client adds up when it is asked. Where no
token is set nothing is counted and the library is not loaded. The files are named by the number of a process, so each
machine has a folder of its own, also where machines share the data folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # upper bounds of the histogram of durations


@dataclass(frozen=True)
class ProcessCounters:
    """The counters of this process. view: the name of an address ("people:profile"); room: its first part."""

    requests: Counter  # by view, method and status
    seconds: Histogram  # by room
    tasks: Counter  # by task and outcome: done, failed, given up


def has_metrics() -> bool:
    """Return whether this site counts: only where an operator set a token to read the figures with."""
    return bool(settings.METRICS_TOKEN)


@cache
def process_counters() -> ProcessCounters:
    """Return the counters of this process. Makes their folder, which only the site's own account may read."""
    settings.METRICS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Read when the library is loaded, and by nothing else.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
    from prometheus_client import Counter, Histogram  # noqa: PLC0415 - only where figures are read

    return ProcessCounters(
        Counter("ettle_requests", "Answered requests.", ("view", "method", "status"), registry=None),
        Histogram("ettle_request_seconds", "Seconds to an answer.", ("room",), buckets=SECONDS, registry=None),
        Counter("ettle_tasks", "Tasks that a worker took up.", ("task", "outcome"), registry=None),
    )


def count_task(function: str, outcome: str) -> None:
    """Count one try of a task. function: its dotted path. outcome: "done", "failed" or "given up"."""
    if has_metrics():
        process_counters().tasks.labels(task=function, outcome=outcome).inc()


def remove_counts() -> None:
    """Remove what was counted until now, on every machine. Monitoring knows that a counter may begin again at zero."""
    for path in settings.METRICS_DIR.parent.glob("*/*.db"):
        path.unlink(missing_ok=True)
