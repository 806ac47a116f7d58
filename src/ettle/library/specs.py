"""What a pack says an area or a statement is, and what is wrong with it before anything is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date

from ettle.kit.values.problems import Problem
from ettle.library.content_checks import readability
from ettle.library.markup import block_markdown

# Frameworks call their items as they like, without spaces and slashes: vis.2, domain-7, 3(b).
ALIGNMENT = re.compile(r"[a-z][a-z0-9-]*(@[0-9A-Za-z.-]+)?:[^\s/\x00-\x1f\x7f]+")
BADGE = re.compile(r"[A-Z]+-[0-9]+")
INTERNAL_ADDRESS = re.compile(r"/([A-Za-z0-9_-]+/)*([?#][^\s<>\"]*)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROLES = ("citizen", "frontline", "supervisor", "manager", "strategic")
MAX_READING_GRADE = 10
MAX_WHY_LENGTH = 300


@dataclass(frozen=True)
class ReferenceSpec:
    """A source. pages as a reader would write them: "28–29"."""

    text: str
    pages: str = ""
    url: str = ""


@dataclass(frozen=True)
class ToolSpec:
    """A page of this site that helps with the area: /me/goals/. words: what it is good for, in a few words."""

    title: str
    url: str
    words: str = ""


@dataclass(frozen=True)
class RoleParagraphs:
    """The same area seen from each role; Markdown."""

    citizen: str = ""
    frontline: str = ""
    supervisor: str = ""
    manager: str = ""
    strategic: str = ""


@dataclass(frozen=True)
class RetiredSpec:
    """The area is taken off for good. successor: the key of the area that its readers are led to. why: a sentence."""

    successor: str = ""
    why: str = ""


@dataclass(frozen=True)
class AreaSpec:
    """An area. body is Markdown with the conventions of writing.py; minutes is the reading time we promise.

    activities: keys of activities that go with it. related: keys of areas to read next. tools: beside those that every
    area shows. retired: only for an area that is not shown any more.
    """

    key: str
    title: str
    summary: str
    minutes: int
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    position: int
    role_paragraphs: RoleParagraphs
    try_this: str
    reflection: str
    reviewed_on: date
    body: str
    alignments: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    references: tuple[ReferenceSpec, ...] = field(default=())
    activities: tuple[str, ...] = ()
    tools: tuple[ToolSpec, ...] = field(default=())
    related: tuple[str, ...] = ()
    retired: RetiredSpec | None = None


@dataclass(frozen=True)
class StatementSpec:
    """A page of the operator's own: accessibility, privacy, terms."""

    key: str
    title: str
    summary: str
    reviewed_on: date
    body: str
    position: int = 0


def check_spec(spec: AreaSpec | StatementSpec) -> list[Problem]:
    """Everything wrong with a spec that can be seen without the database, in reading order."""
    problems = _text_problems(spec)
    if isinstance(spec, AreaSpec):
        problems += _link_problems(spec) + _role_problems(spec) + _length_problems(spec) + _retirement_problems(spec)
    return problems


def linked_addresses(spec: AreaSpec | StatementSpec) -> Iterator[tuple[str, str]]:
    """Every address of this site that the words lead to, with the path of the words."""
    texts = {"body": spec.body}
    if isinstance(spec, AreaSpec):
        texts |= {f"role_paragraphs.{role}": text for role, text in asdict(spec.role_paragraphs).items()}
        texts |= {"try_this": spec.try_this}
    for path, text in texts.items():
        for address in readability.find_addresses(text):
            yield path, address


def _text_problems(spec: AreaSpec | StatementSpec) -> list[Problem]:
    problems = []
    if not SLUG.fullmatch(spec.key):
        problems.append(Problem("key", "Write the key in small letters, with hyphens between words"))
    problems += [
        Problem(name, "Write something here") for name in ("title", "summary", "body") if not _stripped_text(spec, name)
    ]
    problems += [Problem("body", words) for words in readability.find_markdown_faults(spec.body)]
    return problems + _block_problems(spec)


def _block_problems(spec: AreaSpec | StatementSpec) -> list[Problem]:
    try:
        block_markdown.find_files(spec.body)
    except block_markdown.BlockError as wrong:
        return [Problem("body", str(wrong))]
    return []


def _stripped_text(spec: AreaSpec | StatementSpec, name: str) -> str:
    return str(getattr(spec, name)).strip()


def _link_problems(spec: AreaSpec) -> list[Problem]:
    problems = [
        Problem(f"alignments.{place}", f"Write “{reference}” as framework:item, such as capabilities:vis.2")
        for place, reference in enumerate(spec.alignments)
        if not ALIGNMENT.fullmatch(reference)
    ]
    problems += [
        Problem(f"badges.{place}", f"Write “{number}” as a badge number, such as ET-101")
        for place, number in enumerate(spec.badges)
        if not BADGE.fullmatch(number)
    ]
    if not spec.references:
        problems.append(Problem("references", "Name at least one source"))
    return problems + _related_problems(spec)


def _related_problems(spec: AreaSpec) -> list[Problem]:
    problems = [
        Problem(f"{name}.{place}", f"Write “{key}” as a key, in small letters with hyphens between words")
        for name in ("activities", "related")
        for place, key in enumerate(getattr(spec, name))
        if not SLUG.fullmatch(key)
    ]
    if spec.key in spec.related:
        problems.append(Problem(f"related.{spec.related.index(spec.key)}", "Name other areas; this is the area itself"))
    for place, tool in enumerate(spec.tools):
        if not tool.title.strip():
            problems.append(Problem(f"tools.{place}.title", "Say what the page is called"))
        if not INTERNAL_ADDRESS.fullmatch(tool.url):
            problems.append(Problem(f"tools.{place}.url", "Write the address of a page here, such as /me/goals/"))
    return problems


def _role_problems(spec: AreaSpec) -> list[Problem]:
    problems = [] if spec.roles else [Problem("roles", f"Name at least one role of {', '.join(ROLES)}")]
    for place, role in enumerate(spec.roles):
        if role not in ROLES:
            problems.append(Problem(f"roles.{place}", f"“{role}” is not a role; use {', '.join(ROLES)}"))
        elif not getattr(spec.role_paragraphs, role).strip():
            problems.append(Problem(f"role_paragraphs.{role}", "Write a paragraph for this role"))
    return problems


def _retirement_problems(spec: AreaSpec) -> list[Problem]:
    if spec.retired is None:
        return []
    problems = []
    if spec.retired.successor == spec.key:
        problems.append(Problem("retired.successor", "Name another area; this is the area itself"))
    elif spec.retired.successor and not SLUG.fullmatch(spec.retired.successor):
        words = f"Write “{spec.retired.successor}” as a key, in small letters with hyphens between words"
        problems.append(Problem("retired.successor", words))
    if len(spec.retired.why) > MAX_WHY_LENGTH:
        problems.append(Problem("retired.why", f"Write at most {MAX_WHY_LENGTH} characters"))
    return problems


def _length_problems(spec: AreaSpec) -> list[Problem]:
    needed = readability.reading_minutes(readability.count_words(spec))
    problems = []
    if abs(needed - spec.minutes) > max(1, spec.minutes // 4):
        problems.append(Problem("minutes", f"This takes about {needed} minutes to read; say so, or change the text"))
    grade = readability.reading_grade(spec.body)
    if grade > MAX_READING_GRADE:
        problems.append(Problem("body", f"This reads at grade {grade:.0f}; shorten sentences and words to 10 or less"))
    return problems
