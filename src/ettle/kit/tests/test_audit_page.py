"""Administrators read who did what; names are shown as long as there is an account."""

from __future__ import annotations

from typing import Any

import pytest

from ettle.kit import audit
from ettle.kit.models import AuditPerson
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def read_log(client: CheckedClient, query: str = "") -> str:
    return client.get(f"/manage/audit/{query}").content.decode()


def test_the_log_shows_names_until_the_person_leaves(client: CheckedClient) -> None:
    isla, dougal = cast.isla(), cast.dougal()
    audit.record(dougal, "made an author", isla, now=NOW)
    audit.record(isla, "signed in", isla, now=NOW)
    audit.record(None, "refused a passkey", None, now=NOW)
    client.force_login(dougal)
    before = read_log(client)

    AuditPerson.objects.filter(person=isla).delete()  # as when she leaves
    after = read_log(client)

    assert "<bdi>Dougal Ross</bdi> made an author" in before
    assert "<bdi>Isla Reid</bdi> signed in" in before
    assert "<bdi>The site</bdi> refused a passkey" in before
    assert "Isla" not in after
    assert "<bdi>Someone who left</bdi> signed in" in after
    assert "<bdi>Dougal Ross</bdi> made an author" in after


def test_the_log_has_pages(client: CheckedClient) -> None:
    dougal = cast.dougal()
    for number in range(101):
        audit.record(dougal, f"did thing {number}.", None, now=NOW)
    client.force_login(dougal)

    first = read_log(client)
    older = first.partition('href="?before=')[2].partition('"')[0]

    assert "did thing 100." in first
    assert "did thing 0." not in first
    assert "did thing 0." in read_log(client, f"?before={older}")
    assert "No lines here" in read_log(client, "?before=0")
    assert "did thing 100." in read_log(client, f"?before={'9' * 30}")


def test_the_log_asks_few_questions(client: CheckedClient, django_assert_max_num_queries: Any) -> None:
    for person in (cast.isla(), cast.bashir(), cast.freya()):
        audit.record(person, "signed in", person, now=NOW)
    client.force_login(cast.dougal())

    with django_assert_max_num_queries(10):
        read_log(client)
