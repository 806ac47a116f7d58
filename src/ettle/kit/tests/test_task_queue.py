"""The queue keeps its promises: with the change, once under a key, again after a death."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ettle.kit.models import WaitingTask
from ettle.kit.tasks import task_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
ran: list[str] = []


@task_queue.task
def note(*, word: str) -> None:
    ran.append(word)


@task_queue.task
def break_down() -> None:
    raise ValueError("broken")


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def test_a_promised_task_runs_and_its_words_are_wiped() -> None:
    note.enqueue(word="hello")

    assert task_queue.run_due() == 1

    assert ran == ["hello"]
    row = WaitingTask.objects.get()
    assert row.finished_at
    assert row.arguments == {}


def test_a_task_is_undone_with_the_change_that_promised_it() -> None:
    with transaction.atomic():
        note.enqueue(word="never")
        transaction.set_rollback(True)

    assert task_queue.run_due() == 0


def test_the_same_key_is_promised_once() -> None:
    for _ in range(3):
        task_queue.enqueue_once(note, key="a", now=timezone.now(), word="once")

    task_queue.run_due()

    assert ran == ["once"]


def test_a_failing_task_waits_longer_and_is_then_given_up() -> None:
    break_down.enqueue()
    now = timezone.now()

    for tries in range(task_queue.MOST_ATTEMPTS):
        assert task_queue.run_next_task("worker", now + tries * timedelta(hours=1))

    row = WaitingTask.objects.get()
    assert row.given_up_at
    assert row.last_error == "ValueError"
    assert not task_queue.run_next_task("worker", now + timedelta(days=2))


def test_another_worker_takes_over_the_task_of_a_dead_one() -> None:
    note.enqueue(word="again")
    now = timezone.now() + timedelta(seconds=1)
    task_queue._claim_task("the one that dies", now)

    assert not task_queue.run_next_task("another", now + task_queue.LEASE / 2)
    assert task_queue.run_next_task("another", now + task_queue.LEASE * 2)
    assert ran == ["again"]


def test_two_workers_never_hold_the_same_task() -> None:
    note.enqueue(word="mine")
    now = timezone.now()

    first, second = task_queue._claim_task("one", now), task_queue._claim_task("two", now)

    assert first is not None
    assert second is None
