"""A goal, its small step, and what may become of both."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ettle.journey import queries
from ettle.journey.models import Goal
from ettle.journey.tests import factories
from ettle.people.actions import export_personal_data
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NEW = "/me/goals/new/"
WORDS = {"outcome": "Residents choose their own morning", "step": "Ask two residents", "by_on": "2026-10-09"}


@pytest.fixture
def isla(client: Client, now: datetime) -> Any:
    factories.publish_version()
    with time_machine.travel(now, tick=False):
        client.force_login(cast.isla())
        yield client


def set_goal(client: Client, **words: str | list[str]) -> Goal:
    client.post(NEW, {**WORDS, **words})
    return the_goal()


def the_goal() -> Goal:
    return queries.list_goals(cast.isla())[0]


def at(name: str, goal: Goal) -> str:
    return reverse(f"journey:{name}", args=[goal.uuid])


def test_a_goal_is_set_with_its_first_step(isla: Client) -> None:
    answer = isla.post(NEW, {**WORDS, "themes": ["emp.1"], "helper": "Morag", "sign": "They sleep longer"})

    goal = the_goal()
    assert answer["Location"] == at("goal", goal)
    page = isla.get(answer["Location"]).content.decode()
    for words in (
        "Residents choose their own morning",
        "Ask two residents",
        "Friday 9 October",
        "Theme emp.1",
        "Morag",
    ):
        assert words in page


def test_a_result_opens_the_form_with_its_theme_chosen(isla: Client) -> None:
    page = isla.get(NEW + "?theme=emp.2").content.decode()

    assert page.count("checked") == 1
    assert "1 chosen" in page


def test_a_theme_that_does_not_exist_is_left_out(isla: Client) -> None:
    assert "checked" not in isla.get(NEW + "?theme=nothing").content.decode()


def test_nothing_typed_is_lost_when_something_is_missing(isla: Client) -> None:
    answer = isla.post(NEW, {**WORDS, "step": "", "helper": "Morag", "themes": ["vis.1", "emp.2"]})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write one small thing you will do first" in page
    assert "Residents choose their own morning" in page
    assert 'value="Morag"' in page
    assert page.count("checked") == 2


def test_the_same_form_sent_twice_is_one_goal(isla: Client) -> None:
    key = "8f1f3f6e-4d0c-4c53-9f0d-1c2f7a1f3f10"

    isla.post(NEW, {**WORDS, "once": key})
    isla.post(NEW, {**WORDS, "once": key})

    assert Goal.objects.count() == 1


@pytest.mark.parametrize("day", ["2026-10-09", "09/10/2026", "9 October 2026"])
def test_a_day_may_be_written_as_people_write_it(isla: Client, day: str) -> None:
    assert str(set_goal(isla, by_on=day).by_on) == "2026-10-09"


def test_a_day_that_has_gone_is_not_taken(isla: Client) -> None:
    answer = isla.post(NEW, {**WORDS, "by_on": "2026-10-01"})

    assert answer.status_code == 422
    assert "Choose today or a day to come" in answer.content.decode()


def test_a_step_more_than_a_week_away_asks_whether_it_can_be_smaller(isla: Client) -> None:
    goal = set_goal(isla, by_on="2026-11-20")

    assert "Can it be smaller?" in isla.get(at("goal", goal)).content.decode()


def test_done_leads_to_the_next_step(isla: Client) -> None:
    goal = set_goal(isla)

    answer = isla.post(at("finish-step", goal))
    isla.post(answer["Location"], {"step": "Tell the team", "by_on": ""})

    assert (the_goal().status, the_goal().step) == ("next-step", "Tell the team")
    assert [event.kind for event in goal.events.all()] == ["set", "step-done", "next-step"]


def test_words_that_end_with_a_full_stop_are_followed_by_no_other_mark(isla: Client) -> None:
    set_a_goal = {"outcome": "B for both.", "step": "Tell Sam on Friday.", "by_on": "2099-01-02"}
    isla.post(NEW, set_a_goal)
    goal = the_goal()
    pages = [
        isla.get(address).content.decode()
        for address in ("/me/goals/", "/me/", at("tell", goal), at("move-step", goal))
    ]
    isla.post(at("finish-step", goal))
    pages.append(isla.get(at("next-step", goal)).content.decode())

    assert "Friday." in pages[0]
    for page in pages:
        for twice in ("Friday..", "both..", "Friday.,", "Friday.</bdi>.", "Friday.</bdi>,", "Friday.</bdi></strong>,"):
            assert twice not in page


def test_done_twice_is_done_once(isla: Client) -> None:
    goal = set_goal(isla)

    isla.post(at("finish-step", goal))
    isla.post(at("finish-step", goal))

    assert goal.events.filter(kind="step-done").count() == 1


def test_the_day_can_be_moved(isla: Client) -> None:
    goal = set_goal(isla)

    isla.post(at("move-step", goal), {"by_on": "2026-10-12"})

    assert (the_goal().status, str(the_goal().by_on)) == ("moved", "2026-10-12")


def test_a_step_that_is_too_big_is_cut_and_the_big_one_is_offered_after(isla: Client) -> None:
    goal = set_goal(isla)

    isla.post(at("split-step", goal), {"step": "Ask one resident"})
    assert the_goal().step == "Ask one resident"
    isla.post(at("finish-step", goal))

    assert "Ask two residents</textarea>" in isla.get(at("next-step", goal)).content.decode()


def test_a_late_step_asks_kindly(isla: Client, now: datetime) -> None:
    goal = set_goal(isla)

    with time_machine.travel(now + timedelta(days=9), tick=False):
        page = isla.get(at("goal", goal)).content.decode()

    assert "Do you still want to do this?" in page
    assert "overdue" not in page


@pytest.mark.parametrize(("go", "status"), [("reached", "reached"), ("stopped", "stopped")])
def test_a_goal_is_closed_and_taken_up_again_with_one_press_each(isla: Client, go: str, status: str) -> None:
    goal = set_goal(isla)

    isla.post(at("close-goal", goal), {"go": go})
    assert the_goal().status == status
    assert not the_goal().is_open()
    isla.get(at("goal", goal))
    isla.post(at("close-goal", goal), {"go": "take-up"})

    assert the_goal().is_open()
    assert the_goal().step == "Ask two residents"


def test_a_closed_goal_takes_no_step(isla: Client) -> None:
    goal = set_goal(isla)
    isla.post(at("close-goal", goal), {"go": "stopped"})

    answer = isla.post(at("move-step", goal), {"by_on": "2026-10-12"})

    assert answer.status_code == 422
    assert "Start it again first" in answer.content.decode()


def test_a_goal_can_be_changed_and_its_story_says_so(isla: Client) -> None:
    goal = set_goal(isla, themes=["emp.1"])
    form = at("change-goal", goal)
    assert "Ask two residents" in isla.get(form).content.decode()

    isla.post(form, {**WORDS, "outcome": "Residents choose their day", "step": "Ask three residents"})

    assert the_goal().outcome == "Residents choose their day"
    assert (the_goal().status, the_goal().step) == ("changed", "Ask three residents")
    assert not the_goal().themes.exists()


def test_a_day_that_has_gone_may_stay_when_the_words_change(isla: Client, now: datetime) -> None:
    goal = set_goal(isla)

    with time_machine.travel(now + timedelta(days=9), tick=False):
        answer = isla.post(at("change-goal", goal), {**WORDS, "helper": "Morag"})

    assert answer.status_code == 302


def test_another_persons_goal_is_not_found(isla: Client) -> None:
    goal = set_goal(isla)
    isla.force_login(cast.callum())

    assert isla.get(at("goal", goal)).status_code == 404
    for name in ("change-goal", "finish-step", "next-step", "move-step", "split-step", "close-goal"):
        assert isla.get(at(name, goal)).status_code == 404
        assert isla.post(at(name, goal), {"step": "x", "go": "stopped"}).status_code == 404


def test_an_empty_list_offers_a_first_goal(isla: Client) -> None:
    assert reverse("journey:new-goal") in isla.get("/me/goals/").content.decode()


def test_pages_of_many_goals_take_at_most_ten_queries(isla: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        goal = set_goal(isla, outcome=f"Goal {number}", themes=["emp.1", "vis.2"])
        for day in range(10, 13):
            isla.post(at("move-step", goal), {"by_on": f"2026-10-{day}"})

    for address in ("/me/goals/", NEW, at("goal", goal), at("change-goal", goal), at("next-step", goal)):
        with django_assert_max_num_queries(10):
            isla.get(address)


def test_a_goal_is_taken_along_with_its_themes(isla: Client, now: datetime) -> None:
    goal = set_goal(isla, themes=["emp.1", "vis.1"])

    parts = {part["what"]: part["rows"] for part in export_personal_data(cast.isla(), now=now)["parts"]}

    (row,) = parts["goals"]
    assert sorted(row["themes"]) == sorted(str(key) for key in goal.themes.values_list("pk", flat=True))
    assert len(row["themes"]) == 2


def test_back_correct_and_send_changes_the_goal_that_was_set(isla: Client) -> None:
    sent = {**WORDS, "once": str(uuid.uuid4()), "remind": "yes"}
    first = isla.post(NEW, sent)

    second = isla.post(NEW, sent | {"outcome": "Residents choose their own evening", "remind": "no"})

    assert first["Location"] == second["Location"]
    assert [goal.outcome for goal in queries.list_goals(cast.isla())] == ["Residents choose their own evening"]
    assert not the_goal().look_backs.open().exists()


def test_a_message_to_a_helper_that_was_sent_is_shown_again_and_not_sent_again(isla: Client) -> None:
    address = at("tell", set_goal(isla))
    sent = {"name": "Morag", "email": "morag@example.org", "words": "Ask me on Friday", "go": "send"}
    key = {"once": str(uuid.uuid4())}
    isla.post(address, sent | key)

    again = isla.post(address, sent | key | {"words": "Ask me on Monday"})

    assert again.status_code == 422
    page = again.content.decode()
    assert "You have already sent this form" in page
    assert f'href="{at("goal", the_goal())}"' in page
    assert "Ask me on Monday" in page
    assert [message.words for message in the_goal().helper_messages.all()] == ["Ask me on Friday"]
