"""A story as plain text: what is written reads back the same, and what cannot be understood is named with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ettle.activities.items.scenario.outline import MAX_BYTES, OutlineTooLong, read_outline, write_outline
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.tests import factories
from ettle.activities.types.specs import ActivitySpec, check_activity

STORIES = [key for key in factories.SPECS if factories.spec(key).kind == "scenario"]
GUIDE = Path(settings.BASE_DIR) / "docs" / "how-to" / "write-a-story.md"


def scenario_of(story: ActivitySpec) -> ScenarioSpec:
    assert isinstance(story.part, ScenarioSpec)
    return story.part


def read_place(*lines: str) -> Any:
    """One place of an outline, with the variables trust and time, and what was not understood."""
    head = ["# A story", "minutes: 5", "## Variables", "trust: How far (from -3 to 3)", "- time", "## here: Here"]
    reading = read_outline("\n".join([*head, *lines]))
    return scenario_of(reading.story).nodes[0], [(line.number - len(head), line.expected) for line in reading.unread]


def test_the_stories_of_the_starter_pack_read_back_the_same() -> None:
    assert len(STORIES) == 14
    for key in STORIES:
        story = factories.spec(key)

        assert read_outline(write_outline(story)) == read_outline(write_outline(story).replace("\n  ", "\n"))
        assert read_outline(write_outline(story)).story == story


# Letters and marks that could be taken for something else.
PIECES = st.sampled_from(
    ["word", "-", "- ", "->", "#", "##", "?", "(", ")", "[", "]", "[both]", "[key: x]", "\\", ": ", "why:", "if",
     "did well: ", " ", "1.", "(trust +1)", "(if trust >= 1) ", "…", "é", "\n", "\n\n", "[was: management]", "> "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=6).map("".join).map(lambda text: "\n".join(map(str.strip, text.split("\n"))).strip())
LINES = TEXTS.map(lambda text: text.replace("\n", " ").strip())
KEYS = st.sampled_from(["a", "b", "the-end", "place", "ending", "opening", "scene-2"])
NUMBERS = st.integers(-9, 9)
CONDITIONS = st.fixed_dictionaries({"variable": st.sampled_from(["trust", "time"]), "at_least": NUMBERS})
RANGES = st.fixed_dictionaries({"variable": st.just("trust"), "at_least": NUMBERS, "at_most": NUMBERS})
WHENS = st.lists(CONDITIONS | RANGES, max_size=2)
PASSAGES = st.lists(st.fixed_dictionaries({"text": TEXTS, "when": WHENS}), max_size=2)
OPTIONS = st.fixed_dictionaries(
    {
        "text": TEXTS, "consequence": TEXTS, "why": TEXTS, "skips_duty": TEXTS,
        "was": st.sampled_from(["", "management", "both"]),
        "nodes": st.lists(st.sampled_from(["D2", "X1"]), max_size=2),
        "effects": st.lists(st.fixed_dictionaries({"variable": st.just("time"), "by": NUMBERS}), max_size=2),
        "routes": st.lists(st.fixed_dictionaries({"to": KEYS, "when": WHENS}), max_size=2),
    }
)  # fmt: skip
NODES = st.fixed_dictionaries(
    {"title": LINES.filter(bool), "text": TEXTS, "question": TEXTS, "passages": PASSAGES}
    | {"options": st.lists(OPTIONS, max_size=3)}
)
ENDINGS = st.fixed_dictionaries(
    {"title": LINES.filter(bool), "text": TEXTS, "passages": PASSAGES, "stops": st.booleans()}
    | dict.fromkeys(("did_well", "missed_link", "question"), TEXTS)
)


@given(
    head=st.fixed_dictionaries({"title": TEXTS, "summary": TEXTS, "minutes": st.integers(0, 120)}),
    words=st.fixed_dictionaries({"opening": TEXTS, "reflection": TEXTS, "reflection_about_words": st.integers(0, 500)}),
    places=st.lists(st.tuples(KEYS, NODES | ENDINGS), max_size=4, unique_by=lambda pair: pair[0]),
    label=LINES,
)
@hypothesis_settings(max_examples=150, deadline=None)
def test_any_story_reads_back_the_same(
    head: dict[str, Any], words: dict[str, Any], places: list[tuple[str, dict[str, Any]]], label: str
) -> None:
    nodes = [{"key": key, **place} for key, place in places if "options" in place]
    for node in nodes:
        node["options"] = [{"key": f"o-{number}", **option} for number, option in enumerate(node["options"])]
    endings = [{"key": key, **place} for key, place in places if "options" not in place]
    variables = [
        {"key": "trust", "label": label, "lowest": -3, "highest": 3, "start": 1},
        {"key": "time", "label": "T"},
    ]
    scenario = {"start": nodes[0]["key"] if nodes else "", "variables": variables, "nodes": nodes, "endings": endings}
    scenario |= {"model_nodes": [{"key": "D2", "words": label}], **words}
    story = factories.built({"key": "a-story", "kind": "scenario", **head, "scenario": scenario})

    reading = read_outline(write_outline(story))

    assert reading.unread == ()
    assert reading.story == story


@given(st.text(max_size=400) | st.lists(PIECES, max_size=40).map("".join))
@hypothesis_settings(max_examples=100, deadline=None)
def test_whatever_is_sent_becomes_a_story_that_can_be_written(text: str) -> None:
    story = read_outline(text).story

    assert scenario_of(read_outline(write_outline(story)).story).nodes is not None
    check_activity(story)


def test_spaces_bullets_arrows_and_wrapped_lines_are_forgiven() -> None:
    node, unread = read_place(
        "The rota has",
        "two empty boxes.",
        "? What now?",
        "  *   Ring the manager,",
        "who is on call  [Was: Management]",
        "    She answers.",
        "",
        "    She is clear.",
        "    ( How far \u22121 and time 2)",
        "    → HERE if Trust is at least 2 & time < 1",
        "    => otherwise: here",
        "1) Wait",
        "--> here",
    )

    first, second = node.options
    assert unread == []
    assert (node.text, node.question) == ("The rota has two empty boxes.", "What now?")
    assert (first.text, first.was, first.key) == (
        "Ring the manager, who is on call", "management", "ring-the-manager-who-is",
    )  # fmt: skip
    assert first.consequence == "She answers.\n\nShe is clear."
    assert [(effect.variable, effect.by) for effect in first.effects] == [("trust", -1), ("time", 2)]
    route, otherwise = first.routes
    assert [(when.variable, when.at_least, when.at_most) for when in route.when] == [
        ("trust", 2, None), ("time", None, 0),
    ]  # fmt: skip
    assert (route.to, otherwise.to, otherwise.when) == ("here", "here", ())
    assert (second.text, second.was) == ("Wait", "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(trust up)", "trust +1, time -1"),
        ("-> here if trust is high", "trust >= 2"),
        ("->", "after the arrow"),
        ("(if trust) He waits.", "trust >= 2"),
        ("did well: Much", "have no meaning here"),
        ("- Do it [was: kindness]", "[was: management]"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named_with_its_number(line: str, expected: str) -> None:
    node, unread = read_place("- First [was: both]", "It goes on.", line, "-> here")

    assert [number for number, _words in unread] == [3]
    assert expected in unread[0][1]
    assert node.options[0].consequence == "It goes on."
    assert node.options[-1].routes[0].to == "here"


def test_two_places_of_one_name_are_both_read() -> None:
    reading = read_outline("# S\nminutes: soon\n## a: First\nOne.\n## a: Second\nTwo.\n## ending: A\n- wrong\nstray: x")

    assert [node.key for node in scenario_of(reading.story).nodes] == ["a", "a-2"]
    assert [line.number for line in reading.unread] == [2, 5, 8]
    assert scenario_of(reading.story).endings[0].text == "stray: x"


def test_a_text_that_is_too_long_is_refused_and_too_many_places_are_named() -> None:
    with pytest.raises(OutlineTooLong):
        read_outline("x" * (MAX_BYTES + 1))

    reading = read_outline("# S\nminutes: 5\n" + "## A place\nWords.\n" * 62)

    assert len(scenario_of(reading.story).nodes) == 60
    assert [line.text for line in reading.unread] == ["## A place", "Words."] * 2


def test_the_example_in_the_guide_can_be_published() -> None:
    example = GUIDE.read_text().split("```text\n")[1].split("```")[0]

    reading = read_outline(example)

    assert reading.unread == ()
    assert check_activity(reading.story.replace(key="example")) == []
    assert [option.was for option in scenario_of(reading.story).nodes[0].options] == [
        "management",
        "leadership",
        "both",
    ]
