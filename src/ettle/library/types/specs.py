"""Areas and statements as packs describe them, and the checks before anything is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlDate, YamlInt, find_problems
from ettle.kit.values.problems import Problem
from ettle.library.content_checks import readability
from ettle.library.markup import block_markdown
from ettle.people.types.specs import ROLE_KEY, RoleKey

# A framework may name its items freely, without spaces and slashes: vis.2, domain-7, 3(b).
ALIGNMENT = re.compile(r"[a-z][a-z0-9-]*(@[0-9A-Za-z.-]+)?:[^\s/\x00-\x1f\x7f]+")
BADGE = re.compile(r"[A-Z]+-[0-9]+")
INTERNAL_ADDRESS = re.compile(r"/([A-Za-z0-9_-]+/)*([?#][^\s<>\"]*)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_READING_GRADE = 10
MAX_WHY_LENGTH = 300
KEY_WORDS = "Write “{value}” as a key, in small letters with hyphens between words"

PageKey = Annotated[str, Rule("Write the key in small letters, with hyphens between words", fullmatch=SLUG)]
OtherKey = Annotated[str, Rule(KEY_WORDS, fullmatch=SLUG)]
SuccessorKey = Annotated[str, Rule(KEY_WORDS, fullmatch=re.compile(f"|{SLUG.pattern}"))]
Text = Annotated[str, Rule("Write something here", pattern=r"\S")]
Roles = Annotated[tuple[RoleKey, ...], Rule("Name at least one learning role", min_length=1)]
Alignment = Annotated[str, Rule("Write “{value}” as framework:item, such as capabilities:vis.2", fullmatch=ALIGNMENT)]
BadgeNumber = Annotated[str, Rule("Write “{value}” as a badge number, such as ET-101", fullmatch=BADGE)]
ToolTitle = Annotated[str, Rule("Say what the page is called", pattern=r"\S")]
ToolAddress = Annotated[str, Rule("Write the address of a page here, such as /me/goals/", fullmatch=INTERNAL_ADDRESS)]


class ReferenceSpec(Spec):
    """A source. pages: as printed in a citation, "28–29"."""

    text: str
    pages: str = ""
    url: str = ""


class ToolSpec(Spec):
    """A page of this site that helps with the area: /me/goals/. words: what it is good for, in a few words."""

    title: ToolTitle
    url: ToolAddress
    words: str = ""


class RetiredSpec(Spec):
    """The area is retired. successor: the key of the area to read instead. why: a sentence for readers."""

    successor: SuccessorKey = ""
    why: Annotated[str, Rule(f"Write at most {MAX_WHY_LENGTH} characters", max_length=MAX_WHY_LENGTH)] = ""


class AreaSpec(Spec):
    """An area. body: Markdown with the blocks of markup/block_markdown.py. minutes: the reading time shown.

    role_paragraphs: the same area seen from each role, by its key; Markdown. activities: keys of activities that go
    with it. related: keys of areas to read next. tools: in addition to those that every area shows. retired: only for
    an area that is no longer live.
    """

    key: PageKey
    title: Text
    summary: Text
    minutes: YamlInt
    roles: Roles
    capabilities: tuple[str, ...]
    position: YamlInt
    role_paragraphs: dict[str, str]
    try_this: str
    reflection: str
    reviewed_on: YamlDate
    body: Text
    alignments: tuple[Alignment, ...] = ()
    badges: tuple[BadgeNumber, ...] = ()
    references: tuple[ReferenceSpec, ...] = ()
    activities: tuple[OtherKey, ...] = ()
    tools: tuple[ToolSpec, ...] = ()
    related: tuple[OtherKey, ...] = ()
    retired: RetiredSpec | None = None


class StatementSpec(Spec):
    """A page about the site itself: accessibility, privacy, terms."""

    key: PageKey
    title: Text
    summary: Text
    reviewed_on: YamlDate
    body: Text
    position: YamlInt = 0


def check_spec(spec: AreaSpec | StatementSpec) -> list[Problem]:
    """All faults of a spec that can be found without the database, in the order of its fields."""
    problems = _body_problems(spec)
    if isinstance(spec, AreaSpec):
        problems += _link_problems(spec) + _role_problems(spec) + _length_problems(spec)
    return find_problems(spec, problems)


def linked_addresses(spec: AreaSpec | StatementSpec) -> Iterator[tuple[str, str]]:
    """(path of the field, address) for every link inside this site."""
    texts = {"body": spec.body}
    if isinstance(spec, AreaSpec):
        texts |= {f"role_paragraphs.{role}": text for role, text in spec.role_paragraphs.items()}
        texts |= {"try_this": spec.try_this}
    for path, text in texts.items():
        for address in readability.find_addresses(text):
            yield path, address


def _body_problems(spec: AreaSpec | StatementSpec) -> list[Problem]:
    problems = [Problem("body", words) for words in readability.find_markdown_faults(spec.body)]
    try:
        block_markdown.find_files(spec.body)
    except block_markdown.BlockError as wrong:
        problems.append(Problem("body", str(wrong)))
    return problems


def _link_problems(spec: AreaSpec) -> list[Problem]:
    problems = [] if spec.references else [Problem("references", "Name at least one source")]
    if spec.key in spec.related:
        problems.append(Problem(f"related.{spec.related.index(spec.key)}", "Name other areas; this is the area itself"))
    if spec.retired and spec.retired.successor == spec.key:
        problems.append(Problem("retired.successor", "Name another area; this is the area itself"))
    return problems


def _role_problems(spec: AreaSpec) -> list[Problem]:
    return [
        Problem(f"role_paragraphs.{role}", "Write a paragraph for this role")
        for role in spec.roles
        if ROLE_KEY.fullmatch(role) and not spec.role_paragraphs.get(role, "").strip()
    ]


def _length_problems(spec: AreaSpec) -> list[Problem]:
    needed = readability.reading_minutes(readability.count_words(spec))
    problems = []
    if abs(needed - spec.minutes) > max(1, spec.minutes // 4):
        problems.append(Problem("minutes", f"This takes about {needed} minutes to read; say so, or change the text"))
    grade = readability.reading_grade(spec.body)
    if grade > MAX_READING_GRADE:
        problems.append(Problem("body", f"This reads at grade {grade:.0f}; shorten sentences and words to 10 or less"))
    return problems
