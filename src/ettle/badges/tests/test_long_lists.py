"""Administrators' and leads' lists cost the same on a site of many people: an index has their rows in their order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.bulk_rows import insert_rows, next_key
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.kit.models import WaitingTask
from ettle.kit.tasks.scheduled_tasks import delete_finished_work
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import Membership, Organisation, User
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.locks]
MANY = 3_000
LARGE = "(?:people_user|people_organisation|badges_award|kit_waitingtask)"
# What a plan calls sorting, or reading a table from end to end.
COSTLY = {
    "postgresql": rf"Seq Scan on {LARGE}\b|-> +Sort\b",
    "sqlite": rf"SCAN {LARGE}\b(?! USING)|B-TREE FOR ORDER BY",
}


def costly_steps(statements: list[str]) -> list[str]:
    """What the plans of these statements have that grows with the table."""
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # few thousand rows: it would rather read them all from a slow disk
            cursor.execute("SET LOCAL random_page_cost = 1")
        for sql in statements:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
            found += re.findall(COSTLY[connection.vendor], plan)
    return found


def read_page(client: CheckedClient, address: str, table: str) -> tuple[str, list[str]]:
    """Return a page and the statements that list rows of this table."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        text = client.get(address).content.decode()
    begins = f'FROM "{table}"'
    return text, [
        query["sql"] for query in captured.captured_queries if begins in query["sql"] and "LIMIT" in query["sql"]
    ]


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture
def crowd() -> list[int]:
    """The keys of three thousand people."""
    first = next_key(User)
    insert_rows(
        User,
        ("id", "email", "name", "joined_at", "password"),
        ((first + n, f"crowd{n}@example.org", f"Person {n * 7919 % MANY}", cast.NOW, "!") for n in range(MANY)),
    )
    return list(range(first, first + MANY))


def test_organisations_are_read_in_the_order_of_the_index_and_those_of_the_page_counted(
    crowd: list[int], client: CheckedClient
) -> None:
    first = next_key(Organisation)
    names = ("id", "slug", "name")
    insert_rows(Organisation, names, ((first + n, f"place-{n}", f"House {n:05}") for n in range(MANY)))
    began = next_key(Membership)
    insert_rows(
        Membership,
        ("id", "person_id", "organisation_id", "role", "began_at"),
        ((began + n, person, first + n % 2, "learner", cast.NOW) for n, person in enumerate(crowd)),
    )
    analyse()
    client.force_login(cast.dougal())

    text, statements = read_page(client, f"/manage/organisations/?after={first + MANY // 2}", "people_organisation")
    top, _ = read_page(client, "/manage/organisations/", "people_organisation")

    assert f"House {MANY // 2 + 1:05}" in text
    assert f"House {MANY // 2:05}" not in text
    assert "1,500 people" in top or "1500 people" in top
    assert statements
    assert costly_steps(statements) == []
    assert not any("COUNT" in sql for sql in statements)


def test_members_of_a_large_organisation_are_read_in_the_order_of_names(
    crowd: list[int], client: CheckedClient
) -> None:
    house, began = cast.rowan_house(), next_key(Membership)
    insert_rows(
        Membership,
        ("id", "person_id", "organisation_id", "role", "began_at"),
        ((began + n, person, house.pk, "learner", cast.NOW) for n, person in enumerate(crowd)),
    )
    analyse()
    client.force_login(cast.freya())

    text, statements = read_page(client, "/organisation/rowan-house/", "people_membership")

    assert "Person 0" in text
    page = [sql for sql in statements if '"people_user"."name"' in sql]
    assert len(page) == 1
    assert '"password"' not in page[0]


def test_awards_are_read_the_newest_first_without_what_was_signed(crowd: list[int], client: CheckedClient) -> None:
    award, first = badge_factory.signed(), next_key(Award)
    insert_rows(
        Award,
        ("id", "learner_id", "version_id", "issuer_id", "awarded_at"),
        ((first + n, person, award.version_id, award.issuer_id, cast.NOW) for n, person in enumerate(crowd)),
    )
    analyse()
    client.force_login(cast.dougal())

    text, statements = read_page(client, f"/manage/badges/?after={first + MANY // 2}", "badges_award")

    assert "Older" in text
    assert "Newer" in text
    assert statements
    assert costly_steps(statements) == []
    assert not any('"document"' in sql or '"password"' in sql for sql in statements)


def test_states_and_pruning_read_no_task_that_was_done(client: CheckedClient) -> None:
    done: Any = cast.NOW
    insert_rows(
        WaitingTask,
        ("function", "created_at", "run_after", "finished_at", "key"),
        (("ettle.none", done, done, done, None) for _ in range(MANY)),
    )
    analyse()
    client.force_login(cast.dougal())

    client.get("/manage/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/manage/")
        delete_finished_work.call(at="2000-01-01T00:00:00+00:00")

    asked = [query["sql"] for query in captured.captured_queries if '"kit_waitingtask"' in query["sql"]]
    assert len(asked) >= 2
    assert costly_steps([sql for sql in asked if sql.startswith(("SELECT", "DELETE"))]) == []
