"""A learner compares with others of their role, after they have chosen and never before."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions
from ettle.activities.choice_figures.tests.played_activities import count_exactly, play, publish_story
from ettle.activities.items.questions.tests.sample_questions import SAMPLES, questions
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.tests import factories
from ettle.activities.tests.pages import at, text
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import ChosenRole
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
HOW_OTHERS = "How others in your role chose"
COUNTED = "We count first choices and where people stop, without names"
RARE = "fewer than 1 in 10"


@pytest.fixture
def story(db: None) -> Any:
    version = publish_story()
    play(version, [("the-gap", "ask-together"), ("the-offer", "limit")], times=15, role="frontline")
    play(version, [("the-gap", "do-it-myself"), ("the-offer", "limit")], times=15, role="frontline")
    count_exactly(version)
    return version


def start(client: Client) -> str:
    return str(client.post(reverse("activities:practice", args=["rota"])).headers["Location"])


def test_a_learner_compares_after_choosing_and_not_before(client: CheckedClient, story: Any) -> None:
    client.force_login(cast.isla())
    first = start(client)

    before = text(client.get(first))
    second = client.post(first, {"answer": "do-it-myself"}).headers["Location"]
    after = text(client.get(second))

    assert HOW_OTHERS not in before
    assert "about half" not in before
    assert HOW_OTHERS in after
    assert "Your role: Front-line worker. At least 30 people in it have started this activity." in after
    assert "(as you): about half" in after
    # Of the decision that is asked now, nothing is said yet.
    assert after.count("more than 9 in 10") == 0
    third = client.post(second, {"answer": "limit", "called": "both"}).headers["Location"]
    assert "(as you): more than 9 in 10" in text(client.get(third))


def test_someone_of_another_organisation_in_the_role_compares_too(client: CheckedClient, story: Any) -> None:
    client.force_login(cast.ewan())

    page = client.post(start(client), {"answer": "ask-together"}, follow=True)

    assert "(as you): about half" in text(page)


@pytest.mark.parametrize("who", ["visitor", "stranger", "callum"])
def test_without_a_role_that_has_figures_nothing_is_compared(client: CheckedClient, story: Any, who: str) -> None:
    """A visitor, someone without a role and an organisation, and a supervisor where only front-line workers count."""
    if who != "visitor":
        client.force_login(getattr(cast, who)())

    page = client.post(start(client), {"answer": "ask-together"}, follow=True)

    assert "What happened" in text(page)
    assert HOW_OTHERS not in text(page)


def test_of_several_roles_the_first_with_figures_is_compared(client: CheckedClient, story: Any) -> None:
    callum = cast.callum()
    ChosenRole.objects.create(person=callum, role="frontline", chosen_at=cast.NOW)
    client.force_login(callum)

    page = client.post(start(client), {"answer": "ask-together"}, follow=True)

    assert "Your role: Front-line worker." in text(page)


def test_everyone_with_an_account_is_told_before_playing(client: CheckedClient, story: Any) -> None:
    practice = reverse("activities:practice", args=["rota"])
    assert COUNTED not in text(client.get(practice))
    assert "We store nothing that you answer here" in text(client.get(practice))
    invitation = factories.invitation("rota")
    client.force_login(cast.isla())

    for page in (client.get(practice), client.get(at(invitation, 1).rsplit("/", 2)[0] + "/")):
        assert COUNTED in text(page)
        assert 'href="/statements/privacy/"' in page.content.decode()


def test_a_step_with_a_comparison_takes_few_queries(
    client: CheckedClient, story: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.isla())
    second = client.post(start(client), {"answer": "ask-together"}).headers["Location"]
    client.get(second)

    with django_assert_max_num_queries(8):
        assert HOW_OTHERS in text(client.get(second))


@pytest.mark.parametrize(
    ("kind", "answer", "posted", "expected"),
    [
        ("single_choice", "whole", {"answer": "list"}, "The list of tasks (as you): fewer than 1 in 10"),
        ("multiple_choice", "authority time", {"answer": ["authority"]}, "Ticked (as you): more than 9 in 10"),
        (
            "order",
            "agree begin check thank",
            {"place-agree": "1", "place-begin": "3", "place-check": "2", "place-thank": "4"},
            "1 (as you): more than 9 in 10",
        ),
        (
            "match",
            "blame=hides thank=tries",
            {"match-thank": "tries", "match-blame": "leaves"},
            "He tries (as you): more than 9 in 10",
        ),
    ],
)
def test_each_type_of_question_is_compared(
    client: CheckedClient, kind: str, answer: str, posted: dict[str, Any], expected: str
) -> None:
    spec = factories.built(questions({kind: SAMPLES[kind]}))
    version = actions.publish(spec, by=None, now=cast.NOW)
    play(version, [(SAMPLES[kind]["key"], answer)], times=20, role="frontline", act="answered")
    count_exactly(version)
    client.force_login(cast.isla())
    here = client.post(reverse("activities:practice", args=["delegating"])).headers["Location"]
    assert HOW_OTHERS not in text(client.get(here))

    page = text(client.post(here, posted, follow=True))

    assert HOW_OTHERS in page
    assert expected in page


@pytest.mark.parametrize("kind", ["confidence", "reflection", "explore"])
def test_what_is_personal_or_without_options_is_not_counted(kind: str) -> None:
    version = actions.publish(factories.built(questions({kind: SAMPLES[kind]})), by=None, now=cast.NOW)
    play(version, [(SAMPLES[kind]["key"], "yes")], times=20, act="answered")

    assert count_exactly(version)["supervisor"].content["items"] == {}


def test_a_sort_is_compared_card_by_card(client: CheckedClient) -> None:
    spec = factories.spec("sort-20")
    version = actions.publish(spec, by=None, now=cast.NOW)
    assert isinstance(spec.part, SortSpec)
    cards = [(card.key, "both") for card in spec.part.cards]
    play(version, cards, times=20, role="frontline")
    count_exactly(version)
    client.force_login(cast.isla())
    here = client.post(reverse("activities:practice", args=["sort-20"])).headers["Location"]
    assert HOW_OTHERS not in text(client.get(here))

    page = text(client.post(here, {"answer": "leadership"}, follow=True))

    assert f"(as you): {RARE}" in page
    assert "more than 9 in 10" in page
