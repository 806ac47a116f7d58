"""Scenarios that teach something untrue are refused, alone and as a pack."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from ettle.activities.items.decisions import Decision, OfferedOption, check_lessons
from ettle.activities.items.scenario import lessons
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.items.scenario.tests.sample_scenarios import three_decisions
from ettle.activities.tests import factories
from ettle.activities.types.specs import check_activity

Change = Callable[[dict[str, Any]], Any]
STOPPED = {"key": "stopped", "stops": True} | dict.fromkeys(
    ("title", "text", "did_well", "missed_link", "question"), "Words."
)


def find_faults(change: Change) -> dict[str, str]:
    data = deepcopy(three_decisions())
    change(data["scenario"])
    return {problem.path: problem.words for problem in check_activity(factories.built(data))}


def option_of(scenario: dict[str, Any], node: int, option: int) -> dict[str, Any]:
    found: dict[str, Any] = scenario["nodes"][node]["options"][option]
    return found


def test_a_story_that_earlier_choices_decide_may_be_published() -> None:
    assert find_faults(lambda _: None) == {}


def leave_a_duty(scenario: dict[str, Any], to: str) -> None:
    scenario["endings"].append(dict(STOPPED))
    option_of(scenario, 0, 0).update(skips_duty="to report possible harm", routes=[{"to": to}])


def test_a_duty_left_undone_ends_the_story_at_an_ending_that_says_why() -> None:
    assert find_faults(lambda scenario: leave_a_duty(scenario, "stopped")) == {}


def two_best_alike(scenario: dict[str, Any]) -> None:
    option_of(scenario, 1, 2)["effects"][0]["by"] = 2


def last_choice_settles_it(scenario: dict[str, Any]) -> None:
    option_of(scenario, 2, 1)["routes"] = [{"to": "here"}]


def nothing_helps_any_more(scenario: dict[str, Any]) -> None:
    option_of(scenario, 0, 0)["effects"][0]["by"] = -5


def goes_on_without_the_duty(scenario: dict[str, Any]) -> None:
    leave_a_duty(scenario, "second")


def stops_without_a_reason(scenario: dict[str, Any]) -> None:
    leave_a_duty(scenario, "stopped")
    option_of(scenario, 0, 0)["skips_duty"] = ""


@pytest.mark.parametrize(
    ("path", "words", "change"),
    [
        ("scenario.nodes.1.options", "best alike", two_best_alike),
        ("scenario.nodes.2.options.1.routes", "whatever was chosen", last_choice_settles_it),
        ("scenario.nodes.0.options.0.routes", "make it good", nothing_helps_any_more),
        ("scenario.nodes.0.options.0.routes", "lead to an ending that stops", goes_on_without_the_duty),
        ("scenario.nodes.0.options.0.skips_duty", "which duty", stops_without_a_reason),
    ],
)
def test_a_story_that_teaches_something_untrue_is_refused(path: str, words: str, change: Change) -> None:
    assert words in find_faults(change)[path]


def write_small_story(scenario: dict[str, Any]) -> None:
    """Two places and two endings, a first story: the choices change nothing, and one ends it at once."""
    scenario["variables"] = []
    scenario["endings"][0]["title"], scenario["endings"][1]["title"] = "A warm house", "A cold house"
    del scenario["nodes"][2]
    for node, to in zip(scenario["nodes"], ("second", "here"), strict=True):
        node["options"] = node["options"][:2]
        for option, text, target in zip(node["options"], ("Listen", "Wait"), (to, "there"), strict=True):
            option.update(text=text, effects=[], routes=[{"to": target}])


def test_a_first_story_is_told_only_what_is_true_of_it() -> None:
    found = find_faults(write_small_story)

    assert "scenario.endings" not in found, "the best choices are not known yet"
    assert "‘Listen’, ‘Wait’. Say what each changes" in found["scenario.nodes.0.options"]
    assert "ends the story in ‘A cold house’ at the first place" in found["scenario.nodes.0.options.1.routes"]
    assert "everyone comes here with the same values" in found["scenario.nodes.1.options.0.routes"]


def weakest_alike(scenario: dict[str, Any]) -> None:
    """At the last place two options are weakest alike, and one of them leads to another ending than the best."""
    for option in scenario["nodes"][2]["options"]:
        option["routes"] = [{"to": "here", "when": [{"variable": "trust", "at_least": 0}]}, {"to": "here"}]
    option_of(scenario, 2, 2).update(effects=[{"variable": "trust", "by": -1}], routes=[{"to": "there"}])


def test_every_one_of_the_weakest_choices_is_followed() -> None:
    assert "scenario.endings" not in find_faults(weakest_alike)


def test_two_decisions_need_three_endings() -> None:
    def change(scenario: dict[str, Any]) -> None:
        del scenario["nodes"][2]
        for option in scenario["nodes"][1]["options"]:
            option["routes"] = [{"to": "here", "when": [{"variable": "trust", "at_least": 3}]}, {"to": "there"}]

    assert "need three endings" in find_faults(change)["scenario.nodes.0.options.0.routes"]


def test_the_best_option_of_a_decision_leaves_no_duty_undone() -> None:
    def change(scenario: dict[str, Any]) -> None:
        leave_a_duty(scenario, "stopped")
        option_of(scenario, 0, 0)["effects"][0]["by"] = 3

    assert "leaves a duty undone" in find_faults(change)["scenario.nodes.0.options.0"]


def decision(best: int, *, longest: int, was: str = "management", vain: bool = False) -> Decision:
    return Decision(
        tuple(
            OfferedOption(
                was if place == best else "both" if vain else "leadership",
                length=20 if place == longest else 10,
                effect=2 if place == best else -1,
            )
            for place in range(3)
        )
    )


def honest_pack() -> list[Decision]:
    return [
        decision(number % 3, longest=number % 3 if number < 4 else (number + 1) % 3, vain=number < 2,
                 was="management" if number < 3 else "both")
        for number in range(10)
    ]  # fmt: skip


def test_a_pack_that_keeps_to_every_rule_is_let_through() -> None:
    assert list(check_lessons(honest_pack())) == []


@pytest.mark.parametrize(
    ("words", "planted"),
    [
        ("is the longest in 5 of 10", lambda pack: [decision(0, longest=0, vain=True), *pack[:4], *pack[5:]]),
        ("is number 2 in", lambda pack: [decision(1, longest=0, vain=True)] * 4 + pack[4:]),
        ("sound management in 2 of 10", lambda pack: [pack[0], pack[1], decision(2, longest=0, was="both"), *pack[3:]]),
        ("‘both’ is vanity", lambda pack: [decision(0, longest=1)] * 2 + pack[2:]),
    ],
)
def test_a_pack_that_teaches_a_trick_is_refused(
    words: str, planted: Callable[[list[Decision]], list[Decision]]
) -> None:
    assert any(words in problem for problem in check_lessons(planted(honest_pack())))


def test_few_decisions_say_nothing_about_a_pack() -> None:
    assert list(check_lessons([decision(0, longest=0, was="both")] * 9)) == []


def test_the_decisions_of_a_scenario_are_those_of_its_options() -> None:
    scenario = factories.built(three_decisions()).part
    assert isinstance(scenario, ScenarioSpec)
    found = list(lessons.list_decisions(scenario))

    assert [made.best_place for made in found] == [1, 1, 1]
    assert not any(made.is_best_longest for made in found)
