"""Branching Scenarios as H5P makes them: their structure, any of them, and what H5P shows along a path.

The structure is that of the semantics of H5P.BranchingScenario 1.10 and H5P.BranchingQuestion 1.0.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

Table = dict[str, Any]
TYPES = (
    "H5P.BranchingQuestion 1.0", "H5P.CoursePresentation 1.27", "H5P.AdvancedText 1.1", "H5P.Image 1.1",
    "H5P.ImageHotspots 1.10", "H5P.InteractiveVideo 1.28", "H5P.Video 1.6",
)  # fmt: skip
OTHERS = [name for name in TYPES if "Branching" not in name and "Text" not in name]


def _group(needed: Sequence[str] = (), **fields: Any) -> Table:
    return {"type": "object", "properties": fields, "required": list(needed), "additionalProperties": False}


TEXT, NUMBER, FLAG, IMAGE = {"type": "string"}, {"type": "number"}, {"type": "boolean"}, {"type": "object"}
SETTING = {"enum": ["useBehavioural", "enabled", "disabled"]}
FEEDBACK = _group(title=TEXT, subtitle=TEXT, image=IMAGE, endScreenScore=NUMBER)
QUESTION = _group(
    ("branchingQuestion",),
    branchingQuestion=_group(
        ("alternatives",),
        question=TEXT,
        alternatives={
            "type": "array",
            "minItems": 2,
            "items": _group(("text", "nextContentId", "feedback"), text=TEXT, nextContentId=NUMBER, feedback=FEEDBACK),
        },
    ),
)
LIBRARY = {
    "type": "object",
    "properties": {"library": {"enum": list(TYPES)}, "params": {"type": "object"}, "subContentId": TEXT},
    "required": ["library", "params"],
    "if": {"properties": {"library": {"const": TYPES[0]}}},
    "then": {"properties": {"params": QUESTION}},
}
CONTENT = _group(
    ("type", "showContentTitle", "nextContentId", "feedback", "contentBehaviour"),
    type=LIBRARY, showContentTitle=FLAG, proceedButtonText=TEXT, forceContentFinished=SETTING,
    nextContentId=NUMBER, feedback=FEEDBACK, contentBehaviour=SETTING,
)  # fmt: skip
SCREEN = _group(
    ("contentId",), endScreenTitle=TEXT, endScreenSubtitle=TEXT, endScreenImage=IMAGE, endScreenScore=NUMBER,
    contentId={"type": "integer", "maximum": 0},
)  # fmt: skip
SCORING = _group(
    scoringOption={"enum": ["static-end-score", "dynamic-score", "no-score"]}, includeInteractionsScores=FLAG
)
STRUCTURE = _group(
    ("branchingScenario",),
    branchingScenario=_group(
        ("title", "startScreen", "endScreens", "content", "scoringOptionGroup", "behaviour", "l10n"),
        title=TEXT,
        startScreen=_group(
            startScreenTitle=TEXT, startScreenSubtitle=TEXT, startScreenImage=IMAGE, startScreenAltText=TEXT
        ),
        endScreens={"type": "array", "items": SCREEN},
        content={"type": "array", "minItems": 1, "items": CONTENT},
        scoringOptionGroup=SCORING,
        behaviour=_group(enableBackwardsNavigation=FLAG, forceContentFinished=FLAG, randomizeBranchingQuestions=FLAG),
        l10n={"type": "object"},
    ),
)

words = st.text("abcdefghi", min_size=1, max_size=8)
markup = st.builds("<p>{}</p>\n".format, words)
feedback = st.one_of(
    st.just({}), st.builds(lambda title, subtitle: {"title": title, "subtitle": subtitle}, words, markup)
)
settings = st.sampled_from(["useBehavioural", "enabled", "disabled"])


@st.composite
def branching_scenarios(draw: Any) -> Table:
    """Any Branching Scenario with at least one question and no texts that lead back to themselves."""
    count = draw(st.integers(1, 6))
    questions = draw(st.sets(st.integers(0, count - 1), min_size=1))
    contents = [_draw_content(draw, number, count, is_question=number in questions) for number in range(count)]
    screens = [
        {"endScreenTitle": draw(words), "endScreenSubtitle": draw(markup), "contentId": number} for number in (-1, -2)
    ]
    start = {"startScreenTitle": draw(words), "startScreenSubtitle": draw(markup)}
    inside = {
        "title": draw(words), "startScreen": start, "endScreens": screens, "content": contents,
        "scoringOptionGroup": {"scoringOption": draw(st.sampled_from(["no-score", "dynamic-score"]))},
        "behaviour": {"randomizeBranchingQuestions": draw(st.booleans())}, "l10n": {"scoreText": "Your score:"},
    }  # fmt: skip
    return {"branchingScenario": inside}


def _draw_content(draw: Any, number: int, count: int, *, is_question: bool) -> Table:
    ends = [-1, -2]
    library, leads_to, params = TYPES[2], draw(st.sampled_from([*ends, *range(number + 1, count)])), {}
    if is_question:
        anywhere = st.sampled_from([*ends, *range(count)])
        alternatives = [
            {"text": text, "nextContentId": draw(anywhere), "feedback": draw(feedback)}
            for text in draw(st.lists(words, min_size=2, max_size=3, unique=True))
        ]
        library, params = TYPES[0], {"branchingQuestion": {"question": draw(markup), "alternatives": alternatives}}
    elif draw(st.integers(0, 3)):
        params = {"text": draw(markup)}
    else:
        library = draw(st.sampled_from(OTHERS))
    metadata = {"contentType": library.partition(" ")[0], "license": "U", "title": f"Content {number} {draw(words)}"}
    return {
        "type": {"library": library, "params": params, "subContentId": f"id-{number}", "metadata": metadata},
        "showContentTitle": draw(st.booleans()), "proceedButtonText": "Proceed", "nextContentId": leads_to,
        "feedback": {} if is_question else draw(feedback), "contentBehaviour": draw(settings),
        "forceContentFinished": draw(settings),
    }  # fmt: skip


def pack_file(content: Table) -> bytes:
    """A .h5p as H5P exports it: h5p.json says what it is, content/content.json has it."""
    about = {
        "title": content["branchingScenario"].get("title", "A story"),
        "language": "en", "mainLibrary": "H5P.BranchingScenario",
        "license": "U", "embedTypes": ["iframe"],
        "preloadedDependencies": [
            {"machineName": "H5P.BranchingScenario", "majorVersion": 1, "minorVersion": 10},
            {"machineName": "H5P.BranchingQuestion", "majorVersion": 1, "minorVersion": 0},
        ],
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", json.dumps(about))
        archive.writestr("content/content.json", json.dumps(content))
    return out.getvalue()


def walk_as_h5p(content: Table, choices: Iterator[int], most: int) -> list[str]:
    """The words of the screens that a player of H5P shows, in their order, for these choices of alternatives."""
    scenario = content["branchingScenario"]
    contents = scenario["content"]
    screens = {screen["contentId"]: screen for screen in scenario["endScreens"]}
    shown = [plain(scenario["startScreen"]["startScreenSubtitle"])]
    number, decisions = 0, 0
    while True:
        part = contents[number]
        library, params = part["type"]["library"], part["type"]["params"]
        chosen: Mapping[str, Any] = part
        if library == TYPES[0]:
            if decisions == most:
                return shown
            asked = params["branchingQuestion"]
            chosen = asked["alternatives"][next(choices) % len(asked["alternatives"])]
            shown += [plain(asked["question"]), chosen["text"]]
            decisions += 1
        elif library == TYPES[2]:
            title = [part["type"]["metadata"]["title"]] if part["showContentTitle"] else []
            shown += [*title, plain(params["text"])]
        number = chosen["nextContentId"]
        said = [plain(chosen["feedback"].get(name, "")) for name in ("title", "subtitle")]
        if number < 0:
            screen = screens[number]
            default = [plain(screen[name]) for name in ("endScreenTitle", "endScreenSubtitle")]
            return [*shown, *(said if any(said) else default)]
        shown += [text for text in said if text]


def plain(text: str) -> str:
    return text.replace("<p>", "").replace("</p>", "").strip()
