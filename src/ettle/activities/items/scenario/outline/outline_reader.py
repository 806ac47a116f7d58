"""Reads an outline into a story. Every line that cannot be understood is named, and nothing of the rest is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from ettle.activities.items.scenario.outline.outline_limits import (
    MOST_MODEL_NODES,
    MOST_PLACES,
    MOST_VARIABLES,
    MOST_VARIANTS,
)
from ettle.activities.items.scenario.outline.outline_lines import Line, LineKind, TextBuilder, split_lines
from ettle.activities.items.scenario.outline.outline_places import Names, PlaceReader
from ettle.activities.items.scenario.outline.outline_sections import (
    STORY_KINDS,
    Section,
    SectionKind,
    iter_kind,
    split_sections,
)
from ettle.activities.items.scenario.outline.outline_terms import (
    TermError,
    clean_key,
    find_place,
    find_variable,
    parse_variable,
)
from ettle.activities.items.scenario.outline.outline_variants import VariantReader
from ettle.activities.items.scenario.specs import EndingSpec, NodeSpec, ScenarioSpec, VariableSpec
from ettle.activities.items.scenario.text_variants import TextVariantSpec
from ettle.activities.items.spec_fields import ModelNodeSpec
from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec

MAX_BYTES = 200_000
DEFAULT_LENGTH = 25
HEAD_TEXTS = ("title", "summary")

_DIGITS = re.compile(r"[^0-9]*([0-9]{1,3})\b[^0-9]*")


class OutlineTooLong(ValueError):
    """The text is longer than MAX_BYTES."""


@dataclass(frozen=True)
class UnreadLine:
    """A line that was not understood. number: from 1. expected: what would have been."""

    number: int
    text: str
    expected: str


@dataclass(frozen=True)
class OutlineReading:
    """What an outline says. The story may be unfinished: its fields are empty where nothing was written."""

    story: ActivitySpec
    unread: tuple[UnreadLine, ...]


def read_outline(text: str) -> OutlineReading:
    """Raises OutlineTooLong."""
    if len(text.encode()) > MAX_BYTES:
        raise OutlineTooLong
    return _OutlineReader(split_sections(split_lines(text))).read()


def read_variants(story: ActivitySpec, text: str) -> tuple[tuple[TextVariantSpec, ...], tuple[UnreadLine, ...]]:
    """Return the variants that a text tells a story in, and what was not understood. Raises OutlineTooLong."""
    if len(text.encode()) > MAX_BYTES:
        raise OutlineTooLong
    sections = split_sections(split_lines(text))
    story_reader = _OutlineReader(sections)
    scenario = story.part
    if isinstance(scenario, ScenarioSpec):
        story_reader.variables = list(scenario.variables)
    variants = tuple(story_reader.read_variants())
    for section in sections:
        if section.kind is not SectionKind.VARIANT:
            story_reader.refuse_outside(section)
    return variants, tuple(sorted(story_reader.unread, key=lambda line: line.number))


class _OutlineReader:
    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.unread: list[UnreadLine] = []
        self.head: dict[str, TextBuilder] = {name: TextBuilder() for name in HEAD_TEXTS}
        self.key, self.start, self.label, self.minutes = "", "", "", 0
        self.opening, self.reflection = TextBuilder(), TextBuilder()
        self.about = DEFAULT_LENGTH
        self.variables: list[VariableSpec] = []
        self.model_nodes: list[ModelNodeSpec] = []

    def read(self) -> OutlineReading:
        for section in iter_kind(self.sections, SectionKind.VARIABLES):
            self._read_variables(section)
        for section in iter_kind(self.sections, SectionKind.MODEL):
            self._read_model(section)
        self._read_head(self.sections[0])
        for section in iter_kind(self.sections, SectionKind.OPENING):
            self._read_text(section, self.opening)
        for section in iter_kind(self.sections, SectionKind.REFLECTION):
            self._read_text(section, self.reflection)
        nodes, endings = self._read_places()
        scenario = ScenarioSpec(
            start=self._find_start(nodes), opening=self.opening.build(), variables=tuple(self.variables),
            model_nodes=tuple(self.model_nodes), nodes=tuple(nodes), endings=tuple(endings),
            reflection=self.reflection.build(), reflection_about_words=self.about, label=self.label,
            variants=tuple(self.read_variants()),
        )  # fmt: skip
        head = {name: text.build() for name, text in self.head.items()}
        fields: dict[str, Any] = {
            "key": self.key,
            "kind": "scenario",
            "minutes": self.minutes,
            "scenario": scenario,
            **head,
        }
        return OutlineReading(ActivityFileSpec(**fields), tuple(sorted(self.unread, key=lambda line: line.number)))

    def _refuse(self, line: Line, expected: str) -> None:
        self.unread.append(UnreadLine(line.number, line.raw, expected))

    def _find_start(self, nodes: Sequence[NodeSpec]) -> str:
        first = nodes[0].key if nodes else ""
        return find_place(self.start, nodes) if self.start else first

    def _read_head(self, section: Section) -> None:
        text: TextBuilder | None = None
        for line in section.lines:
            if line.kind is LineKind.BLANK:
                text = None
            elif line.kind is LineKind.HEADING or line.label in HEAD_TEXTS:
                text = self.head["title" if line.kind is LineKind.HEADING else line.label]
                text.end_paragraph()
                if line.rest:
                    text.add_line(line.rest)
            elif line.kind is LineKind.LABEL and line.label in {"name", "start", "label", "minutes"}:
                text = None
                self._read_head_field(line)
            elif line.kind is LineKind.TEXT and text is not None:
                text.add_line(line.raw)
            else:
                self._refuse(line, _("Before the first ‘##’ write # and the title, summary: … and minutes: …"))

    def _read_head_field(self, line: Line) -> None:
        if line.label == "name":
            self.key = clean_key(line.rest)
        elif line.label == "start":
            self.start = line.rest
        elif line.label == "label":
            self.label = line.rest
        else:
            self.minutes = self._read_number(line)

    def _read_number(self, line: Line) -> int:
        digits = _DIGITS.fullmatch(line.rest)
        if digits is None:
            self._refuse(line, _("Write one number, such as 10"))
        return int(digits[1]) if digits else 0

    def _read_text(self, section: Section, text: TextBuilder) -> None:
        text.end_paragraph()
        for line in section.lines:
            if line.kind is LineKind.BLANK:
                text.end_paragraph()
            elif line.kind is LineKind.LABEL and line.label == "about" and section.kind is SectionKind.REFLECTION:
                self.about = self._read_number(line)
            elif line.kind in {LineKind.TEXT, LineKind.EFFECTS}:
                text.add_line(line.raw)
            else:
                self._refuse(line, _("Only sentences belong here. Begin a place with ## and its title"))

    def _read_variables(self, section: Section) -> None:
        for lines in _join_wrapped(section.lines):
            text = TextBuilder()
            for number, line in enumerate(lines):
                text.add_line(line.rest if number == 0 else line.raw)
            try:
                variable = parse_variable(text.build())
            except TermError as error:
                self._refuse(lines[0], str(error))
                continue
            if len(self.variables) >= MOST_VARIABLES:
                self._refuse(lines[0], _("A story has %(most)s variables at most") % {"most": MOST_VARIABLES})
            elif variable.key in {known.key for known in self.variables}:
                self._refuse(lines[0], _("There is a variable of this name above. Give this one another name"))
            else:
                self.variables.append(variable)

    def _read_model(self, section: Section) -> None:
        for lines in _join_wrapped(section.lines):
            key, colon, rest = lines[0].rest.partition(":")
            words = TextBuilder(rest.strip())
            for line in lines[1:]:
                words.add_line(line.raw)
            if not colon or not key.strip() or len(self.model_nodes) >= MOST_MODEL_NODES:
                self._refuse(lines[0], _("Write a key of the logic model and your words, such as D2: explaining why"))
            else:
                self.model_nodes.append(ModelNodeSpec(key=key.strip(), words=words.build()))

    def _read_places(self) -> tuple[list[NodeSpec], list[EndingSpec]]:
        nodes: list[NodeSpec] = []
        endings: list[EndingSpec] = []
        every = list(iter_kind(self.sections, *STORY_KINDS))
        for section in every[MOST_PLACES:]:
            self._refuse_section(section)
        read = every[:MOST_PLACES]
        names = self._find_names(read)
        for section in read:
            is_ending = section.kind is SectionKind.ENDING
            if section.is_key_repeated and section.heading is not None:
                self._refuse(section.heading, _("There is a place of this name above. Give this one another name"))
            place = PlaceReader(names, self._refuse, is_ending=is_ending).read(section.lines)
            if is_ending:
                endings.append(place.build_ending(section.key, section.title))
            else:
                nodes.append(place.build_node(section.key, section.title))
        return nodes, endings

    def _find_names(self, places: Sequence[Section]) -> Names:
        return Names(partial(find_place, places=places), partial(find_variable, variables=self.variables), places)

    def read_variants(self) -> Iterator[TextVariantSpec]:
        for number, section in enumerate(iter_kind(self.sections, SectionKind.VARIANT)):
            if number >= MOST_VARIANTS and section.heading is not None:
                self._refuse(section.heading, _("A story has %(most)s variants at most") % {"most": MOST_VARIANTS})
                continue
            for place in section.within[MOST_PLACES:]:
                self._refuse_section(place)
            section.within = section.within[:MOST_PLACES]
            yield VariantReader(self._find_names(()), self._refuse).read(section)

    def refuse_outside(self, section: Section) -> None:
        """Name what is written before the first variant."""
        for line in [section.heading, *section.lines]:
            if line is not None and line.kind is not LineKind.BLANK:
                self._refuse(line, _("Begin with a heading such as ‘## variant care-home: Care home’"))

    def _refuse_section(self, section: Section) -> None:
        for line in [section.heading, *section.lines]:
            if line is not None and line.kind is not LineKind.BLANK:
                self._refuse(line, _("A story has %(most)s places and endings at most") % {"most": MOST_PLACES})


def _join_wrapped(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the entries of a list, each with the lines that it goes on over."""
    entries: list[list[Line]] = []
    goes_on = False
    for line in lines:
        if line.kind is LineKind.BLANK:
            goes_on = False
        elif line.kind is LineKind.TEXT and goes_on:
            entries[-1].append(line)
        else:
            entries.append([line])
            goes_on = True
    return [entry if entry[0].rest else [_show_whole(entry[0]), *entry[1:]] for entry in entries]


def _show_whole(line: Line) -> Line:
    return Line(line.number, line.raw, line.kind, line.raw)
