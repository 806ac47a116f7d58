"""Who is counted, with what, and when the figures change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ettle.activities.actions import choice_counts
from ettle.activities.choice_figures import random_draws
from ettle.activities.choice_figures.tests.played_activities import (
    LONG_AGO,
    count_exactly,
    play,
    play_again,
    publish_story,
    run_task,
)
from ettle.activities.models import Attempt, ChoiceFigures, CountingSecret, Response
from ettle.kit.room import offered
from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.people import actions as people
from ettle.people.models import ChosenRole
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
ASK, ALONE = [("the-gap", "ask-together")], [("the-gap", "do-it-myself")]
TO_THE_END = [("the-gap", "ask-together"), ("the-offer", "limit"), ("afterwards", "thank-and-review")]


def shares(figures: ChoiceFigures, item: str = "the-gap") -> Any:
    return figures.content["items"].get(item)


def test_first_choices_are_counted_by_role_and_for_everyone() -> None:
    version = publish_story()
    play(version, ASK, times=15)
    play(version, ALONE, times=5)
    play(version, ASK, times=5, role="manager")

    found = count_exactly(version)

    assert set(found) == {"", "supervisor"}
    assert found["supervisor"].people == 20
    assert shares(found["supervisor"]) == {"do-it-myself": 3, "ring-those-on-leave": 0, "ask-together": 8}
    assert shares(found[""])["ask-together"] == 8
    assert shares(found[""], "the-offer") is None


def test_where_people_stop_is_counted() -> None:
    version = publish_story()
    play(version, [], times=5)
    play(version, ASK, times=5)
    play(version, TO_THE_END, times=10)

    found = count_exactly(version)["supervisor"]

    assert (found.content["reached"], found.content["ended"]) == ([8, 5, 5], 5)


def test_only_the_first_choice_of_the_first_attempt_counts() -> None:
    version = publish_story()
    next_edition = publish_story(summary="Changed words.")
    for person in play(version, [*ASK, ("the-gap", ""), *ALONE], times=20):
        play_again(person, version, ALONE, began_at=LONG_AGO + timedelta(hours=2))
        play_again(person, next_edition, ALONE, began_at=LONG_AGO + timedelta(hours=3))

    assert shares(count_exactly(version)["supervisor"])["ask-together"] == 10
    assert count_exactly(next_edition) == {}


def test_people_count_a_week_after_they_started_and_as_it_was_then() -> None:
    version = publish_story()
    play(version, ASK, times=19)
    play(version, ASK, began_at=NOW - timedelta(days=6))
    slow = play(version, [], times=1)[0]
    Response.objects.create(
        attempt=slow_attempt(slow), step="the-gap", sequence=1, act="chose", value="do-it-myself",
        at=LONG_AGO + timedelta(days=8),
    )  # fmt: skip

    found = count_exactly(version)["supervisor"]

    assert found.people == 20
    assert shares(found)["do-it-myself"] == 0
    assert found.content["reached"][0] == 10


def slow_attempt(person: Any) -> Any:
    return Attempt.objects.get(learner=person)


def test_figures_stay_until_ten_more_people_count_also_when_someone_is_erased_or_changes_their_role() -> None:
    version = publish_story()
    staying = play(version, ASK, times=20)
    leaving, moving = play(version, ALONE, times=2)
    before = count_exactly(version)["supervisor"].content
    later = NOW + timedelta(days=20)
    people.leave(leaving, now=NOW)
    ChosenRole.objects.filter(person=moving).update(role="manager")
    play(version, ALONE, times=9, began_at=NOW)
    # An account that does it again and again adds nobody.
    for _ in range(3):
        play_again(staying[0], version, ALONE, began_at=NOW)

    assert count_exactly(version, now=later)["supervisor"].content == before

    play(version, ALONE, times=1, began_at=NOW)
    assert count_exactly(version, now=later)["supervisor"].content != before
    assert ChoiceFigures.objects.get(version=version, role="supervisor").people == 30


def test_what_is_left_of_someone_erased_is_out_of_the_next_figures() -> None:
    version = publish_story()
    play(version, ASK, times=20)
    gone = play(version, ALONE, times=2)
    assert shares(count_exactly(version)["supervisor"])["do-it-myself"] == 1
    for person in gone:
        people.leave(person, now=NOW)

    play(version, ASK, times=10, began_at=NOW)
    found = count_exactly(version, now=NOW + timedelta(days=8))["supervisor"]

    assert shares(found)["do-it-myself"] == 0
    assert found.people == 30


def test_the_task_counts_what_is_drawn_and_running_it_twice_does_no_harm() -> None:
    version = publish_story()
    play(version, TO_THE_END, times=60)

    run_task()
    first = list(ChoiceFigures.objects.values())
    secret = CountingSecret.objects.get().secret
    run_task(NOW + timedelta(days=1))

    assert list(ChoiceFigures.objects.values()) == first
    assert CountingSecret.objects.get().secret == secret
    assert len(bytes.fromhex(secret)) == 32
    found = ChoiceFigures.objects.get(role="supervisor")
    assert shares(found)["ask-together"] >= 7
    assert found.content["ended"] >= 7


def test_the_task_runs_once_a_day() -> None:
    tasks: dict[str, ScheduledTask] = {piece.key: piece for room in offered("scheduled_tasks") for piece in room}

    assert tasks["activities/figures"].every == timedelta(days=1)


def test_the_work_grows_with_the_number_of_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish_story()
    drawn: list[str] = []

    def draw_value(secret: bytes, *, item: str, **values: Any) -> str:
        drawn.append(item)
        return random_draws.draw_value(secret, item=item, **values)

    monkeypatch.setattr(choice_counts, "draw_value", draw_value)
    per_person = 4  # three decisions, and how far they came
    queries = []
    count_exactly(version)
    for total, added in ((20, 20), (80, 60)):
        play(version, TO_THE_END, times=added)
        ChoiceFigures.objects.all().delete()
        drawn.clear()

        with CaptureQueriesContext(connection) as captured:
            count_exactly(version)

        assert len(drawn) == total * per_person
        queries.append(len(captured))
    assert queries[1] <= queries[0]


def test_nothing_is_read_again_when_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish_story()
    play(version, ASK, times=20)
    count_exactly(version)
    monkeypatch.setattr(choice_counts, "_read_responses", None)

    count_exactly(version, now=NOW + timedelta(days=30))
