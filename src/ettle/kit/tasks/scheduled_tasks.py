"""Work that is done by the clock, once in each slot of time, however many workers there are.

A room's AppConfig names its list (`Room.scheduled_tasks`). A resting worker promises what is due under a key that names
the slot, so the queue itself sees to *once*. Slots are counted from 1970 in UTC: a clock that jumps skips or repeats
nothing within a slot. A slot that was missed is not made up for: each piece must look at what is due, not at when it
ran last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.utils import timezone
from django_tasks.base import Task

from ettle.kit.models import AnsweredPost, WaitingTask
from ettle.kit.room import offered
from ettle.kit.tasks.task_queue import enqueue_once, task

CHECK_INTERVAL_SECONDS = 30.0
# Longer than any form stays open or any promise is asked for again.
RETENTION = timedelta(days=30)


@dataclass(frozen=True)
class ScheduledTask:
    """One piece of work. key: what it is called in the queue. task: takes `at`, the moment it was promised, as text."""

    key: str
    every: timedelta
    task: Task[Any, Any]


def enqueue_due_tasks(now: datetime) -> None:
    """Promise every room's work for the slot that this moment lies in."""
    pieces = [piece for room_tasks in offered("scheduled_tasks") for piece in room_tasks]
    for piece in pieces:
        slot = int(now.timestamp() // piece.every.total_seconds())
        enqueue_once(piece.task, key=f"{piece.key}/{slot}", now=now, at=now.isoformat())


class Scheduler:
    """Looks at the time now and then while a worker rests."""

    def __init__(self) -> None:
        self._looked: float | None = None

    def __call__(self) -> None:
        if self._looked is None or monotonic() - self._looked >= CHECK_INTERVAL_SECONDS:
            self._looked = monotonic()
            enqueue_due_tasks(timezone.now())


@task
def delete_finished_work(*, at: str) -> None:
    """Delete tasks and answered posts that were finished long ago."""
    before = datetime.fromisoformat(at) - RETENTION
    WaitingTask.objects.filter(finished_at__lt=before).delete()
    AnsweredPost.objects.filter(answered_at__lt=before).delete()


SCHEDULED_TASKS = [ScheduledTask("kit/forget", timedelta(days=1), delete_finished_work)]
