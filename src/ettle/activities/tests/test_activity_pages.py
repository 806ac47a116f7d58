"""A learner plays what they are invited to, page by page, as a browser without JavaScript does."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.items.scenario import actions as scenario_actions
from ettle.activities.models import Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, begin, play_scenario, play_sort, text
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_both_activities_lead_to_the_badge_exactly_once(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "rota")

    ending = play_sort(client, invitation)
    assert "How you sorted them" in text(client.get(ending))
    assert awarded == []
    ending = play_scenario(client, invitation, GOOD, position=2)
    assert "A rota that holds people" in text(client.get(ending))
    answer = client.post(at(invitation, 2, "reflect"), {"words": REFLECTION})
    assert answer.headers["Location"] == reverse("activities:invitation", args=[invitation.uuid])

    assert awarded == [("Isla Reid", "ET-101")]
    page = text(client.get(answer.headers["Location"]))
    assert "You have finished Twelve hours of rota" in page
    assert "You have earned Management and leadership" in page


def test_one_press_answers_a_card_and_shows_our_view_beside_the_next(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)
    answers = re.findall(r'<button type="submit" class="answer" name="answer" value="(\w+)"', page_of(client, first))

    second = client.post(first, {"answer": "both"}).headers["Location"]

    assert answers == ["management", "leadership", "both"]
    assert second == at(invitation, 1, 2)
    shown = page_of(client, second)
    assert "You said <strong>Both</strong>." in shown
    assert 'name="answer"' in shown
    assert f'href="{first}"' in shown
    assert "Do you see it differently?" in page_of(client, first)
    assert 'name="answer"' not in page_of(client, first)


def test_what_a_choice_led_to_and_the_next_decision_are_on_one_page(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    first = begin(client, invitation)

    second = client.post(first, {"answer": GOOD[0]}).headers["Location"]

    assert second == at(invitation, 1, 2)
    page = page_of(client, second)
    assert page.index("What happened") < page.index('name="called"') < page.index('class="answer"')
    assert page.count('class="answer"') == 3
    assert re.findall(r'value="([^"]*)"[^>]* aria-current="true"', page_of(client, first)) == [GOOD[0]]


def test_an_answer_is_asked_for_in_words(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "rota")

    for here in (begin(client, invitation), begin(client, invitation, 2)):
        for answer in ({}, {"answer": "nonsense"}, {"answer": "\x00"}, {"answer": "a" * 70_000}):
            response = client.post(here, answer)
            assert response.status_code == 422
            assert "Choose one of the answers" in text(response)
    assert not Response.objects.exists()


def test_somebody_elses_invitation_is_not_found_by_anyone(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota", "sort-20")
    play_scenario(client, invitation, GOOD)
    addresses = [reverse("activities:invitation", args=[invitation.uuid])]
    addresses += [at(invitation, 1, *rest) for rest in ((), (1,), ("ending",), ("reflect",), ("trail",))]

    for someone in (cast.callum(), cast.bashir(), cast.freya(), cast.morag(), cast.dougal(), cast.stranger()):
        client.force_login(someone)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(at(invitation, 1)).status_code == 404
        assert client.post(at(invitation, 1, 1), {"answer": "limit"}).status_code == 404
        assert client.post(at(invitation, 1, 1, "back")).status_code == 404
        assert client.post(at(invitation, 2, 1, "next")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")

    response = client.get(reverse("activities:invitation", args=[invitation.uuid]))

    assert response.status_code == 302
    assert "next=" in response.headers["Location"]


def test_what_does_not_exist_is_not_found(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    client.force_login(cast.isla())

    assert client.get(at(invitation, 2)).status_code == 404
    assert client.get(at(invitation, 10**30)).status_code == 404
    assert client.get(reverse("activities:invitation", args=[uuid.uuid4()])).status_code == 404


def test_pages_of_the_other_kind_lead_home(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "rota")
    home = reverse("activities:invitation", args=[invitation.uuid])
    begin(client, invitation, 1)
    begin(client, invitation, 2)

    assert client.post(at(invitation, 1, 1, "back")).headers["Location"] == home
    assert client.get(at(invitation, 1, "reflect")).headers["Location"] == home
    assert client.post(at(invitation, 2, 1, "next")).headers["Location"] == home


def test_nobody_with_no_invitations_is_left_in_the_dark(client: Client) -> None:
    client.force_login(cast.stranger())

    assert "You have no invitations yet" in text(client.get(reverse("activities:mine")))


@pytest.mark.locks
def test_every_page_stays_within_ten_queries(
    client: Client, awarded: Awarded, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        factories.invitation("sort-20", "rota", number=f"ET-{number + 500}")
    invitation = factories.invitation("sort-20", "rota")
    for learner in (cast.callum(), cast.ewan()):
        factories.invitation("sort-20", "rota", learner=learner)
    first = begin(client, invitation)
    client.post(first, {"answer": "both"})
    play_scenario(client, invitation, GOOD, position=2)
    pages = [reverse("activities:mine"), reverse("activities:invitation", args=[invitation.uuid])]
    pages += [at(invitation, 1, 1), at(invitation, 1, 2), at(invitation, 2, 1), at(invitation, 2, 2)]
    pages += [
        at(invitation, 2, "ending"),
        at(invitation, 2, "branches"),
        at(invitation, 2, "reflect"),
        at(invitation, 2, "trail"),
    ]

    for page in pages:
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code == 200


def test_an_attempt_of_somebody_else_is_refused_by_the_action(awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    attempt = factories.begin(invitation.activities.get()).attempt

    with pytest.raises(Refused):
        scenario_actions.choose(StoredPlay(attempt, cast.callum()), number=1, option="limit", now=cast.NOW)
