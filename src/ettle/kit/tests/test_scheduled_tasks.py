"""Scheduled tasks are enqueued once in each slot, and old finished tasks are deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ettle.kit.models import WaitingTask
from ettle.kit.tasks import scheduled_tasks, task_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


def test_two_workers_in_one_slot_promise_a_piece_of_work_once() -> None:
    now = timezone.now().replace(hour=10)

    scheduled_tasks.enqueue_due_tasks(now)
    scheduled_tasks.enqueue_due_tasks(now + timedelta(hours=1))

    assert WaitingTask.objects.filter(key__startswith="kit/forget/").count() == 1


def test_the_next_slot_promises_it_again() -> None:
    now = timezone.now()

    scheduled_tasks.enqueue_due_tasks(now)
    scheduled_tasks.enqueue_due_tasks(now + timedelta(days=1))

    assert WaitingTask.objects.filter(key__startswith="kit/forget/").count() == 2


def test_tasks_finished_long_ago_are_cleared_away_and_others_stay() -> None:
    now = timezone.now()
    for key, finished in (("old", now - timedelta(days=31)), ("new", now - timedelta(days=1)), ("waiting", None)):
        WaitingTask.objects.create(
            function="ettle.kit.tasks.scheduled_tasks.delete_finished_work", key=key, created_at=now,
            run_after=now + timedelta(days=9),
            finished_at=finished,
        )  # fmt: skip

    scheduled_tasks.delete_finished_work.func(at=now.isoformat())

    assert set(WaitingTask.objects.values_list("key", flat=True)) == {"new", "waiting"}


def test_every_rooms_work_by_the_clock_runs_without_trouble() -> None:
    scheduled_tasks.enqueue_due_tasks(timezone.now())
    waiting = WaitingTask.objects.count()

    assert task_queue.run_due() == waiting

    assert not WaitingTask.objects.filter(finished_at=None).exists()


def test_a_resting_worker_looks_at_the_time_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []
    seconds = iter([100.0])
    monkeypatch.setattr(scheduled_tasks, "enqueue_due_tasks", looks.append)
    monkeypatch.setattr(scheduled_tasks, "monotonic", lambda: next(seconds))
    scheduler = scheduled_tasks.Scheduler()

    scheduler()
    assert len(looks) == 1
    seconds = iter([100.0 + scheduled_tasks.CHECK_INTERVAL_SECONDS - 1])
    scheduler()
    assert len(looks) == 1
    seconds = iter([100.0 + scheduled_tasks.CHECK_INTERVAL_SECONDS] * 2)
    scheduler()
    assert len(looks) == 2
    seconds = iter([2 * (100.0 + scheduled_tasks.CHECK_INTERVAL_SECONDS)] * 2)
    scheduler()
    assert len(looks) == 3
