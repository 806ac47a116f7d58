"""What a process caches of frameworks is never older than the last change, in any order of overlapping changes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import close_old_connections, connection, transaction

from ettle.framework import actions, queries
from ettle.framework.actions import versions
from ettle.framework.logic_model import graph
from ettle.framework.models import ChangeCounter
from ettle.framework.tests.test_frameworks import CAPABILITIES, CODES, MODEL
from ettle.framework.types.specs import FrameworkSpec
from ettle.people.tests.cast import NOW

EARLIER, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=9)


def both() -> None:
    for spec in (CAPABILITIES, CODES):
        actions.put_framework(spec, by=None, now=NOW)


def change(spec: FrameworkSpec, now: datetime) -> None:
    actions.put_framework(spec.replace(title=f"{spec.title} of {now.minute}"), by=None, now=now)


@pytest.mark.locks
def test_a_change_with_an_earlier_time_is_seen(db: None) -> None:
    both()
    change(CODES, LATER)
    before = queries.current_state()

    change(CAPABILITIES, EARLIER)

    assert queries.current_state() != before


@pytest.mark.locks
def test_writing_the_same_again_changes_no_state(db: None) -> None:
    both()
    before = queries.current_state()

    both()

    assert queries.current_state() == before


@pytest.mark.locks
def test_a_cached_model_is_read_again_after_a_change_at_the_same_time(db: None) -> None:
    both()
    actions.put_logic_model(MODEL, by=None, now=LATER)
    node = MODEL.nodes[0]
    graph.load_graph()

    other = MODEL.replace(nodes=(node.replace(title="Another name"), *MODEL.nodes[1:]))
    actions.put_logic_model(other, by=None, now=LATER)

    assert "Another name" in {node.title for node in graph.load_graph().nodes.values()}


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_changes_the_last_to_be_committed_is_seen_as_the_last() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one process write at a time, so nothing overlaps")
    both()
    begun, other_done = threading.Event(), threading.Event()

    def begin_early_and_end_late() -> None:
        with transaction.atomic():
            versions.rows_before("reads first, as a load does")
            begun.set()
            assert other_done.wait(20)
            change(CAPABILITIES, EARLIER)
        connection.close()

    slow = threading.Thread(target=begin_early_and_end_late)
    slow.start()
    assert begun.wait(20)
    change(CODES, LATER)
    between = queries.current_state()
    other_done.set()
    slow.join(20)
    close_old_connections()

    assert queries.current_state() != between


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_two_changes_are_never_counted_as_one() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one process write at a time, so nothing overlaps")
    both()
    ChangeCounter.objects.all().delete()
    started = threading.Barrier(2)

    def act(spec: FrameworkSpec, now: datetime) -> None:
        started.wait(20)
        change(spec, now)
        connection.close()

    at_once = [threading.Thread(target=act, args=arguments) for arguments in ((CODES, LATER), (CAPABILITIES, EARLIER))]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join(20)
    close_old_connections()

    assert ChangeCounter.objects.get().number == 2
