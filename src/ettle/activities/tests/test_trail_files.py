"""What a person reads again is the same on the page and in the file that they download."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ettle.activities import actions
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.items.scenario.tests.sample_scenarios import two_ways
from ettle.activities.items.sort.specs import SortSpec
from ettle.activities.tests import factories
from ettle.activities.tests.pages import Awarded, at, play_scenario, play_sort, text
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def story() -> dict[str, Any]:
    """A story whose ending has a passage, and words of its own in each part."""
    data = two_ways()
    for ending in data["scenario"]["endings"]:
        ending |= {"text": "It is evening.", "did_well": "You listened.", "missed_link": "The shift after yours."}
        ending |= {"question": "Who waits for you?", "passages": [{"text": "Ada smiles at you.", "when": [
            {"variable": "trust", "at_least": 1}]}]}  # fmt: skip
    return data


def lines_missing(client: CheckedClient, trail: str) -> list[str]:
    """The lines of the file that the page does not show; not its first two, which name it, nor the wording of views."""
    page = text(client.get(trail))
    file = client.get(f"{trail}file/").content.decode()
    return [line for line in file.splitlines()[2:] if line and " ".join(line.split()) not in page]


def test_the_ending_of_a_story_is_the_same_on_the_page_and_in_the_file(client: CheckedClient) -> None:
    spec = factories.built(story())
    assert isinstance(spec.part, ScenarioSpec)
    actions.publish(spec, by=None, now=cast.NOW)
    client.force_login(cast.isla())
    client.post(client.post(reverse("activities:practice", args=[spec.key])).headers["Location"], {"answer": "left"})
    trail = reverse("activities:trail", args=[spec.key])
    words = ["It is evening.", "Ada smiles at you.", "You listened.", "The shift after yours.", "Who waits for you?"]

    page, file = text(client.get(trail)), client.get(f"{trail}file/").content.decode()

    for shown in (page, file):
        assert [word for word in words if word not in shown] == []
        assert "What you did well" in shown
        assert "In the leadership logic model" in shown
    assert [line for line in lines_missing(client, trail) if not line.startswith(("You chose:", "Our view:"))] == []


def test_the_closing_words_of_a_sort_are_in_its_file(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    play_sort(client, invitation)
    sort = factories.spec("sort-20").part
    assert isinstance(sort, SortSpec)
    closing = sort.closing

    assert closing in client.get(at(invitation, 1, "trail", "file")).content.decode()
    assert closing in text(client.get(at(invitation, 1, "trail")))


def test_a_story_is_finished_by_saving_it_and_not_by_sending_it(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, ["ask-together", "limit", "thank-and-review"])

    page = client.get(at(invitation, 1, "reflect"))

    assert "Save and finish" in text(page)
    assert "Send" not in text(page)
    assert "data-only-mine" in page.content.decode()
