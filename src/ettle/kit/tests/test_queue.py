"""The queue keeps its promises: with the change, once under a key, again after a death."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ettle.kit import tasks
from ettle.kit.models import WaitingTask

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
ran: list[str] = []


@tasks.task
def note(*, word: str) -> None:
    ran.append(word)


@tasks.task
def break_down() -> None:
    raise ValueError("broken")


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def test_a_promised_task_runs_and_its_words_are_wiped() -> None:
    note.enqueue(word="hello")

    assert tasks.run_due() == 1

    assert ran == ["hello"]
    row = WaitingTask.objects.get()
    assert row.finished_at
    assert row.arguments == {}


def test_a_task_is_undone_with_the_change_that_promised_it() -> None:
    with transaction.atomic():
        note.enqueue(word="never")
        transaction.set_rollback(True)

    assert tasks.run_due() == 0


def test_the_same_key_is_promised_once() -> None:
    for _ in range(3):
        tasks.enqueue_once(note, key="a", now=timezone.now(), word="once")

    tasks.run_due()

    assert ran == ["once"]


def test_a_failing_task_waits_longer_and_is_then_laid_aside() -> None:
    break_down.enqueue()
    now = timezone.now()

    for tries in range(tasks.MOST_ATTEMPTS):
        assert tasks.run_one("worker", now + tries * timedelta(hours=1))

    row = WaitingTask.objects.get()
    assert row.given_up_at
    assert row.last_error == "ValueError"
    assert not tasks.run_one("worker", now + timedelta(days=2))


def test_what_a_dead_worker_held_is_taken_up_by_another() -> None:
    note.enqueue(word="again")
    now = timezone.now() + timedelta(seconds=1)
    tasks._claim("the one that dies", now)

    assert not tasks.run_one("another", now + tasks.LEASE / 2)
    assert tasks.run_one("another", now + tasks.LEASE * 2)
    assert ran == ["again"]


def test_two_workers_never_hold_the_same_task() -> None:
    note.enqueue(word="mine")
    now = timezone.now()

    first, second = tasks._claim("one", now), tasks._claim("two", now)

    assert first is not None
    assert second is None
