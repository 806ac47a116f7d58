"""A sort draws cards by learning role. They complete it; the others are sorted only by those who like to."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.urls import reverse

from ettle.activities import actions, queries
from ettle.activities.items.part_variants import Reader
from ettle.activities.items.sort import actions as sort_actions
from ettle.activities.items.sort.attempt_progress import SortProgress
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.models import Attempt, Completion
from ettle.activities.pack_content.pack_kinds import KINDS
from ettle.activities.tests import factories
from ettle.activities.tests.pages import Awarded, at, begin, text
from ettle.activities.types.specs import RequiredActivity, check_activity
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

ROLES = ("citizen", "frontline", "supervisor", "manager", "strategic")


def acts() -> SortSpec:
    sort = factories.spec("sort-20").part
    assert isinstance(sort, SortSpec)
    return sort


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_role_draws_eight_of_its_own_acts_and_the_other_twelve_follow(role: str, seed: int) -> None:
    progress = SortProgress(acts().in_variant(role), seed, [])
    drawn = [placed.card.key for placed in progress.cards[:8]]
    meant = {card.key for card in acts().cards if not card.roles or role in card.roles}

    assert (progress.needed, len(progress.cards), len(set(drawn))) == (8, 20, 8)
    assert set(drawn) <= meant
    assert len(meant) >= 8


def test_a_role_that_no_card_names_draws_from_all() -> None:
    assert acts().choose_variant(Reader(("someone-else",))) == ""
    assert acts().choose_variant(Reader(("someone-else", "manager"))) == "manager"
    assert not any(card.roles for card in acts().in_variant("").cards)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("sort.draw", lambda sort: sort.update(draw=13)),
        ("sort.draw", lambda sort: sort.pop("draw")),
        ("sort.draw", lambda sort: sort.update(draw=101)),
        ("sort.cards.0.roles.0", lambda sort: sort["cards"][0].update(roles=["A role"])),
    ],
)
def test_a_sort_that_cannot_be_drawn_may_not_be_published(path: str, change: Any) -> None:
    data = yaml.safe_load((factories.FOLDER / "sort-20.yaml").read_text())
    change(data["sort"])

    assert path in {problem.path for problem in check_activity(factories.built(data))}


def test_the_roles_of_cards_are_names_that_the_pack_or_the_site_must_know() -> None:
    needed = {name.key for name in KINDS[0].needed_names(factories.spec("sort-20")) if name.sort == "learning role"}

    assert needed == set(ROLES)


@pytest.mark.django_db
def test_eight_acts_complete_it_and_the_other_twelve_are_offered(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    client.force_login(cast.isla())
    home = client.get(reverse("activities:invitation", args=[invitation.uuid])).content.decode()
    assert re.search('<option value="frontline" selected', home)
    assert re.search(r"Start<span.*<select", home, re.DOTALL), "Start is on the first screen of a phone"
    here = str(client.post(at(invitation, 1), {"variant": "manager"}).headers["Location"])
    assert Attempt.objects.get().variant == "manager"
    assert "1 of 8" in text(client.get(here))
    for _ in range(8):
        here = client.post(here, {"answer": "both"}).headers["Location"]

    assert awarded == [("Isla Reid", "ET-101")]
    ending = client.post(f"{here}next/", {"words": ""}).headers["Location"]
    page = client.get(ending)
    assert "Sort the other 12" in text(page)
    assert "Version for: Middle manager" in text(page)
    ninth = re.findall(r'href="([^"]+/9/)"', page.content.decode())[0]
    assert "9 of 20" in text(client.get(ninth))
    assert client.post(ninth, {"answer": "both"}).headers["Location"] == at(invitation, 1, 10)
    assert "Sort the other 11" in text(client.get(ending))
    assert awarded == [("Isla Reid", "ET-101")]
    for number in range(10, 21):
        client.post(at(invitation, 1, number), {"answer": "leadership"})
    assert "Sort the other" not in text(client.get(ending))
    assert Completion.objects.count() == 1


@pytest.mark.django_db
def test_a_visitor_sorts_the_acts_of_the_role_they_choose(client: CheckedClient) -> None:
    actions.publish(factories.spec("sort-20"), by=None, now=cast.NOW)
    practice = reverse("activities:practice", args=["sort-20"])
    assert '<option value="citizen" selected' in client.get(f"{practice}?role=citizen").content.decode()

    here = str(client.post(practice, {"variant": "citizen"}).headers["Location"])
    for _ in range(8):
        asked = text(client.get(here))
        assert any(card.text in asked for card in acts().cards if not card.roles or "citizen" in card.roles)
        here = str(client.post(here, {"answer": "both"}).headers["Location"])

    assert "Sort the other 12" in text(client.get(client.post(f"{here}next/").headers["Location"]))
    refused = client.post(practice, {"variant": "no-such-role"}, follow=True)
    assert "Choose one of the versions." in text(refused)


@pytest.mark.django_db
def test_what_is_arguable_is_said_after_the_answer_and_in_the_file(client: CheckedClient) -> None:
    spec = factories.spec("sort-20")
    only = next(card for card in acts().cards if card.key == "racist-joke")
    sort = acts().replace(cards=(only,), draw=0)
    actions.publish(spec.replace(sort=sort), by=None, now=cast.NOW)
    here = str(client.post(reverse("activities:practice", args=["sort-20"])).headers["Location"])
    assert only.arguable not in text(client.get(here))

    said = str(client.post(here, {"answer": "leadership"}).headers["Location"])

    assert only.arguable in text(client.get(said))
    ending = client.post(f"{said}next/").headers["Location"]
    assert only.arguable in text(client.get(ending))
    assert only.arguable in client.get(f"{ending.removesuffix('ending/')}trail/file/").content.decode()


@pytest.mark.django_db
def test_what_was_begun_before_the_draw_is_finished_as_it_was_begun(client: CheckedClient, awarded: Awarded) -> None:
    spec = factories.spec("sort-20")
    before = acts().replace(draw=0, cards=tuple(card.replace(roles=()) for card in acts().cards))
    actions.publish(spec.replace(sort=before), by=None, now=cast.NOW)
    actions.require(factories.badge(), [[RequiredActivity(key="sort-20")]], by=None, now=cast.NOW)
    invitation = actions.invite(learner=cast.isla(), version=factories.badge(), by=None, now=cast.NOW)
    play = factories.begin(invitation.activities.get())
    actions.publish(spec, by=None, now=cast.NOW)

    for number in range(1, 21):
        assert not queries.completed_keys(cast.isla(), ["sort-20"])
        sort_actions.place_card(play, number=number, category="both", now=cast.NOW)

    assert queries.completed_keys(cast.isla(), ["sort-20"])
    assert "Sort the other" not in text(client.get(begin(client, invitation)))
