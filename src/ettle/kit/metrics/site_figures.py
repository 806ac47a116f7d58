"""What is read from the database when monitoring asks: the queue, the workers, the disk, and what rooms offer."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min

from ettle.kit.models import RunningWorker, WaitingTask
from ettle.kit.operations import health_check
from ettle.kit.room import offered
from ettle.kit.tasks.task_queue import WORKER_SILENCE


@dataclass(frozen=True)
class Figure:
    """One number of the site as it is now.

    name: as Prometheus names metrics, with its unit. about: a sentence for its HELP line. labels: names no person.
    only_grows: a counter, which is written with `_total`; otherwise a gauge.
    """

    name: str
    about: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()
    only_grows: bool = False


def list_figures(now: datetime) -> Iterator[Figure]:
    """Yield the figures of the kit and what rooms offer as `figures`. None of their queries reads a large table.

    While the database does not answer, only those that need none.
    """
    yield Figure("ettle_ready", "1 when /readyz would say ok, else 0.", not health_check.find_problems())
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield Figure("ettle_disk_free_bytes", "Free space of the disk that has the data folder.", free)
    with contextlib.suppress(DatabaseError):
        yield from _stored_figures(now)


def _stored_figures(now: datetime) -> Iterator[Figure]:
    seen = RunningWorker.objects.filter(seen_at__gt=now - WORKER_SILENCE).count()
    yield Figure("ettle_workers", "Workers that were seen within the last minute.", seen)
    yield from _task_figures(now)
    for list_room_figures in offered("figures"):
        yield from list_room_figures(now)


def _task_figures(now: datetime) -> Iterator[Figure]:
    due = WaitingTask.objects.unfinished().filter(run_after__lte=now)
    rows = due.values("function").annotate(count=Count("pk"), since=Min("run_after")).order_by("function")
    for row in rows:
        labels = (("task", row["function"]),)
        yield Figure("ettle_tasks_due", "Tasks that are due and not done, by task.", row["count"], labels)
        age = (now - row["since"]) / timedelta(seconds=1)
        yield Figure("ettle_tasks_oldest_seconds", "Seconds for which the oldest due task has waited.", age, labels)
    failed = WaitingTask.objects.given_up().filter(finished_at=None).count()
    yield Figure("ettle_tasks_given_up", "Tasks that were given up and wait for an administrator.", failed)
