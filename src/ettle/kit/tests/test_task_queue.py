"""The queue keeps its promises: with the change, once under a key, again after a death."""

from __future__ import annotations

import logging
from datetime import timedelta
from time import monotonic, sleep
from typing import Any, cast

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from ettle.kit.models import RunningWorker, WaitingTask
from ettle.kit.tasks import task_queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
ran: list[str] = []


@task_queue.task
def note(*, word: str) -> None:
    ran.append(word)


@task_queue.task
def break_down() -> None:
    raise ValueError("broken")


@task_queue.task
def wait_for_renewed_lease(*, until: str) -> None:
    deadline = monotonic() + 10
    while not ran and monotonic() < deadline:
        lease = WaitingTask.objects.get().leased_until
        if lease is not None and lease.isoformat() > until:
            ran.append("renewed")
        sleep(0.01)


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


def test_a_worker_runs_what_waits_and_then_does_other_work_at_its_rests() -> None:
    note.enqueue(word="hello")
    note.enqueue(word="again")
    rests: list[list[str]] = []

    task_queue.run_worker(lambda: len(rests) == 2, pause=0, between=lambda: rests.append([*ran]))

    assert rests == [["hello", "again"], ["hello", "again"]]


def test_a_worker_without_other_work_rests_until_it_is_stopped(caplog: pytest.LogCaptureFixture) -> None:
    note.enqueue(word="hello")
    looks: list[str] = []

    def stop() -> bool:
        looks.append("look")
        return len(looks) == 4

    task_queue.run_worker(stop, pause=0)

    assert ran == ["hello"]
    assert not caplog.records


def test_a_worker_goes_on_when_the_queue_could_not_be_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    note.enqueue(word="later")
    run_next_task, failures = task_queue.run_next_task, [DatabaseError("no database")]

    def fail_once(*arguments: Any) -> bool:
        if failures:
            raise failures.pop()
        return run_next_task(*arguments)

    monkeypatch.setattr(task_queue, "run_next_task", fail_once)
    with caplog.at_level(logging.ERROR):
        task_queue.run_worker(lambda: bool(ran), pause=0)

    assert ran == ["later"]
    assert "The queue could not be read; trying again" in caplog.text


def test_a_lease_is_renewed_while_its_task_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    task_queue.enqueue_once(wait_for_renewed_lease, key="long", now=now, until=(now + task_queue.LEASE).isoformat())
    monkeypatch.setattr(task_queue, "HEARTBEAT_SECONDS", 0.01)

    assert task_queue.run_next_task("worker", now)

    assert ran == ["renewed"]


def test_a_lease_that_cannot_be_renewed_does_not_stop_its_task(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class UnreadableRow:
        @property
        def pk(self) -> int:
            raise DatabaseError("no database")

    monkeypatch.setattr(task_queue, "HEARTBEAT_SECONDS", 0.01)
    deadline = monotonic() + 10
    with task_queue._Heartbeat(cast("WaitingTask", UnreadableRow()), "worker"):
        while caplog.text.count("A lease could not be renewed") < 2 and monotonic() < deadline:
            sleep(0.01)

    assert caplog.text.count("A lease could not be renewed") >= 2


def test_a_task_is_named_in_words() -> None:
    assert task_queue.describe_task(WaitingTask(function="room.actions.send_yearly_letter")) == "send yearly letter"


def test_each_pause_after_a_failure_is_twice_the_one_before() -> None:
    break_down.enqueue()
    pauses = []
    for hours in range(1, 5):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            task_queue.run_next_task("worker", timezone.now())
            pauses.append(WaitingTask.objects.get().run_after - timezone.now())

    assert [pause.total_seconds() for pause in pauses] == [2, 4, 8, 16]


def test_a_worker_forgets_those_that_were_killed_long_ago_and_no_others() -> None:
    for name, minutes in (("killed", 11), ("busy", 9)):
        RunningWorker.objects.create(name=name, seen_at=timezone.now() - timedelta(minutes=minutes))
    rounds = iter([False, True])

    task_queue.run_worker(lambda: next(rounds), pause=0)

    assert [worker.name for worker in RunningWorker.objects.all()] == ["busy"]


def test_a_worker_counts_as_running_for_a_minute_after_it_said_so() -> None:
    now = timezone.now()
    RunningWorker.objects.create(name="worker", seen_at=now - timedelta(seconds=59))

    assert task_queue.is_worker_running(now)
    assert not task_queue.is_worker_running(now + timedelta(seconds=2))


@pytest.mark.parametrize(("heartbeat", "expected"), [(10, 0), (0, 1)])
def test_a_worker_says_that_it_runs_once_in_a_heartbeat(
    monkeypatch: pytest.MonkeyPatch, heartbeat: int, expected: int
) -> None:
    monkeypatch.setattr(task_queue, "HEARTBEAT_SECONDS", heartbeat)
    said: list[int] = []

    def stop() -> bool:
        said.append(RunningWorker.objects.count())
        RunningWorker.objects.all().delete()
        return len(said) == 3

    task_queue.run_worker(stop, pause=0)

    assert said == [0, 1, expected]
