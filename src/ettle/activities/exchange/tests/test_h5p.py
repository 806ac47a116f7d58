"""A Branching Scenario of H5P becomes the draft of a story, and what has no counterpart is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities.exchange.tests.h5p_files import OTHERS, STRUCTURE, branching_scenarios, walk_as_h5p
from ettle.activities.items.scenario.outline import read_outline, write_outline
from ettle.activities.types.exchange import ExchangeRefused, read_h5p

MOST = 8  # decisions along a path


def content(library: str, title: str, params: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"type": {"library": f"{library} 1.0", "params": params, "metadata": {"title": title}}, **others}


def text(title: str, words: str, leads_to: int, **others: Any) -> dict[str, Any]:
    return content("H5P.AdvancedText", title, {"text": words}, nextContentId=leads_to, **others)


def question(title: str, asked: str, *alternatives: dict[str, Any]) -> dict[str, Any]:
    params = {"branchingQuestion": {"question": asked, "alternatives": list(alternatives)}}
    return content("H5P.BranchingQuestion", title, params)


def choice(words: str, leads_to: int, title: str = "", subtitle: str = "", **others: Any) -> dict[str, Any]:
    feedback = {"title": title, "subtitle": subtitle, **others}
    return {"text": words, "nextContentId": leads_to, "feedback": feedback}


CONTENTS = [
    text("Morning", "<p>Anna&#39;s daughter has <strong>rung</strong> three times.</p>", 1),
    question(
        "The phone", "<p>The message is short.</p><p>What do you do?</p>",
        choice("Look it up", 2, "Good to know", "<p>The visit was moved.</p>"),
        choice("Leave it", -1, "Too late", "<p>She has given up.</p>"),
    ),
    text("The note", "<p>It was written down.<br>By you.</p>", 3),
    question("The talk", "What do you offer?", choice("A visit", -1), choice("Nothing", 2)),
]  # fmt: skip


def scenario(contents: Any = CONTENTS, **others: Any) -> bytes:
    inside = {
        "startScreen": {"startScreenTitle": "The <em>missed</em> call", "startScreenSubtitle": "<p>You supervise.</p>"},
        "endScreens": [{"endScreenTitle": "The end", "endScreenSubtitle": "<p>That was it.</p>", "contentId": -1}],
        "content": contents,
        **others,
    }
    return json.dumps({"branchingScenario": inside}).encode()


def test_texts_and_structure_are_taken_over() -> None:
    reading = read_h5p(scenario(), "content.json")
    story: Any = reading.story
    phone, talk = story.scenario.nodes

    assert reading.problems == ()
    assert (story.title, story.key) == ("The missed call", "the-missed-call")
    assert story.scenario.opening == "You supervise.\n\nAnna's daughter has rung three times."
    assert story.scenario.start == phone.key == "the-phone"
    assert (phone.title, phone.text, phone.question) == ("The phone", "The message is short.", "What do you do?")
    assert [option.text for option in phone.options] == ["Look it up", "Leave it"]
    assert phone.options[0].consequence == "Good to know\n\nThe visit was moved.\n\nIt was written down.\nBy you."
    assert [option.routes[0].to for option in phone.options] == ["the-talk", "too-late"]
    assert [option.routes[0].to for option in talk.options] == ["the-end", "the-talk"]
    assert [(ending.title, ending.text) for ending in story.scenario.endings] == [
        ("Too late", "She has given up."),
        ("The end", "That was it."),
    ]


def test_the_draft_can_be_written_as_an_outline() -> None:
    story = read_h5p(scenario(), "content.json").story

    assert read_outline(write_outline(story)).story.title == "The missed call"


@pytest.mark.parametrize(
    ("contents", "others", "problem"),
    [
        ([content("H5P.Video", "Film", {}, nextContentId=1), *CONTENTS[1:]], {}, "Film: the content type H5P.Video"),
        ([text("Morning", '<p>See <img src="x.png"></p>', 1), *CONTENTS[1:]], {}, "Morning: <img>"),
        ([text("Morning", '<p><a href="/">More</a></p>', 1), *CONTENTS[1:]], {}, "Morning: <a>"),
        ([text("Morning", "x", 1, forceContentFinished="enabled"), *CONTENTS[1:]], {}, "forceContentFinished"),
        ([*CONTENTS, text("Spare", "x", 1)], {}, "Spare: no path leads to it"),
        ([*CONTENTS[:3], question("The talk", "?", choice("A", 99), choice("B", -1))], {}, "nextContentId 99"),
        ([CONTENTS[0], CONTENTS[1], text("Loop", "x", 2), CONTENTS[3]], {}, "Loop: its texts lead back"),
        (CONTENTS, {"scoringOptionGroup": {"scoringOption": "dynamic-score"}}, "The scoring ‘dynamic-score’"),
        (CONTENTS, {"behaviour": {"randomizeBranchingQuestions": True}}, "randomizeBranchingQuestions"),
        (CONTENTS, {"endScreens": [{"endScreenTitle": "A", "endScreenScore": 5}]}, "End screen 1: its score of 5"),
        (CONTENTS, {"endScreens": [{"contentId": -1}, {"contentId": -2}]}, "End screen 2: no path leads to it"),
        (CONTENTS, {"scoringOption": {"scoringOption": "static-end-score"}}, "The scoring ‘static-end-score’"),
        ([*CONTENTS[:3], CONTENTS[3] | {"contentBehaviour": "enabled"}], {}, "The talk: the setting contentBehaviour"),
        (CONTENTS, {"startScreen": {"startScreenImage": {"path": "x"}}}, "The start screen: its picture"),
        (
            [CONTENTS[0], question("Q", "?", choice("A", -1, "T", endScreenScore=3), choice("B", -1))], {},
            "Q, ‘A’: its score of 3",
        ),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_named(contents: Any, others: dict[str, Any], problem: str) -> None:
    reading = read_h5p(scenario(contents, **others), "content.json")

    assert [words for words in reading.problems if problem in words]


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"{", b"[]", b"{}", b'{"branchingScenario": {"content": [7]}}', b"[" * 100_000, b" " * 1_000_001,
        scenario([text("Only", "x", -1)]), b'{"branchingScenario": "\\u0000"}',
    ],
)  # fmt: skip
def test_what_is_no_branching_scenario_is_refused(sent: bytes) -> None:
    with pytest.raises(ExchangeRefused):
        read_h5p(sent, "content.json")


def walk_draft(story: Any, choices: Iterator[int], most: int) -> list[str]:
    """The words of our story in their order, for these choices of options."""
    nodes = {node.key: node for node in story.scenario.nodes}
    endings = {ending.key: ending for ending in story.scenario.endings}
    shown, at, decisions = [story.scenario.opening], story.scenario.start, 0
    while at in nodes:
        if decisions == most:
            return shown
        node = nodes[at]
        option = node.options[next(choices) % len(node.options)]
        shown += [node.text, node.question, option.text, option.consequence]
        at, decisions = option.routes[0].to, decisions + 1
    return [*shown, endings[at].title, endings[at].text]


def join_shown(shown: list[str]) -> str:
    return " ".join(" ".join(shown).split())


@settings(max_examples=60)
@given(branching_scenarios(), st.lists(st.integers(0, 5), min_size=MOST, max_size=MOST))
def test_h5p_and_our_draft_tell_the_same_along_every_path(content: Any, choices: list[int]) -> None:
    jsonschema.validate(content, STRUCTURE)

    reading = read_h5p(json.dumps(content).encode(), "content.json")

    ours = walk_draft(reading.story, iter(choices), MOST)
    assert join_shown(ours) == join_shown(walk_as_h5p(content, iter(choices), MOST))
    named = "\n".join(reading.problems)
    for part in content["branchingScenario"]["content"]:
        library, title = part["type"]["library"].partition(" ")[0], part["type"]["metadata"]["title"]
        if part["type"]["library"] in OTHERS:
            assert f"{title}: the content type {library} is not taken over." in named


def test_two_end_screens_are_two_endings() -> None:
    screens = [
        {"endScreenTitle": "Good", "endScreenSubtitle": "<p>She stays.</p>", "contentId": -1},
        {"endScreenTitle": "Late", "endScreenSubtitle": "<p>She goes.</p>", "contentId": -2},
    ]
    contents = [question("The talk", "?", choice("A visit", -1), choice("Nothing", -2))]

    reading = read_h5p(scenario(contents, endScreens=screens), "content.json")
    story: Any = reading.story

    assert reading.problems == ()
    assert [option.routes[0].to for option in story.scenario.nodes[0].options] == ["good", "late"]


def test_a_number_written_as_text_leads_where_it_says() -> None:
    contents = [question("The talk", "?", choice("A visit", "1"), choice("Nothing", "-1")), text("More", "x", -1)]  # type: ignore[arg-type]  # some editors write texts

    reading = read_h5p(scenario(contents), "content.json")
    story: Any = reading.story

    assert reading.problems == ()
    assert story.scenario.nodes[0].options[0].consequence == "x"


def test_an_end_screen_that_is_a_picture_is_an_ending_without_words() -> None:
    picture: dict[str, Any] = {"image": {"path": "images/x.png", "mime": "image/png"}}
    contents = [question("The talk", "?", choice("A visit", -1, **picture), choice("Nothing", -1))]

    reading = read_h5p(scenario(contents), "content.json")
    story: Any = reading.story

    assert reading.problems == ("The talk, ‘A visit’: its picture is not taken over.",)
    assert [ending.title for ending in story.scenario.endings] == ["", "The end"]
