"""Work that is done by the clock, once in each slot of time, however many workers there are.

A room that has some provides `regular.py` with `REGULAR`. A resting worker promises what is due under a key that names
the slot, so the queue itself sees to *once*. Slots are counted from 1970 in UTC: a clock that jumps skips or repeats
nothing within a slot. A slot that was missed is not made up for: each piece must look at what is due, not at when it
ran last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from time import monotonic
from typing import Any

from django.apps import apps
from django.utils import timezone
from django_tasks.base import Task

from ettle.kit.models import AnsweredPost, WaitingTask
from ettle.kit.tasks import enqueue_once, task

LOOK_EVERY_SECONDS = 30.0
# Longer than any form stays open or any promise is asked for again.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Regular:
    """One piece of work. key: what it is called in the queue. task: takes `at`, the moment it was promised, as text."""

    key: str
    every: timedelta
    task: Task[Any, Any]


def promise(now: datetime) -> None:
    """Promise every room's work for the slot that this moment lies in."""
    for piece in _pieces():
        slot = int(now.timestamp() // piece.every.total_seconds())
        enqueue_once(piece.task, key=f"{piece.key}/{slot}", now=now, at=now.isoformat())


class Clock:
    """Looks at the time now and then while a worker rests."""

    def __init__(self) -> None:
        self._looked: float | None = None

    def __call__(self) -> None:
        if self._looked is None or monotonic() - self._looked >= LOOK_EVERY_SECONDS:
            self._looked = monotonic()
            promise(timezone.now())


def _pieces() -> Iterator[Regular]:
    for config in apps.get_app_configs():
        name = f"{config.name}.regular"
        if config.name.startswith("ettle.") and name != __name__ and find_spec(name):
            yield from import_module(name).REGULAR
    yield Regular("kit/forget", timedelta(days=1), forget)


@task
def forget(*, at: str) -> None:
    """Delete tasks and answered posts that were finished long ago."""
    before = datetime.fromisoformat(at) - KEPT
    WaitingTask.objects.filter(finished_at__lt=before).delete()
    AnsweredPost.objects.filter(answered_at__lt=before).delete()
