"""Reads a Branching Scenario of H5P into the draft of a story. What has no counterpart is listed, each by its name.

A text between two decisions becomes part of what follows the choice before it: our stories have decisions only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ettle.activities.exchange.exchange_refusal import ExchangeRefused
from ettle.activities.exchange.h5p.markup_text import read_markup
from ettle.activities.items.scenario.outline.outline_terms import make_key
from ettle.activities.items.scenario.specs import EndingSpec, NodeSpec, OptionSpec, RouteSpec, ScenarioSpec
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec
from ettle.kit.input.json_text import parse_sent_json

MAX_JSON_BYTES = 1_000_000
MAX_CONTENTS, MAX_OPTIONS, MAX_TEXT = 200, 12, 1_000_000
QUESTION, TEXT = "H5P.BranchingQuestion", "H5P.AdvancedText"
END = -1  # end screens have negative numbers, and this is that of the first


@dataclass(frozen=True)
class H5pReading:
    """The draft, and a sentence for everything that was not taken over."""

    story: ActivitySpec
    problems: tuple[str, ...]


def read_h5p(content: bytes, name: str) -> H5pReading:
    """Read content.json. name: of the file. Raises ExchangeRefused for what is no Branching Scenario."""
    if len(content) > MAX_JSON_BYTES:
        raise ExchangeRefused(f"{name} is too big. {MAX_JSON_BYTES:,} bytes is the most.")
    try:
        found = parse_sent_json(content)
    except ValueError as fault:
        raise ExchangeRefused(f"{name} cannot be read as JSON.") from fault
    scenario = as_table(as_table(found).get("branchingScenario"))
    contents = [as_table(part) for part in as_list(scenario.get("content"))]
    if not 0 < len(contents) <= MAX_CONTENTS:
        raise ExchangeRefused(f"{name} is no Branching Scenario of H5P with 1 to {MAX_CONTENTS} contents.")
    return _ScenarioReader(scenario, contents).read()


def as_table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def read_target(value: object) -> int:
    """Where a path goes on, as H5P reads it: a whole number, which may be written as text; else the end."""
    try:
        return int(value) if isinstance(value, int | float | str) else END
    except (ValueError, OverflowError):
        return END


def has_feedback(holder: Mapping[str, Any]) -> bool:
    """Whether there is feedback, which at the end of a path is an end screen of its own, even without words."""
    feedback = as_table(holder.get("feedback"))
    return any(feedback.get(name) not in (None, "") for name in ("title", "subtitle", "image", "endScreenScore"))


class _ScenarioReader:
    def __init__(self, scenario: Mapping[str, Any], contents: Sequence[Mapping[str, Any]]) -> None:
        self.scenario, self.contents = scenario, contents
        self.problems: dict[str, None] = {}
        self.endings: dict[str, EndingSpec] = {}
        screens = [as_table(screen) for screen in as_list(scenario.get("endScreens"))]
        self.end_screens = {
            read_target(screen.get("contentId")): (f"End screen {place}", screen)
            for place, screen in enumerate(screens, 1)
        }
        self.shown_screens: set[int] = set()
        self.visited: set[int] = set()
        self.copied = 0
        self.keys: dict[int, str] = {}
        for number in self.questions:
            taken = {*self.keys.values(), "ending"}
            self.keys[number] = make_key(self.name(number), taken, otherwise="decision")

    @property
    def questions(self) -> list[int]:
        return [number for number in range(len(self.contents)) if self.library(number) == QUESTION]

    def library(self, number: int) -> str:
        return str(as_table(self.contents[number].get("type")).get("library", "")).partition(" ")[0]

    def params(self, number: int) -> Mapping[str, Any]:
        return as_table(as_table(self.contents[number].get("type")).get("params"))

    def name(self, number: int) -> str:
        title = as_table(as_table(self.contents[number].get("type")).get("metadata")).get("title")
        return self.read_text(title, f"Title {number + 1}") or f"Content {number + 1}"

    def note(self, words: str) -> None:
        self.problems[words] = None

    def read(self) -> H5pReading:
        if not self.questions:
            raise ExchangeRefused("The Branching Scenario has no branching question, so there is nothing to decide.")
        start = as_table(self.scenario.get("startScreen"))
        self.note_media(start, "The start screen")
        texts, first = self.follow(0, set())
        opening = [self.read_text(start.get("startScreenSubtitle"), "The start screen"), *texts]
        nodes = [self.read_question(number) for number in self.questions]
        title = self.read_text(start.get("startScreenTitle"), "Title") or self.read_text(
            self.scenario.get("title"), "Title"
        )
        self.note_rest()
        scenario = ScenarioSpec(
            start=first, opening=join_texts(opening), variables=(), model_nodes=(), nodes=tuple(nodes),
            endings=tuple(self.endings.values()), reflection="",
        )  # fmt: skip
        head: dict[str, Any] = {"key": make_key(title, otherwise="story"), "kind": "scenario", "title": title}
        story = ActivityFileSpec(**head | {"summary": "", "minutes": 0, "scenario": scenario})
        return H5pReading(story, tuple(self.problems))

    def read_text(self, markup: object, where: str) -> str:
        text, others = read_markup(markup)
        for tag in others:
            self.note(f"{where}: <{tag}> is not taken over, only its words.")
        return text

    def note_media(self, screen: Mapping[str, Any], where: str) -> None:
        for key, value in screen.items():
            if value and key.lower().endswith("image"):
                self.note(f"{where}: its picture is not taken over.")
            if value and key.lower().endswith("score"):
                self.note(f"{where}: its score of {value} is not taken over. A story is not scored.")

    def follow(self, target: object, passed: set[int]) -> tuple[list[str], str]:
        """Return the texts from a content up to the next decision or the end, and the key of that."""
        texts: list[str] = []
        number = read_target(target)
        while self.has_content(number):
            self.visited.add(number)
            if number in self.keys:
                return texts, self.keys[number]
            where = self.name(number)
            if number in passed:
                self.note(f"{where}: its texts lead back to it without a decision. The path ends here.")
                return texts, self.add_end_screen(END)
            passed.add(number)
            texts.append(self.read_content(number, where))
            content = self.contents[number]
            feedback = self.read_feedback(content, where)
            number = read_target(content.get("nextContentId"))
            if has_feedback(content) and not self.has_content(number):
                return texts, self.add_ending(*feedback)
            texts += feedback
        return texts, self.add_end_screen(number)

    def has_content(self, number: int) -> bool:
        return 0 <= number < len(self.contents)

    def read_content(self, number: int, where: str) -> str:
        library = self.library(number)
        if library != TEXT:
            self.note(f"{where}: the content type {library or 'without a name'} is not taken over.")
            return ""
        text = self.read_text(self.params(number).get("text"), where)
        if self.contents[number].get("showContentTitle") is True:
            text = join_texts([where, text])
        self.copied += len(text)
        if self.copied > MAX_TEXT:
            raise ExchangeRefused(f"{where}: its texts follow so many choices that the story would be too long.")
        return text

    def read_feedback(self, holder: Mapping[str, Any], where: str) -> tuple[str, str]:
        feedback = as_table(holder.get("feedback"))
        self.note_media(feedback, where)
        return self.read_text(feedback.get("title"), where), self.read_text(feedback.get("subtitle"), where)

    def add_ending(self, title: str, text: str, otherwise: str = "ending") -> str:
        """Return the key of an ending with these words; two of the same words are one ending."""
        for key, ending in self.endings.items():
            if (ending.title, ending.text) == (title, text):
                return key
        key = make_key(title, [*self.endings, *self.keys.values()], otherwise=otherwise)
        self.endings[key] = EndingSpec(key=key, title=title, text=text, did_well="", missed_link="", question="")
        return key

    def add_end_screen(self, number: int) -> str:
        """Return the key of the ending that an end screen is; where there is no such screen, of the first."""
        if number not in self.end_screens and number != END:
            self.note(f"nextContentId {number} leads to no content and no end screen. The path ends there.")
            number = END
        where, screen = self.end_screens.get(number, ("End screen 1", {}))
        self.shown_screens.add(number)
        self.note_media(screen, where)
        title, text = (self.read_text(screen.get(name), where) for name in ("endScreenTitle", "endScreenSubtitle"))
        return self.add_ending(title, text)

    def read_question(self, number: int) -> NodeSpec:
        where = self.name(number)
        asked = as_table(self.params(number).get("branchingQuestion") or self.params(number))
        *before, question = self.read_text(asked.get("question"), where).split("\n\n")
        alternatives = [as_table(alternative) for alternative in as_list(asked.get("alternatives"))]
        for alternative in alternatives[MAX_OPTIONS:]:
            words = self.read_text(alternative.get("text"), where)
            self.note(f"{where}: the choice ‘{words}’ is not taken over. {MAX_OPTIONS} is the most.")
        if any(self.read_feedback(self.contents[number], where)):
            self.note(f"{where}: the feedback on the question as a whole is not taken over.")
        options: list[OptionSpec] = []
        for alternative in alternatives[:MAX_OPTIONS]:
            options.append(self.read_option(alternative, where, [option.key for option in options]))
        return NodeSpec(
            key=self.keys[number], title=where, text="\n\n".join(before), question=question, options=tuple(options)
        )

    def read_option(self, alternative: Mapping[str, Any], where: str, taken: Sequence[str]) -> OptionSpec:
        words = self.read_text(alternative.get("text"), where)
        feedback = self.read_feedback(alternative, f"{where}, ‘{words}’")
        target = read_target(alternative.get("nextContentId"))
        texts: list[str] = []
        if has_feedback(alternative) and not self.has_content(target):
            to = self.add_ending(*feedback)
        else:
            texts, to = self.follow(target, set())
            texts = [*feedback, *texts]
        return OptionSpec(
            key=make_key(words, taken, otherwise="option"), text=words, consequence=join_texts(texts), was="", why="",
            nodes=(), routes=(RouteSpec(to=to),),
        )  # fmt: skip

    def note_rest(self) -> None:
        """Name what no path leads to, and settings."""
        for number in range(len(self.contents)):
            if number not in self.visited:
                self.note(f"{self.name(number)}: no path leads to it.")
                if number not in self.keys:
                    self.read_content(number, self.name(number))
            for setting in ("forceContentFinished", "contentBehaviour"):
                if self.contents[number].get(setting) == "enabled":
                    self.note(f"{self.name(number)}: the setting {setting} is not taken over.")
        self.note_settings()

    def note_settings(self) -> None:
        for number, (where, _) in self.end_screens.items():
            if number not in self.shown_screens:
                self.note(f"{where}: no path leads to it.")
        # Files of the first versions have the older name.
        scoring = as_table(self.scenario.get("scoringOptionGroup") or self.scenario.get("scoringOption"))
        option = scoring.get("scoringOption", "no-score")
        if option != "no-score":
            self.note(f"The scoring ‘{option}’ is not taken over. A story is not scored.")
        for name, value in as_table(self.scenario.get("behaviour")).items():
            if value is True:
                self.note(f"The setting {name} is not taken over.")


def join_texts(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text)
