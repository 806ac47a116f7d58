"""A durable queue in the same database: a task commits with the change that caused it, or not at all.

A worker takes a lease and renews it while it works. A worker that dies loses its lease, and another takes the task up.
So every task may run twice and must be harmless when it does. Failures wait longer each time, then the task is given
up, for an administrator to look at. Arguments are erased when a task has finished: they may name a person.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from ettle.kit.metrics.counters import count_task
from ettle.kit.models import RunningWorker, WaitingTask

__all__ = ["LeasedBackend", "enqueue_once", "is_worker_running", "run_due", "run_next_task", "run_worker", "task"]

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 10.0
WORKER_SILENCE = timedelta(minutes=1)
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)


class LeasedBackend(BaseTaskBackend):
    """The django-tasks interface over our table."""

    supports_defer = True
    supports_priority = True
    supports_get_result = False

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        now = timezone.now()
        row = WaitingTask.objects.create(
            function=task.module_path,
            arguments=normalize_json({"args": list(args), "kwargs": kwargs}),
            priority=task.priority,
            created_at=now,
            run_after=task.run_after or now,
        )
        return TaskResult(
            task=task,
            id=str(row.pk),
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def enqueue_once(task: Task[Any, Any], *, key: str, now: datetime, **kwargs: Any) -> None:
    """Enqueue a task under a key, unless that key was enqueued before."""
    WaitingTask.objects.bulk_create(
        [
            WaitingTask(
                function=task.module_path,
                arguments=normalize_json({"args": [], "kwargs": kwargs}),
                key=key,
                priority=task.priority,
                created_at=now,
                run_after=task.run_after or now,
            )
        ],
        ignore_conflicts=True,
    )


def run_next_task(worker: str, now: datetime) -> bool:
    """Take the next due task and run it. False when nothing is due."""
    row = _claim_task(worker, now)
    if row is None:
        return False
    with _Heartbeat(row, worker):
        try:
            function: Task[Any, Any] = import_string(row.function)
            with translation.override(settings.FIRST_LANGUAGE):
                function.call(*row.arguments["args"], **row.arguments["kwargs"])
        except Exception as error:
            _record_failure(row, worker, error)
        else:
            _mark_finished(row, worker)
    return True


def run_due(now: datetime | None = None) -> int:
    """Run everything that is due and return how many tasks ran. For tests and one-off commands."""
    ran = 0
    while run_next_task("by hand", now or timezone.now()):
        ran += 1
    return ran


def run_worker(stop: Callable[[], bool], *, pause: float = 0.25, between: Callable[[], None] | None = None) -> None:
    """Run tasks until stop() returns True. between() is called whenever no task is due."""
    worker = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
    rest = threading.Event()
    presence = _Presence(worker)
    while not stop():
        try:
            presence.record()
            ran = run_next_task(worker, timezone.now())
            if not ran and between is not None:
                between()
        except Exception:
            logger.exception("The queue could not be read; trying again")
            close_old_connections()
            ran = False
        if not ran:
            rest.wait(pause)
    presence.end()


def is_worker_running(now: datetime) -> bool:
    """Whether any worker has said within the last minute that it runs."""
    return RunningWorker.objects.filter(seen_at__gt=now - WORKER_SILENCE).exists()


class _Presence:
    """Records that a worker runs, at most every HEARTBEAT_SECONDS, and forgets workers that were killed long ago."""

    def __init__(self, worker: str) -> None:
        self._worker, self._recorded = worker, 0.0

    def record(self) -> None:
        if self._recorded and monotonic() - self._recorded < HEARTBEAT_SECONDS:
            return
        now = timezone.now()
        RunningWorker.objects.filter(seen_at__lt=now - LONGEST_PAUSE).delete()
        RunningWorker.objects.update_or_create(name=self._worker, defaults={"seen_at": now})
        self._recorded = monotonic()

    def end(self) -> None:
        with contextlib.suppress(DatabaseError):
            RunningWorker.objects.filter(name=self._worker).delete()


def _claim_task(worker: str, now: datetime) -> WaitingTask | None:
    with transaction.atomic():
        # SQLite has no row locks and Django leaves the words out there: its only writer has begun already.
        row = WaitingTask.objects.due(now).select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.leased_by, row.leased_until = worker, now + LEASE
        row.attempts += 1
        row.save(update_fields=["leased_by", "leased_until", "attempts"])
    return row


def _mark_finished(row: WaitingTask, worker: str) -> None:
    WaitingTask.objects.filter(pk=row.pk, leased_by=worker).update(
        finished_at=timezone.now(), leased_until=None, arguments={}, last_error=""
    )
    count_task(row.function, "done")


def _record_failure(row: WaitingTask, worker: str, error: Exception) -> None:
    now = timezone.now()
    logger.warning("Task %s failed at try %d: %s", row.function, row.attempts, type(error).__name__, exc_info=error)
    gone = row.attempts >= MOST_ATTEMPTS
    WaitingTask.objects.filter(pk=row.pk, leased_by=worker).update(
        leased_until=None,
        run_after=now + min(FIRST_PAUSE * 2 ** (row.attempts - 1), LONGEST_PAUSE),
        last_error=type(error).__name__,
        given_up_at=now if gone else None,
    )
    count_task(row.function, "given up" if gone else "failed")


class _Heartbeat:
    """Renews the lease while a task runs, from a thread and a connection of its own."""

    def __init__(self, row: WaitingTask, worker: str) -> None:
        self._row, self._worker, self._done = row, worker, threading.Event()
        self._thread = threading.Thread(target=self._renew_lease, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def _renew_lease(self) -> None:
        while not self._done.wait(HEARTBEAT_SECONDS):
            try:
                leased = WaitingTask.objects.filter(pk=self._row.pk, leased_by=self._worker)
                leased.update(leased_until=timezone.now() + LEASE)
                RunningWorker.objects.filter(name=self._worker).update(seen_at=timezone.now())
            except Exception:
                logger.exception("A lease could not be renewed")
        connection.close()


def describe_task(row: WaitingTask) -> str:
    """Return the name of a task in words, for the list of failed tasks."""
    return row.function.rsplit(".", 1)[-1].replace("_", " ")
