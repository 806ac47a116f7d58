"""Suggested next steps: three at most, each from one reason, gone when the reason goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ettle.dashboard.suggestion_rules import (
    Area,
    Badge,
    Basis,
    Gap,
    GoalCapability,
    Person,
    Suggestion,
    choose_suggestions,
)
from ettle.instruments.queries import current_version
from ettle.journey import actions
from ettle.journey.actions import GoalDetails, Step
from ettle.people.tests import cast

GAP = Gap("emp", "Empowering", "I ask before I help.", "rarely", "/me/goals/new/?theme=emp.1")
GOAL = GoalCapability("vis", "Vision", "Residents choose their morning")
AREAS = (
    Area("Management and leadership", "/areas/mgmt-lead/", ("frontline", "manager"), ("emp", "vis"), ("ET-101",)),
    Area("Empowering", "/areas/empower/", ("frontline", "manager"), ("emp",)),
    Area("Vision", "/areas/vision/", ("frontline", "manager"), ("vis",)),
    Area("Supervision", "/areas/superv/", ("manager",), ("emp",)),
)
BADGES = (Badge("ET-101", "Management and leadership", "/badges/management-and-leadership/"),)
FRONTLINE = (("frontline", "Front-line worker"),)
EVERYTHING = Person(FRONTLINE, GAP, (GOAL,))
READ = (replace(AREAS[0], is_read=True), *AREAS[1:])


def find_suggestion(suggestions: list[Suggestion], basis: Basis) -> Suggestion | None:
    return next((suggestion for suggestion in suggestions if suggestion.basis is basis), None)


def test_each_says_its_reason_in_the_persons_own_words() -> None:
    gap, goal, read = choose_suggestions(EVERYTHING, READ, BADGES)

    assert (gap.title, gap.why) == (
        "Empowering",
        "You marked ‘I ask before I help’ as rarely. This is about Empowering.",
    )
    assert (goal.title, goal.why) == ("Vision", "Your goal ‘Residents choose their morning’ is about Vision.")
    assert (read.title, read.kind) == ("Management and leadership", "badge")


def test_somebody_who_said_only_their_role_gets_what_is_written_for_it() -> None:
    (suggestion,) = choose_suggestions(Person((("manager", "Middle manager"),)), AREAS, BADGES)

    assert (suggestion.title, suggestion.basis) == ("Supervision", Basis.ROLE)
    assert "middle manager" in suggestion.why


def test_an_area_mainly_for_another_role_comes_after_areas_for_all() -> None:
    ninety = Area(
        "Your first ninety days as a supervisor", "/areas/ninety-days/", ("supervisor", "frontline"), ("emp",)
    )
    everyone = Area("Empowering", "/areas/empower/", ("citizen", "frontline", "supervisor"), ("emp", "vis"))
    (worker,) = choose_suggestions(Person(FRONTLINE), (ninety, everyone), ())
    (supervisor,) = choose_suggestions(Person((("supervisor", "Supervisor"),)), (everyone, ninety), ())
    (gap,) = choose_suggestions(Person(FRONTLINE, GAP), (ninety, everyone), ())[:1]

    assert (worker.title, gap.title) == ("Empowering", "Empowering")
    assert supervisor.title == ninety.title


def test_when_everything_about_a_gap_is_read_a_goal_is_next() -> None:
    areas = tuple(replace(area, is_read=True) for area in AREAS)

    suggestion = find_suggestion(choose_suggestions(Person(gap=GAP), areas, ()), Basis.GAP)

    assert suggestion is not None
    assert (suggestion.kind, suggestion.address) == ("goal", GAP.address)


def test_a_badge_that_is_blocked_gives_way_to_the_one_that_comes_first() -> None:
    first = Badge("ET-001", "First steps", "/badges/first-steps/")
    between = Badge("ET-100", "Between", "/badges/between/", first="ET-001")

    for blocked in (replace(BADGES[0], first="ET-001"), replace(BADGES[0], first="ET-100")):
        suggestion = find_suggestion(choose_suggestions(EVERYTHING, READ, (blocked, between, first)), Basis.READ)

        assert suggestion is not None
        assert (suggestion.title, suggestion.address) == ("First steps", "/badges/first-steps/")
        assert "This badge comes first, and then the badge Management and leadership" in suggestion.why


def test_a_badge_that_is_awarded_is_not_suggested() -> None:
    suggestions = choose_suggestions(EVERYTHING, READ, (replace(BADGES[0], is_awarded=True),))

    assert find_suggestion(suggestions, Basis.READ) is None


def test_nothing_is_suggested_to_somebody_who_said_nothing() -> None:
    assert choose_suggestions(Person(), AREAS, BADGES) == []


people = st.builds(
    Person,
    roles=st.sampled_from([(), FRONTLINE, (("manager", "Middle manager"),)]),
    gap=st.none() | st.just(GAP) | st.just(replace(GAP, capability="vis", title="Vision")),
    goal_capabilities=st.sampled_from([(), (GOAL,), (GOAL, replace(GOAL, capability="emp", title="Empowering"))]),
)
libraries = st.lists(st.booleans(), min_size=4, max_size=4).map(
    lambda read: tuple(replace(area, is_read=is_read) for area, is_read in zip(AREAS, read, strict=True))
)


@given(people, libraries)
def test_there_are_three_at_most_the_same_each_time_to_different_places(
    person: Person, areas: tuple[Area, ...]
) -> None:
    suggestions = choose_suggestions(person, areas, BADGES)

    assert len(suggestions) <= 3
    assert suggestions == choose_suggestions(person, areas, BADGES)
    assert len({suggestion.address for suggestion in suggestions}) == len(suggestions)
    assert all(suggestion.why and suggestion.title for suggestion in suggestions)


@given(people, libraries)
def test_removing_only_the_reason_removes_the_suggestion(person: Person, areas: tuple[Area, ...]) -> None:
    for suggestion in choose_suggestions(person, areas, BADGES):
        without = {
            Basis.GAP: (replace(person, gap=None), areas),
            Basis.GOAL: (replace(person, goal_capabilities=()), areas),
            Basis.ROLE: (replace(person, roles=()), areas),
            Basis.READ: (person, tuple(replace(area, is_read=False) for area in areas)),
        }[suggestion.basis]

        assert suggestion not in choose_suggestions(*without, BADGES)


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_pack")
def test_the_page_shows_them_from_real_answers_and_goals(client: Client, now: datetime) -> None:
    isla = cast.isla()
    client.force_login(isla)
    version = current_version()
    assert version is not None
    assessment = actions.begin(person=isla, version=version, role="frontline", now=now)
    for line in assessment.sheet.statements():
        choice = "1" if line.capability_key == "emp" else "4"
        actions.save_answer(assessment, line=line.key, choice=choice, now=now)
    actions.finish(assessment, now=now)
    goal = GoalDetails("People choose", "", "", "", [])
    actions.set_goal(goal, person=isla, first=Step("Ask", None), now=now)

    client.get("/me/suggestions/")  # reads the look and the list of areas, which a process asks for once

    with CaptureQueriesContext(connection) as executed:
        page = client.get("/me/suggestions/").content.decode()

    assert len(executed) <= 10
    assert "Empowering" in page
    assert "as rarely. This is about Empowering." in page


@pytest.mark.django_db
def test_they_can_be_switched_off_and_on(client: Client) -> None:
    client.force_login(cast.isla())

    client.post("/me/suggestions/", {"go": "off"})
    assert "You switched suggestions off" in client.get("/me/suggestions/").content.decode()

    client.post("/me/suggestions/", {"go": "on"})
    assert "There is nothing to suggest yet" in client.get("/me/suggestions/").content.decode()
