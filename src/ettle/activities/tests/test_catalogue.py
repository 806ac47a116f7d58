"""All activities, for anyone: those that a reader's role is invited to come first."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from ettle.activities import queries
from ettle.activities.tests import factories
from ettle.activities.tests.test_invitations import by_role
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
CATALOGUE = reverse("activities:catalogue")


def listed(client: Client, query: str = "") -> list[tuple[str, str]]:
    """(title, what is said about roles) of every card."""
    page = client.get(CATALOGUE + query).content.decode()
    cards = re.findall(r'<li class="card">\s*<h2>(.*?)</h2>.*?<p class="meta">(.*?)</p>', page, re.DOTALL)
    return [(title, re.sub(r"<[^>]*>", "", words).partition(" · ")[2]) for title, words in cards]


def test_what_a_visitors_role_is_invited_to_comes_first_and_is_marked() -> None:
    version = by_role()
    rota, sort = factories.spec("s3-rota").title, factories.spec("sort-20").title
    visitor = CheckedClient()
    visitor.get("/choose/?role=frontline")

    assert listed(visitor) == [
        (rota, "For every role · Fits your role"),
        (sort, "For every role · Fits your role"),
        (rota, "For other roles"),
    ]
    assert [words for _title, words in listed(visitor, "?role=manager")] == [
        "For: Middle manager, Strategic leader · Fits your role",
        "For every role · Fits your role",
        "For other roles",
    ]
    assert "Fits your role" not in str(listed(CheckedClient()))
    picked = [offered for offered in queries.offered_activities({"manager"}) if offered.is_picked]
    assert [offered.activity.activity.key for offered in picked] == ["for-managers", "sort-20"]
    assert version is not None


def test_a_learner_sees_what_fits_the_roles_of_their_account(client: CheckedClient) -> None:
    by_role()
    client.force_login(cast.freya())

    assert listed(client)[0] == (
        factories.spec("s3-rota").title, "For: Middle manager, Strategic leader · Fits your role",
    )  # fmt: skip


@pytest.mark.usefixtures("starter_pack")
def test_an_activity_within_an_application_is_listed_once_with_its_badge(client: CheckedClient) -> None:
    sort = [offered for offered in queries.offered_activities(set()) if offered.activity.activity.key == "sort-20"]

    assert [(offered.badge and offered.badge.badge.number, offered.is_picked) for offered in sort] == [("ET-101", True)]
    assert sort[0].activity.title in client.get(CATALOGUE).content.decode()


def test_a_site_without_activities_says_so(client: CheckedClient) -> None:
    assert "There is no activity yet" in client.get(CATALOGUE).content.decode()
