"""Administrators read who did what; names are shown as long as there is an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

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


def test_lines_of_a_person_and_of_days_are_found(client: CheckedClient) -> None:
    isla, dougal = cast.isla(), cast.dougal()
    audit.record(isla, "signed in first", None, now=NOW - timedelta(days=3))
    audit.record(isla, "signed in later", None, now=NOW)
    audit.record(dougal, "made an author", isla, now=NOW)
    audit.record(dougal, "did something else", None, now=NOW)
    client.force_login(dougal)
    day = timezone.localtime(NOW).date()

    hers = read_log(client, f"?email={isla.email.upper()}")
    hers_now = read_log(client, f"?email={isla.email}&first={day}&last={day}")

    assert [words in hers for words in ("signed in first", "signed in later", "made an author")] == [True] * 3
    assert "did something else" not in hers
    assert "signed in later" in hers_now
    assert "signed in first" not in hers_now
    assert "No lines here" in read_log(client, "?email=nobody@example.org")


@pytest.mark.parametrize(
    "query",
    ["first=tomorrow", "email=isla", "first=2026-10-05&last=2026-10-01", "last=9999-12-31", "first=9999-12-31"],
)
def test_a_search_that_makes_no_sense_is_a_sentence(client: CheckedClient, query: str) -> None:
    client.force_login(cast.dougal())

    response = client.get(f"/manage/audit/?{query}")

    assert response.status_code == 422
    assert "error" in response.content.decode()


def test_lines_are_downloaded_and_that_is_a_line_too(client: CheckedClient) -> None:
    isla, dougal = cast.isla(), cast.dougal()
    audit.record(isla, "=signed in", None, now=NOW)
    audit.record(dougal, "did something else", None, now=NOW)
    client.force_login(dougal)

    response = client.post("/manage/audit/download/", {"email": isla.email})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = response.content.decode("utf-8-sig").splitlines()
    assert rows == ["At,Who,What,About", f"{NOW.isoformat()},Isla Reid,'=signed in,"]
    assert "downloaded lines of the audit log" in read_log(client)


def test_too_many_lines_are_refused_in_words(client: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ettle.kit.actions.MOST_EXPORTED", 1)
    dougal = cast.dougal()
    for _ in range(2):
        audit.record(dougal, "did something", None, now=NOW)
    client.force_login(dougal)

    response = client.post("/manage/audit/download/", {})

    assert response.status_code == 422
    assert "These are more than 1 lines. Choose fewer days" in response.content.decode()


@pytest.mark.parametrize("person", [cast.isla, cast.freya, cast.agnes, cast.stranger])
def test_nobody_else_downloads_it(client: CheckedClient, person: Any) -> None:
    client.force_login(person())

    assert client.post("/manage/audit/download/", {}).status_code in {302, 403, 404}


def test_the_log_asks_few_questions(client: CheckedClient, django_assert_max_num_queries: Any) -> None:
    for person in (cast.isla(), cast.bashir(), cast.freya()):
        audit.record(person, "signed in", person, now=NOW)
    client.force_login(cast.dougal())

    with django_assert_max_num_queries(10):
        read_log(client)
