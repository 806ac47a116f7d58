"""Everyone may practise everything: stored with an account, in the address without one, and nothing is awarded."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions, queries
from ettle.activities.models import Attempt, Completion, Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, text
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def practice(key: str) -> str:
    return reverse("activities:practice", args=[key])


def start(client: Client, key: str) -> str:
    """Press Start on the first page of practice; return the address of the first step."""
    return str(client.post(practice(key)).headers["Location"])


@pytest.fixture(autouse=True)
def _publish(db: None) -> None:
    for key in ("rota", "sort-20"):
        actions.publish(factories.spec(key), by=None, now=cast.NOW)


def test_a_visitor_practises_to_the_end_and_nothing_is_stored(client: CheckedClient) -> None:
    here = start(client, "rota")

    for choice in GOOD:
        here = client.post(here, {"answer": choice}).headers["Location"]
    ending = client.get(here).headers["Location"]

    assert "A rota that holds people" in text(client.get(ending))
    name = str(re.findall(r'action="([^"]*/ending/name/)"', client.get(ending).content.decode())[0])
    reflect = client.post(name, {"called": "both"}).headers["Location"]
    page = client.get(reflect)
    assert "What you write here is not sent and not stored" in text(page)
    assert '<textarea id="id_words" rows="8"' in page.content.decode()
    assert client.post(reflect, {"words": REFLECTION}).status_code == 200
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()
    assert not Completion.objects.exists()


def test_a_visitor_may_reload_go_back_and_choose_again(client: CheckedClient) -> None:
    first = start(client, "rota")
    second = client.post(first, {"answer": "do-it-myself"}).headers["Location"]

    assert client.get(second).status_code == 200
    other = client.post(first, {"answer": "ask-together"}).headers["Location"]
    assert other != second
    assert client.post(first, {"answer": "do-it-myself"}).headers["Location"] == second
    paused = second.rsplit("/", 2)[0] + "/"
    assert "Continue" in text(client.get(paused))


@pytest.mark.parametrize("end", ["", "1/", "2/", "ending/", "trail/", "reflect/"])
@pytest.mark.parametrize("token", ["x", "eyJ:abc", ".eJx:zzz", "a" * 3_500])
def test_an_address_that_cannot_be_read_leads_to_a_new_start(client: CheckedClient, token: str, end: str) -> None:
    response = client.get(f"/activities/try/rota/{token}/{end}")

    assert response.status_code == 404
    assert "Start Twelve hours of rota" in text(response)
    assert client.post(f"/activities/try/rota/{token}/{end}", {"answer": "limit"}).status_code in {404, 405}


def test_the_token_of_one_activity_is_none_of_another(client: CheckedClient) -> None:
    first = start(client, "rota")

    assert client.get(first.replace("/rota/", "/sort-20/")).status_code == 404


def test_practice_with_an_account_is_continued_and_done_again(client: CheckedClient, awarded: Awarded) -> None:
    client.force_login(cast.stranger())
    first = start(client, "rota")
    second = client.post(first, {"answer": GOOD[0]}).headers["Location"]

    assert start(client, "rota") == second.partition("?")[0]
    for choice in GOOD[1:]:
        second = client.post(second.partition("?")[0], {"answer": choice}).headers["Location"]
    client.post(f"{practice('rota')}reflect/", {"words": REFLECTION})
    assert start(client, "rota") == first

    practised = Attempt.objects.filter(invited=None)
    assert list(practised.values_list("number", "learner__name")) == [(1, "Sam Stranger"), (2, "Sam Stranger")]
    client.force_login(cast.callum())
    assert client.get(first).headers["Location"] == practice("rota")


def test_practice_counts_for_nothing_even_for_an_invited_learner(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    client.force_login(cast.isla())
    page = text(client.get(practice("sort-20")))
    assert "It does not count for a badge" in page
    assert "open your invitation" in page

    here = start(client, "sort-20")
    for _ in range(factories.DRAWN):
        here = client.post(here, {"answer": "both"}).headers["Location"]

    assert "Do it again" in text(client.get(f"{practice('sort-20')}ending/"))
    assert not queries.invitations_of(cast.isla()).get().is_done
    assert awarded == []
    assert client.get(at(invitation, 1)).headers["Location"] == reverse("activities:invitation", args=[invitation.uuid])


def test_a_visitor_is_asked_to_sign_in_for_what_is_stored(client: CheckedClient) -> None:
    assert "next=" in client.get(f"{practice('rota')}1/").headers["Location"]
    assert client.get(practice("no-such-activity")).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "learner"])
def test_a_step_of_practice_takes_few_queries(
    client: CheckedClient, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    if who == "learner":
        client.force_login(cast.isla())
    here = start(client, "rota")
    here = client.post(here, {"answer": GOOD[0]}).headers["Location"]

    with django_assert_max_num_queries(8):
        assert client.get(here).status_code == 200
