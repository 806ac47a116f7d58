"""The sections of an outline: what comes before the first heading, and what is under each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from ettle.activities.items.scenario.outline.outline_lines import Line, LineKind
from ettle.activities.items.scenario.outline.outline_terms import clean_key, make_key, make_unique


class SectionKind(Enum):
    HEAD = "head"
    OPENING = "opening"
    VARIABLES = "variables"
    MODEL = "logic model"
    REFLECTION = "reflection"
    PLACE = "place"
    ENDING = "ending"
    VARIANT = "variant"


STORY_KINDS = (SectionKind.PLACE, SectionKind.ENDING)
# What a heading without a title of its own begins.
PARTS = {
    "opening": SectionKind.OPENING,
    "variables": SectionKind.VARIABLES,
    "logic model": SectionKind.MODEL,
    "reflection": SectionKind.REFLECTION,
}
# Words that say what kind of place a heading begins; none of them is the name of a place.
KIND_WORDS = {
    "place": SectionKind.PLACE,
    "scene": SectionKind.PLACE,
    "step": SectionKind.PLACE,
    "ending": SectionKind.ENDING,
    "end": SectionKind.ENDING,
    "variant": SectionKind.VARIANT,
}


@dataclass
class Section:
    """heading: its line, None before the first. key, title: of a place, an ending or a variant.

    within: of a variant, the sections that follow its heading.
    """

    kind: SectionKind
    heading: Line | None = None
    key: str = ""
    title: str = ""
    is_key_written: bool = False
    is_key_repeated: bool = False
    lines: list[Line] = field(default_factory=list)
    within: list[Section] = field(default_factory=list)


def split_sections(lines: Sequence[Line]) -> list[Section]:
    """Return the head of an outline and then the section of every heading. Every place and ending has its own key.

    What follows the heading of a variant is within it, up to the heading of the next.
    """
    sections = [Section(SectionKind.HEAD)]
    for line in lines:
        if line.kind is LineKind.HEADING and (line.level > 1 or _has_title(sections)):
            sections.append(_begin_section(line))
        else:
            sections[-1].lines.append(line)
    story = _nest_variants(sections)
    for level in (story, *(section.within for section in story)):
        _give_keys([section for section in level if section.kind in STORY_KINDS])
    _give_keys(list(iter_kind(story, SectionKind.VARIANT)))
    return story


def _nest_variants(sections: Sequence[Section]) -> list[Section]:
    story: list[Section] = []
    for section in sections:
        is_within = story and story[-1].kind is SectionKind.VARIANT and section.kind is not SectionKind.VARIANT
        (story[-1].within if is_within else story).append(section)
    return story


def _has_title(sections: Sequence[Section]) -> bool:
    return len(sections) > 1 or any(line.kind is LineKind.HEADING for line in sections[0].lines)


def _begin_section(line: Line) -> Section:
    left, colon, title = line.rest.partition(":")
    part = PARTS.get(left.strip().lower())
    if part is not None and not title.strip():
        return Section(part, line)
    words = left.split(maxsplit=1)
    kind = KIND_WORDS.get(words[0].lower()) if words else None
    if kind is None and colon and clean_key(left):
        return Section(SectionKind.PLACE, line, clean_key(left), title.strip(), is_key_written=True)
    if kind is None:
        return Section(SectionKind.PLACE, line, title=line.rest)
    named = words[1] if len(words) > 1 else ""
    if not colon:
        return Section(kind, line, title=named)
    return Section(kind, line, clean_key(named), title.strip(), is_key_written=bool(clean_key(named)))


def _give_keys(sections: Sequence[Section]) -> None:
    taken: set[str] = set()
    written = {section.key for section in sections if section.is_key_written}
    for section in sections:
        if section.is_key_written:
            section.is_key_repeated = section.key in taken
            section.key = make_unique(section.key, taken)
        else:
            section.key = make_key(section.title, taken | written, otherwise=section.kind.value)
        taken.add(section.key)


def iter_kind(sections: Sequence[Section], *kinds: SectionKind) -> Iterator[Section]:
    return (section for section in sections if section.kind in kinds)


def heading_words(kind: SectionKind, key: str) -> str:
    """Return what stands before the colon of a heading, so that it is read as this place or ending."""
    words = key.split("-") if key else []
    if kind is SectionKind.ENDING or key in KIND_WORDS or (words and not clean_key(key)):
        return f"{kind.value} {key}".strip()
    return key
