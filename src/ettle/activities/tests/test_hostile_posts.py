"""Whatever is sent, the answer is a page or a sentence, and nothing is written that was not asked."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from ettle.activities.items.scenario import actions as scenario_actions
from ettle.activities.items.sort import actions as sort_actions
from ettle.activities.models import Invitation, Response
from ettle.activities.tests import factories
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
VALUES = ["", "\x00\x1b", "a" * 6_000, "<script>alert(1)</script>", "🦉"]
ENDS = ["", "0/", "1/", "2/", "20/", "21/", f"{10**25}/", "1/next/", "7/next/", "0/back/", "1/back/", f"{10**25}/back/"]
ENDS += ["ending/", "reflect/", "trail/"]


@pytest.fixture
def playing() -> Invitation:
    """Isla is at the second step of a sort and of a scenario."""
    invitation = factories.invitation("sort-20", "rota")
    sort, rota = (factories.begin(invited) for invited in invitation.activities.all())
    sort_actions.place_card(sort, number=1, category="both", now=cast.NOW)
    scenario_actions.choose(rota, number=1, option="ask-together", now=cast.NOW)
    return invitation


@pytest.mark.parametrize("value", VALUES)
def test_nothing_that_is_sent_breaks_a_page(client: Client, playing: Invitation, value: str) -> None:
    client.force_login(cast.isla())
    fields = {"answer": value, "words": value, "once": value}

    for position in (1, 2, 3):
        here = reverse("activities:play", args=[playing.uuid, position])
        for end in ENDS:
            assert client.get(here + end).status_code < 500
            assert client.post(here + end, fields).status_code < 500
            assert client.put(here + end).status_code < 500


def test_the_key_of_one_form_does_nothing_in_another(client: Client, playing: Invitation) -> None:
    client.force_login(cast.isla())
    key = {"once": str(uuid.uuid4()), "answer": "limit", "words": ""}

    for end in ("2/", "2/back/", "3/", "2/"):
        assert client.post(reverse("activities:play", args=[playing.uuid, 2]) + end, key).status_code == 302


def test_what_a_person_writes_is_shown_as_words_and_never_as_code(client: Client, playing: Invitation) -> None:
    client.force_login(cast.isla())
    here = reverse("activities:step", args=[playing.uuid, 1, 1])

    client.post(f"{here}next/", {"words": "<script>alert(1)</script>"})

    assert "&lt;script&gt;alert(1)" in client.get(here).content.decode()


def test_too_many_words_are_kept_and_explained(client: Client, playing: Invitation) -> None:
    client.force_login(cast.isla())

    response = client.post(reverse("activities:next", args=[playing.uuid, 1, 1]), {"words": "ä" * 2_001})

    assert response.status_code == 422
    assert "Use 2,000 characters or fewer" in response.content.decode()
    assert "ä" * 2_001 in response.content.decode()
    assert not Response.objects.filter(act="differs").exists()


@pytest.mark.parametrize(("position", "answers"), [(1, ["both", "management"]), (2, ["limit", "swap"])])
def test_two_answers_to_one_card_or_decision_are_refused_and_not_guessed_at(
    client: Client, playing: Invitation, position: int, answers: list[str]
) -> None:
    client.force_login(cast.isla())
    before = Response.objects.count()

    response = client.post(reverse("activities:step", args=[playing.uuid, position, 2]), {"answer": answers})

    assert response.status_code == 422
    assert "Something was sent twice. Choose again" in response.content.decode()
    assert Response.objects.count() == before
