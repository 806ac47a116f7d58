"""Scheduled tasks: each runs once in each slot of time, however many workers there are.

A room's AppConfig names its list (`Room.scheduled_tasks`). An idle worker enqueues due tasks under a key with the slot,
so the queue itself ensures *once*. Slots are counted from 1970 in UTC: a clock that jumps skips or repeats nothing
within a slot. A missed slot is not repeated: each task must look at what is due, not at when it ran last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.utils import timezone
from django_tasks.base import Task

from ettle.kit.audit.seals import seal_audit_lines
from ettle.kit.models import AnsweredPost, LimitCount, WaitingTask
from ettle.kit.room import offered
from ettle.kit.tasks.task_queue import enqueue_once, task

CHECK_INTERVAL_SECONDS = 30.0
# Longer than any form stays open or any key is enqueued again.
RETENTION = timedelta(days=30)


@dataclass(frozen=True)
class ScheduledTask:
    """One scheduled task. key: its name in the queue. task: takes `at`, the time it was enqueued, as ISO text."""

    key: str
    every: timedelta
    task: Task[Any, Any]


def enqueue_due_tasks(now: datetime) -> None:
    """Enqueue every room's tasks for the slot of this time."""
    pieces = [piece for room_tasks in offered("scheduled_tasks") for piece in room_tasks]
    for piece in pieces:
        slot = int(now.timestamp() // piece.every.total_seconds())
        enqueue_once(piece.task, key=f"{piece.key}/{slot}", now=now, at=now.isoformat())


class Scheduler:
    """Enqueues due tasks at intervals while a worker is idle."""

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


@task
def delete_ended_counts(*, at: str) -> None:
    """Delete the counts of limits whose time is over: nothing says any more who used them."""
    LimitCount.objects.filter(ends_at__lt=datetime.fromisoformat(at)).delete()


SCHEDULED_TASKS = [
    ScheduledTask("kit/forget", timedelta(days=1), delete_finished_work),
    ScheduledTask("kit/limits", timedelta(hours=1), delete_ended_counts),
    ScheduledTask("kit/seal", timedelta(minutes=10), seal_audit_lines),
]
