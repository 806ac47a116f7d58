"""The part of an outline that tells a story to other roles and settings: from a heading ‘## variant …’ to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _

from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.outline.outline_lines import (
    Line,
    LineKind,
    TextBuilder,
    write_line,
    write_paragraphs,
)
from ettle.activities.items.scenario.outline.outline_places import SAME_FOR_ALL, Names, PlaceReader, Refuse
from ettle.activities.items.scenario.outline.outline_sections import Section, SectionKind, heading_words
from ettle.activities.items.scenario.outline.outline_terms import clean_key, format_conditions
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.items.scenario.text_variants import (
    EndingTexts,
    NodeTexts,
    OptionTexts,
    PlaceTexts,
    TextVariantSpec,
)

READERS = ("roles", "settings")
INDENT = "  "


class VariantReader:
    """Reads the sections of one variant. What cannot be understood goes to `refuse`."""

    def __init__(self, names: Names, refuse: Refuse) -> None:
        self.names, self.refuse = names, refuse
        self.readers: dict[str, list[str]] = {name: [] for name in READERS}
        self.texts = {SectionKind.OPENING: TextBuilder(), SectionKind.REFLECTION: TextBuilder()}
        self.nodes: list[NodeTexts] = []
        self.endings: list[EndingTexts] = []

    def read(self, section: Section) -> TextVariantSpec:
        self._read_readers(section)
        for part in section.within:
            if part.kind in self.texts:
                self._read_sentences(part, self.texts[part.kind])
            elif part.kind is SectionKind.PLACE:
                reader = PlaceReader(self.names, self.refuse, is_ending=False, is_variant=True).read(part.lines)
                self.nodes.append(reader.build_node_texts(part.key, part.title))
            elif part.kind is SectionKind.ENDING:
                reader = PlaceReader(self.names, self.refuse, is_ending=True, is_variant=True).read(part.lines)
                self.endings.append(reader.build_ending_texts(part.key, part.title))
            elif part.heading is not None:
                self.refuse(part.heading, str(SAME_FOR_ALL))
        return TextVariantSpec(
            key=section.key, label=section.title, roles=tuple(self.readers["roles"]),
            settings=tuple(self.readers["settings"]), opening=self.texts[SectionKind.OPENING].build(),
            reflection=self.texts[SectionKind.REFLECTION].build(), nodes=tuple(self.nodes), endings=tuple(self.endings),
        )  # fmt: skip

    def _read_readers(self, section: Section) -> None:
        for line in section.lines:
            if line.kind is LineKind.LABEL and line.label in self.readers:
                keys = (clean_key(typed) for typed in re.split(r"[,;]", line.rest))
                self.readers[line.label] += [key for key in keys if key]
            elif line.kind is not LineKind.BLANK:
                self.refuse(line, _("Under the heading of a variant write ‘for roles: …’ or ‘for settings: …’"))

    def _read_sentences(self, section: Section, text: TextBuilder) -> None:
        text.end_paragraph()
        for line in section.lines:
            if line.kind is LineKind.BLANK:
                text.end_paragraph()
            elif line.kind in {LineKind.TEXT, LineKind.EFFECTS}:
                text.add_line(line.raw)
            else:
                self._refuse_sentence(line)

    def _refuse_sentence(self, line: Line) -> None:
        self.refuse(line, _("Only sentences belong here. Begin a place with ## and its title"))


def write_variants(scenario: ScenarioSpec) -> str:
    """Return the text of all variants of a story; "" when it has none."""
    return "\n\n".join(part for variant in scenario.variants for part in write_variant(scenario, variant))


def write_variant(scenario: ScenarioSpec, variant: TextVariantSpec) -> Iterator[str]:
    """Return the paragraphs of one variant. scenario: the story, whose conditions are written beside its passages."""
    yield f"## variant {variant.key}: {variant.label}".rstrip()
    lists = [f"for {name}: {', '.join(getattr(variant, name))}" for name in READERS if getattr(variant, name)]
    if lists:
        yield "\n".join(lists)
    if variant.opening:
        yield "## Opening"
        yield write_paragraphs(variant.opening)
    for own in (*variant.nodes, *variant.endings):
        yield from _write_place(scenario, own)
    if variant.reflection:
        yield "## Reflection"
        yield write_paragraphs(variant.reflection)


def _write_place(scenario: ScenarioSpec, own: PlaceTexts) -> Iterator[str]:
    kind = SectionKind.PLACE if isinstance(own, NodeTexts) else SectionKind.ENDING
    yield f"## {heading_words(kind, own.key)}: {own.title}".rstrip()
    if own.text:
        yield write_paragraphs(own.text)
    place = engine.find_node(scenario, own.key) or engine.find_ending(scenario, own.key)
    conditions = [passage.when for passage in place.passages] if place else []
    for text, when in zip_longest(own.passages, conditions[: len(own.passages)], fillvalue=()):
        yield f"(if {format_conditions(when)}) {write_line(text or '')}".rstrip()
    if isinstance(own, NodeTexts):
        if own.question:
            yield f"? {write_line(own.question)}"
        yield from map(_write_option, own.options)
    if isinstance(own, EndingTexts):
        labelled = (("did well", own.did_well), ("missed link", own.missed_link), ("question", own.question))
        yield from (f"{label}: {write_line(text)}" for label, text in labelled if text)


def _write_option(own: OptionTexts) -> str:
    parts = [f"- {write_line(own.text)} [key: {own.key}]"]
    if own.consequence:
        parts.append(_indent(write_paragraphs(own.consequence)))
    facts = [f"why: {write_line(own.why)}"] if own.why else []
    if own.skips_duty:
        facts.append(f"leaves undone: {write_line(own.skips_duty)}")
    return "\n".join([*parts, *(["", _indent("\n".join(facts))] if facts else [])])


def _indent(text: str) -> str:
    return "\n".join(f"{INDENT}{line}" if line else "" for line in text.split("\n"))
