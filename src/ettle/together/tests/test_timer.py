"""The action-learning timer: a plan with its minutes, which a script makes a timer of."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ettle.kit.testing.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
TIMER = reverse("together:timer")


@pytest.mark.parametrize(
    ("asked", "people"), [("3", 3), ("8", 8), ("2", 3), ("99", 8), ("-1", 4), ("x", 4), ("", 4), ("٣", 3)]
)
def test_everyone_has_a_turn_from_3_to_8_people(client: CheckedClient, asked: str, people: int) -> None:
    context = client.get(TIMER, {"people": asked, "length": "short"}).context

    assert {step.person for step in context["steps"]} == set(range(1, people + 1))
    assert context["minutes"] == 12 * people


def test_the_steps_follow_one_another_without_a_gap(client: CheckedClient) -> None:
    steps = client.get(TIMER, {"people": "5", "length": "full"}).context["steps"]

    assert [step.first for step in steps[1:]] == [step.last for step in steps[:-1]]
    assert [step.step.key for step in steps[:4]] == ["present", "questions", "reflect", "group"]


def test_the_plan_is_there_without_a_script_and_the_timer_is_not(client: CheckedClient) -> None:
    page = client.get(TIMER, {"people": "3"}).content.decode()

    assert page.count("<tr data-person") == 9
    assert "data-timer hidden" in page


def test_names_are_never_sent_and_sound_is_off(client: CheckedClient) -> None:
    page = client.get(TIMER).content.decode()

    fields = [part.partition(">")[0] for part in page.split("<input ")[1:] if "data-name" in part.partition(">")[0]]
    assert len(fields) == 4
    assert [field for field in fields if " name=" in field] == []
    assert "checked" not in page.partition("data-sound")[0].rpartition("<input")[2]


def test_only_this_page_may_keep_the_screen_on(client: CheckedClient) -> None:
    assert "screen-wake-lock=(self)" in client.get(TIMER)["Permissions-Policy"]
    assert "screen-wake-lock=()" in client.get(reverse("together:index"))["Permissions-Policy"]
    assert "camera=()" in client.get(TIMER)["Permissions-Policy"]
