"""All activities, for anyone: those that are meant for a reader's role come first."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from ettle.activities import actions, queries
from ettle.activities.tests import factories
from ettle.activities.tests.test_invitations import by_role
from ettle.activities.types.specs import RequiredActivity
from ettle.kit.search_items import all_search_items
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
CATALOGUE = reverse("activities:catalogue")


def listed(client: Client, query: str = "") -> list[tuple[str, str]]:
    """(title, what is said about roles) of every card."""
    page = client.get(CATALOGUE + query).content.decode()
    cards = re.findall(r'<li class="card">\s*<h2>(.*?)</h2>.*?<p class="meta">(.*?)</p>', page, re.DOTALL)
    return [(title, re.sub(r"<[^>]*>", "", words).partition(" · ")[2]) for title, words in cards]


def meant_for_roles() -> None:
    """A story for managers, one that one badge means for supervisors and another for everyone, and a sort for all."""
    by_role()
    factories.asked(("rota",), number="ET-102")
    supervisors = [[RequiredActivity(key="rota", roles=("supervisor",))]]
    actions.require(factories.badge("ET-103"), supervisors, by=None, now=cast.NOW)


def test_what_is_meant_for_a_visitors_role_is_first_and_what_is_meant_for_others_last() -> None:
    meant_for_roles()
    rota, sort = factories.spec("s3-rota").title, factories.spec("sort-20").title
    every, managers = "For every role", "For: Middle manager, Strategic leader"
    visitor = CheckedClient()
    visitor.get("/choose/?role=frontline")

    assert listed(visitor) == [(rota, every), (sort, every), (rota, managers)]
    assert [words for _title, words in listed(visitor, "?role=manager")] == [
        f"{managers} · Fits your role",
        every,
        every,
    ]
    assert listed(CheckedClient()) == [(rota, managers), (rota, every), (sort, every)]


def test_a_learner_sees_what_fits_the_roles_of_their_account(client: CheckedClient) -> None:
    by_role()
    client.force_login(cast.freya())

    assert listed(client)[0] == (
        factories.spec("s3-rota").title, "For: Middle manager, Strategic leader · Fits your role",
    )  # fmt: skip


def test_an_activity_of_several_badges_is_one_card_with_all_of_them(client: CheckedClient) -> None:
    meant_for_roles()
    page = client.get(CATALOGUE).content.decode()

    assert page.count('<li class="card">') == 3
    (rota,) = [offered for offered in queries.offered_activities(set()) if offered.activity.activity.key == "rota"]
    assert [version.badge.number for version in rota.badges] == ["ET-101", "ET-102", "ET-103"]
    assert all(f'href="/badges/{number}/"' in page for number in ("et-101", "et-102", "et-103"))


@pytest.mark.usefixtures("starter_pack")
def test_every_activity_of_the_pack_is_listed_once_and_the_reader_s_own_first(client: CheckedClient) -> None:
    titles = [title for title, _words in listed(client)]
    first = listed(client, "?role=frontline")[:2]

    assert sorted(titles) == sorted(escape(factories.spec(key).title) for key in factories.SPECS)
    assert {title for title, _words in first} == {"‘That’s just how he talks’", "The risk of the bus"}
    assert {words for _title, words in first} == {"For: Citizen leader, Front-line worker · Fits your role"}


@pytest.mark.usefixtures("starter_pack")
def test_an_activity_within_an_application_is_listed_once_with_its_badge(client: CheckedClient) -> None:
    sort = [offered for offered in queries.offered_activities(set()) if offered.activity.activity.key == "sort-20"]

    assert [[version.badge.number for version in offered.badges] for offered in sort] == [["ET-101"]]
    assert sort[0].activity.title in client.get(CATALOGUE).content.decode()


def test_a_visitor_who_opens_activities_finds_them_all_and_a_way_to_their_own(client: CheckedClient) -> None:
    factories.asked(("rota",))
    page = client.get(reverse("activities:mine"), follow=True)

    assert page.redirect_chain == [(CATALOGUE, 302)]
    assert 'href="/account/sign-in/?next=/activities/"' in page.content.decode()


@pytest.mark.usefixtures("starter_pack")
def test_search_finds_an_activity_by_its_title_and_its_words() -> None:
    items = {item.address: item for item in all_search_items()}

    for key in factories.SPECS:
        spec, found = factories.spec(key), items[reverse("activities:practice", args=[key])]
        assert (found.title, found.text) == (spec.title, (spec.summary,))


def test_a_site_without_activities_says_so(client: CheckedClient) -> None:
    assert "There is no activity yet" in client.get(CATALOGUE).content.decode()
