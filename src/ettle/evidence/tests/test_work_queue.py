"""What an assessor reads first costs the same after years of reviews: it reads what waits, never what was answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.review_history import ReviewHistory, Scale
from ettle.evidence import queries
from ettle.evidence.review import work_queue
from ettle.evidence.review_states import list_states
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import Membership, Organisation, User
from ettle.people.queries import assessor_scope
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.locks]

WAITING = 60
ANSWERED = "(?:submission|promise|review|mark|application|decision|assignment|secondmarking)"
# What a plan calls reading a table from end to end. A partial index has only what waits.
READ_WHOLE = {
    "postgresql": rf"Seq Scan on evidence_{ANSWERED}\b",
    "sqlite": rf"SCAN evidence_{ANSWERED}\b(?! USING (?:COVERING )?INDEX evidence_\w*(?:open|one_owner|late))",
}
QUEUE_PAGES = ("evidence:queue", "evidence:next", "evidence:samples")


@pytest.fixture
def history() -> ReviewHistory:
    """Two thousand applications of 200 organisations. Bashir assesses for the one that has half of them."""
    factories.create_leadership_badge()
    cast.bashir()
    made = ReviewHistory(
        Scale(organisations=200, applications=2_000, sent=1_900, waiting=WAITING, colleagues=4),
        Organisation.objects.get(slug="rowan-house"),
        timezone.now(),
    )
    made.write()
    return made


def test_an_assessor_pays_for_what_waits_and_not_for_what_was_answered(
    history: ReviewHistory, client: CheckedClient
) -> None:
    for assessor, page in product((cast.bashir(), history.small_assessor()), QUEUE_PAGES):
        client.force_login(assessor)
        client.get(reverse(page))

        statements = _capture(partial(client.get, reverse(page)))

        assert len(statements) <= 12
        assert [found for sql in statements for found in _tables_read_whole(sql)] == []


def test_an_administrator_reads_what_waits_and_not_what_was_answered(history: ReviewHistory) -> None:
    now = timezone.now()

    statements = _capture(lambda: list(list_states(now)))

    assert [found for sql in statements for found in _tables_read_whole(sql)] == []
    assert "60 wait" in str([state.words for state in list_states(now)])


def test_the_list_has_what_the_rule_for_one_submission_allows(history: ReviewHistory) -> None:
    small = history.small_assessor()
    everywhere = User.objects.create_user("everywhere@example.org")
    began = timezone.now()
    Membership.objects.create(person=everywhere, role="assessor", began_at=began)
    two_places = User.objects.create_user("two-places@example.org")
    for slug in ("rowan-house", "made-3"):
        place = Organisation.objects.get(slug=slug)
        Membership.objects.create(person=two_places, organisation=place, role="assessor", began_at=began)

    for assessor in (cast.bashir(), small, everywhere, two_places, cast.isla()):
        allowed = set(queries.awaiting_review(assessor).values_list("uuid", flat=True))
        scope = assessor_scope(assessor)
        listed = [row["uuid"] for row in work_queue.queue_rows(assessor, scope, began.date(), start=0, end=100)]

        assert set(listed) == allowed
        assert len(listed) == len(allowed)
        assert (work_queue.next_to_review(assessor, began) in allowed) or not allowed


def test_the_queue_has_pages_without_a_count(history: ReviewHistory, client: CheckedClient) -> None:
    client.force_login(cast.bashir())
    queue = reverse("evidence:queue")

    first, second, beyond = (client.get(queue, {"page": page}).content.decode() for page in ("1", "2", "900"))

    assert "More than 25 applications wait" in first
    assert "?page=2" in first
    assert "?page=1" in second
    assert "?page=3" not in second
    assert not set(re.findall(r"/review/[0-9a-f-]{36}/", first)) & set(re.findall(r"/review/[0-9a-f-]{36}/", second))
    assert "More than 25 applications wait" in beyond


def _capture(read: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        read()
    return [query["sql"] for query in captured.captured_queries]


def _tables_read_whole(sql: str) -> Iterator[str]:
    """The tables of all that was ever sent that a statement reads from end to end, by the plan of the database."""
    if not sql.startswith("SELECT"):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # two thousand rows are few: it would read them all from a slow disk
            cursor.execute("SET LOCAL random_page_cost = 1")
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    yield from re.findall(READ_WHOLE[connection.vendor], plan)
