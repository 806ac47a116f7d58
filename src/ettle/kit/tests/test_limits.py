"""Limits: counted once for all processes, kept through restarts, and over when they say."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from ettle.kit.limits.counters import Limit, consume, consume_each, remaining_uses
from ettle.kit.models import LimitCount
from ettle.kit.refusal import LimitReached, Refused
from ettle.kit.room import offered
from ettle.kit.tasks.scheduled_tasks import delete_ended_counts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
LIMIT = Limit("test/three", "person", 3, timedelta(hours=5), "You have done this three times.")


def test_a_limit_says_when_it_ends_and_begins_again_then() -> None:
    for _ in range(3):
        consume(LIMIT, "isla", now=NOW)

    with pytest.raises(LimitReached) as refusal:
        consume(LIMIT, "isla", now=NOW + timedelta(hours=1))
    assert str(refusal.value) == "You have done this three times. You can go on at 15:01."
    assert refusal.value.seconds == 4 * 60 * 60
    consume(LIMIT, "callum", now=NOW)
    consume(LIMIT, "isla", now=NOW + LIMIT.within)
    assert remaining_uses(LIMIT, "isla", now=NOW + LIMIT.within) == 2


def test_more_uses_than_are_left_count_nothing() -> None:
    consume(LIMIT, "isla", now=NOW)

    with pytest.raises(LimitReached):
        consume(LIMIT, "isla", now=NOW, uses=3)
    with pytest.raises(LimitReached):
        consume_each(LIMIT, ["callum", "isla", "isla", "isla"], now=NOW)

    assert remaining_uses(LIMIT, "isla", now=NOW) == 2
    assert remaining_uses(LIMIT, "callum", now=NOW) == 3


def test_what_is_refused_later_in_the_transaction_costs_nothing() -> None:
    @transaction.atomic
    def act() -> None:
        consume(LIMIT, "isla", now=NOW)
        raise Refused("Not today")

    with pytest.raises(Refused):
        act()

    assert remaining_uses(LIMIT, "isla", now=NOW) == 3


def test_many_at_one_moment_use_no_more_than_there_is() -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")
    done: list[bool] = []
    ready = threading.Barrier(8)

    def run() -> None:
        ready.wait()
        try:
            consume(LIMIT, "isla", now=NOW)
        except LimitReached:
            done.append(False)
        else:
            done.append(True)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()

    assert sorted(done) == [False] * 5 + [True] * 3


def test_a_count_names_nobody_and_is_deleted_when_it_is_over() -> None:
    consume(LIMIT, "Isla@example.org", now=NOW)

    assert "isla" not in str(LimitCount.objects.values().get()).lower()
    delete_ended_counts.call(at=(NOW + timedelta(hours=6)).isoformat())
    assert not LimitCount.objects.exists()


def test_every_limit_of_the_rooms_has_a_name_of_its_own_and_words() -> None:
    limits = [limit for declared in offered("limits") for limit in declared]

    names = [limit.name for limit in limits]
    assert len(set(names)) == len(names) >= 6
    assert all(limit.words.endswith(".") and len(limit.name) <= 40 for limit in limits)


def test_many_keys_are_counted_together_or_none_of_them(django_assert_max_num_queries: Any) -> None:
    keys = [f"person{n}@example.org" for n in range(100)]
    with django_assert_max_num_queries(6):
        consume_each(LIMIT, keys, now=NOW)
    consume_each(LIMIT, [keys[0], keys[0].upper(), keys[1]], now=NOW)
    consume_each(LIMIT, keys[1:2], now=NOW)

    with pytest.raises(LimitReached):
        consume_each(LIMIT, keys, now=NOW)

    left = [remaining_uses(LIMIT, key, now=NOW) for key in keys[:3]]
    assert left == [0, 0, 2]
    consume_each(LIMIT, keys, now=NOW + LIMIT.within)
    assert remaining_uses(LIMIT, keys[0], now=NOW + LIMIT.within) == 2
