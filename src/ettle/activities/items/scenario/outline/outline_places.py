"""Reads a place or an ending of an outline, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.activities.items.scenario.outline.outline_limits import MOST_OPTIONS
from ettle.activities.items.scenario.outline.outline_lines import Line, LineKind, TextBuilder
from ettle.activities.items.scenario.outline.outline_terms import (
    HasTitle,
    TermError,
    clean_key,
    make_key,
    make_unique,
    parse_conditions,
    parse_effects,
    parse_route,
)
from ettle.activities.items.scenario.specs import (
    ConditionSpec,
    EffectSpec,
    EndingSpec,
    NodeSpec,
    OptionSpec,
    PassageSpec,
    RouteSpec,
)
from ettle.activities.items.scenario.text_variants import EndingTexts, NodeTexts, OptionTexts

WRAPPED_LINES = 4  # an option's words may go on over so many lines before its mark in square brackets
WAS = ("management", "leadership", "both")

_TAG = re.compile(r"\s*\[\s*(?:(was|key)\s*:)?\s*([\w? -]*)\]$", re.IGNORECASE)

Refuse = Callable[[Line, str], None]
SAME_FOR_ALL = _lazy("This is the same in every variant. Leave it out here")
UNKNOWN_WAS = _lazy("Use [was: management], [was: leadership] or [was: both]")


@dataclass(frozen=True)
class Names:
    """Finds the keys that are meant by what is written. places: every place and ending of the outline."""

    find_place: Callable[[str], str]
    find_variable: Callable[[str], str]
    places: Sequence[HasTitle]


@dataclass
class OptionBuilder:
    words: TextBuilder
    was: str = ""
    key: str = ""
    consequence: TextBuilder = field(default_factory=TextBuilder)
    why: TextBuilder = field(default_factory=TextBuilder)
    skips_duty: TextBuilder = field(default_factory=TextBuilder)
    nodes: list[str] = field(default_factory=list)
    effects: list[EffectSpec] = field(default_factory=list)
    routes: list[RouteSpec] = field(default_factory=list)

    def build(self, key: str) -> OptionSpec:
        return OptionSpec(
            key=key, text=self.words.build(), consequence=self.consequence.build(), was=self.was, why=self.why.build(),
            nodes=tuple(self.nodes), routes=tuple(self.routes), effects=tuple(self.effects),
            skips_duty=self.skips_duty.build(),
        )  # fmt: skip


class PlaceReader:
    """Reads the lines under the heading of a place or an ending. What cannot be understood goes to `refuse`.

    is_variant: only texts are read, because everything else is that of the story.
    """

    def __init__(self, names: Names, refuse: Refuse, *, is_ending: bool, is_variant: bool = False) -> None:
        self.names, self.refuse, self.is_ending, self.is_variant = names, refuse, is_ending, is_variant
        self.text = TextBuilder()
        self.labelled = {name: TextBuilder() for name in ("question", "did_well", "missed_link")}
        self.passages: list[tuple[tuple[ConditionSpec, ...], TextBuilder]] = []
        self.options: list[OptionBuilder] = []
        self.stops = False
        self._line_text: TextBuilder | None = None  # what goes on until the next blank line or mark

    def read(self, lines: Sequence[Line]) -> PlaceReader:
        place = 0
        while place < len(lines):
            line = lines[place]
            place += 1
            if line.kind is LineKind.BULLET:
                place += self._begin_option(line, lines[place : place + WRAPPED_LINES])
            else:
                self._read_line(line)
        return self

    def _read_line(self, line: Line) -> None:
        block = self.options[-1].consequence if self.options else self.text
        if line.kind is LineKind.TEXT:
            (self._line_text or block).add_line(line.raw)
            return
        self._line_text = None
        if line.kind is LineKind.BLANK:
            block.end_paragraph()
        elif line.kind is LineKind.QUESTION:
            self._begin_text(self.labelled["question"], line)
        elif line.kind is LineKind.PASSAGE:
            self._begin_passage(line)
        elif line.kind is LineKind.LABEL:
            self._read_label(line)
        elif self.options:
            self._read_term(line, self.options[-1])
        elif line.kind is LineKind.EFFECTS:
            self.text.add_line(line.raw)
        else:
            self.refuse(line, _("An arrow belongs under an option, which begins with a hyphen"))

    def _begin_text(self, text: TextBuilder, line: Line) -> None:
        text.end_paragraph()
        if line.rest:
            text.add_line(line.rest)
        self._line_text = text

    def _begin_passage(self, line: Line) -> None:
        try:
            conditions = parse_conditions(line.label, self.names.find_variable)
        except TermError as error:
            self.refuse(line, str(error))
            return
        self.passages.append((conditions, TextBuilder()))
        self._begin_text(self.passages[-1][1], line)

    def _read_label(self, line: Line) -> None:
        option = self.options[-1] if self.options else None
        texts = {"why": option.why, "skips_duty": option.skips_duty} if option else self.labelled
        if line.label in texts and (self.is_ending or line.label not in {"did_well", "missed_link"}):
            self._begin_text(texts[line.label], line)
        elif self.is_variant and line.label in {"touches", "stops"}:
            self.refuse(line, str(SAME_FOR_ALL))
        elif option and line.label == "touches":
            option.nodes += [key for key in re.split(r"[\s,;]+", line.rest) if key]
        elif self.is_ending and line.label == "stops":
            self.stops = line.rest.lower() not in {"no", "false"}
        elif line.label == "question":
            self._begin_text(self.labelled["question"], line)
        else:
            self.refuse(line, _("This word and its colon have no meaning here. Leave out the colon, or move the line"))

    def _read_term(self, line: Line, option: OptionBuilder) -> None:
        if self.is_variant:
            self.refuse(line, str(SAME_FOR_ALL))
            return
        try:
            if line.kind is LineKind.EFFECTS:
                option.effects += parse_effects(line.rest, self.names.find_variable)
            else:
                names = self.names
                option.routes.append(parse_route(line.rest, names.find_place, names.find_variable, places=names.places))
        except TermError as error:
            self.refuse(line, str(error))

    def _begin_option(self, line: Line, following: Sequence[Line]) -> int:
        """Begin an option and return how many of the lines after it belong to its words."""
        self._line_text = None
        if self.is_ending:
            self.refuse(line, _("An ending has no options. Write it without a hyphen, or as ‘## name: Title’"))
            return 0
        if len(self.options) >= MOST_OPTIONS:
            self.refuse(line, _("A place has %(most)s options at most") % {"most": MOST_OPTIONS})
            return 0
        option = OptionBuilder(TextBuilder())
        self.options.append(option)
        used = _count_words_lines(line, following)
        for number, part in enumerate([line, *following[:used]]):
            rest = part.rest if number == 0 else part.raw
            option.words.add_line(self._take_tags(part, rest, option) if number == used else rest)
        return used

    def _take_tags(self, line: Line, words: str, option: OptionBuilder) -> str:
        """Return the words without the marks in square brackets at their end."""
        seen: set[str] = set()
        while tag := _TAG.search(words):
            sort, value = (tag[1] or "was").lower(), tag[2].strip().lower()
            if sort in seen or (not tag[1] and value not in WAS):
                break
            seen.add(sort)
            words = words[: tag.start()]
            if sort == "key":
                option.key = clean_key(value)
            elif self.is_variant:
                self.refuse(line, str(SAME_FOR_ALL))
            elif value in WAS:
                option.was = value
            elif value != "?":
                self.refuse(line, str(UNKNOWN_WAS))
        return words

    def build_node(self, key: str, title: str) -> NodeSpec:
        keys = _give_keys(self.options)
        options = [option.build(option_key) for option, option_key in zip(self.options, keys, strict=True)]
        return NodeSpec(
            key=key, title=title, text=self.text.build(), question=self.labelled["question"].build(),
            options=tuple(options), passages=self._build_passages(),
        )  # fmt: skip

    def build_ending(self, key: str, title: str) -> EndingSpec:
        texts = {name: text.build() for name, text in self.labelled.items()}
        passages = self._build_passages()
        return EndingSpec(key=key, title=title, text=self.text.build(), passages=passages, stops=self.stops, **texts)

    def build_node_texts(self, key: str, title: str) -> NodeTexts:
        options = [
            OptionTexts(
                key=option.key or make_key(option.words.build(), otherwise="option"), text=option.words.build(),
                consequence=option.consequence.build(), why=option.why.build(), skips_duty=option.skips_duty.build(),
            )
            for option in self.options
        ]  # fmt: skip
        return NodeTexts(
            key=key, title=title, text=self.text.build(), question=self.labelled["question"].build(),
            options=tuple(options), passages=tuple(text.build() for _conditions, text in self.passages),
        )  # fmt: skip

    def build_ending_texts(self, key: str, title: str) -> EndingTexts:
        texts = {name: text.build() for name, text in self.labelled.items()}
        passages = tuple(text.build() for _conditions, text in self.passages)
        return EndingTexts(key=key, title=title, text=self.text.build(), passages=passages, **texts)

    def _build_passages(self) -> tuple[PassageSpec, ...]:
        return tuple(PassageSpec(text=text.build(), when=conditions) for conditions, text in self.passages)


def _give_keys(options: Sequence[OptionBuilder]) -> list[str]:
    """Return a key for each option: the written one, or one that is made of its words."""
    written = {option.key for option in options if option.key}
    keys: list[str] = []
    for option in options:
        made = make_key(option.words.build(), {*keys, *written}, otherwise="option")
        keys.append(make_unique(option.key, keys) if option.key else made)
    return keys


def _count_words_lines(line: Line, following: Sequence[Line]) -> int:
    """Return how many of the lines that follow still belong to the words of an option."""
    used, last = 0, line.rest
    while used < len(following) and _is_broken(last) and following[used].kind is LineKind.TEXT:
        last = following[used].raw
        used += 1
    if _TAG.search(last):
        return used
    for number in range(used, len(following)):
        if following[number].kind is not LineKind.TEXT:
            break
        if _TAG.search(following[number].raw):
            return number + 1
    return used


def _is_broken(raw: str) -> bool:
    return (len(raw) - len(raw.rstrip("\\"))) % 2 == 1
