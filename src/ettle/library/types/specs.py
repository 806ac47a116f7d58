"""Areas and statements as packs describe them, and the checks before anything is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlBool, YamlDate, YamlInt, find_problems
from ettle.kit.values.problems import Problem
from ettle.library.content_checks import readability
from ettle.library.markup import block_markdown
from ettle.library.types.illustrations import drawing_path, icon_path
from ettle.people.types.specs import ROLE_KEY, SETTING_KEY, RoleKey

# A framework may name its items freely, without spaces and slashes: vis.2, domain-7, 3(b).
ALIGNMENT = re.compile(r"[a-z][a-z0-9-]*(@[0-9A-Za-z.-]+)?:[^\s/\x00-\x1f\x7f]+")
BADGE = re.compile(r"[A-Z]+-[0-9]+")
INTERNAL_ADDRESS = re.compile(r"/([A-Za-z0-9_-]+/)*([?#][^\s<>\"]*)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_READING_GRADE = 10
MAX_WHY_LENGTH = 300
MAX_OUTCOME_LENGTH, MAX_ACT_LENGTH, MAX_QUESTION_LENGTH = 90, 140, 140
MAX_OPTION_LENGTH, MAX_DESCRIPTION_LENGTH = 200, 400
SHORT_SENTENCES, MAX_SHORT_WORDS = 3, 75
CHECK_QUESTIONS, CHECK_OPTIONS = (2, 3), (2, 5)
KEY_WORDS = "Write ‘{value}’ as a key, in small letters with hyphens between words"

PageKey = Annotated[str, Rule("Write the key in small letters, with hyphens between words", fullmatch=SLUG)]
OtherKey = Annotated[str, Rule(KEY_WORDS, fullmatch=SLUG)]
OptionalKey = Annotated[str, Rule(KEY_WORDS, fullmatch=re.compile(f"|{SLUG.pattern}"))]
Text = Annotated[str, Rule("Write something here", pattern=r"\S")]
Roles = Annotated[tuple[RoleKey, ...], Rule("Name at least one learning role", min_length=1)]
Alignment = Annotated[str, Rule("Write ‘{value}’ as framework:item, such as skills:plan.2", fullmatch=ALIGNMENT)]
BadgeNumber = Annotated[str, Rule("Write ‘{value}’ as a badge number, such as ET-101", fullmatch=BADGE)]
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


class OptionSpec(Spec):
    """A possible answer of a knowledge check. right: it is the right one. why: what its reader learns from it."""

    text: Annotated[str, Rule("Write the answer", pattern=r"\S"), Rule(max_length=MAX_OPTION_LENGTH)]
    why: Annotated[str, Rule("Say why this is right or wrong", pattern=r"\S"), Rule(max_length=MAX_DESCRIPTION_LENGTH)]
    right: YamlBool = False


class CheckSpec(Spec):
    """A question that checks what was understood, and teaches. Answers are never stored."""

    question: Annotated[str, Rule("Write the question", pattern=r"\S"), Rule(max_length=MAX_OPTION_LENGTH)]
    options: tuple[OptionSpec, ...]


class RetiredSpec(Spec):
    """The area is retired. successor: the key of the area to read instead. why: a sentence for readers."""

    successor: OptionalKey = ""
    why: Annotated[str, Rule(f"Write at most {MAX_WHY_LENGTH} characters", max_length=MAX_WHY_LENGTH)] = ""


class AreaSpec(Spec):
    """An area. body: Markdown with the blocks of markup/block_markdown.py. minutes: the reading time shown.

    role_paragraphs: the same area seen from each role, by its key; Markdown. activities: keys of activities that go
    with it. related: keys of areas to read next. tools: in addition to those that every area shows. retired: only for
    an area that is no longer live.

    group: the key of a group in groups.yaml. outcome: what gets better for people. drawing: the name of two files,
    drawings/NAME.svg and drawings/NAME.icon.svg. in_short: the area in three sentences. act: one small act for this
    week, which a reader makes a goal; try_this says it at length. question: one to think about; reflection says it at
    length. setting_examples: an example for each setting of settings.yaml, by its key; Markdown.
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
    group: OptionalKey = ""
    outcome: Annotated[str, Rule(max_length=MAX_OUTCOME_LENGTH)] = ""
    drawing: OptionalKey = ""
    drawing_alt: Annotated[str, Rule(max_length=MAX_DESCRIPTION_LENGTH)] = ""
    in_short: tuple[Text, ...] = ()
    act: Annotated[str, Rule(max_length=MAX_ACT_LENGTH)] = ""
    question: Annotated[str, Rule(max_length=MAX_QUESTION_LENGTH)] = ""
    checks: tuple[CheckSpec, ...] = ()
    setting_examples: dict[str, str] = {}


class GroupSpec(Spec):
    """A group of areas in the menu of the front page."""

    translated = frozenset({"title"})

    key: PageKey
    title: Annotated[str, Rule("Write the title", pattern=r"\S"), Rule(max_length=80)]


class GroupsSpec(Spec):
    """The groups of areas, in the order in which people see them."""

    groups: tuple[GroupSpec, ...]


class StatementSpec(Spec):
    """A page about the site itself: accessibility, privacy, terms."""

    translated = frozenset({"title", "summary", "body"})

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
        problems += _link_problems(spec) + _role_problems(spec) + _length_problems(spec) + list(_opening_problems(spec))
    return find_problems(spec, problems)


def linked_addresses(spec: AreaSpec | StatementSpec) -> Iterator[tuple[str, str]]:
    """(path of the field, address) for every link inside this site."""
    texts = {"body": spec.body}
    if isinstance(spec, AreaSpec):
        texts |= {f"role_paragraphs.{role}": text for role, text in spec.role_paragraphs.items()}
        texts |= {f"setting_examples.{setting}": text for setting, text in spec.setting_examples.items()}
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


def check_groups(spec: GroupsSpec) -> list[Problem]:
    keys = [group.key for group in spec.groups]
    repeated = [place for place, key in enumerate(keys) if key in keys[:place]]
    words = "The key {} is used before. Each may be used once."
    return find_problems(spec, [Problem(f"groups.{place}.key", words.format(keys[place])) for place in repeated])


def drawing_files(spec: AreaSpec) -> list[str]:
    """The paths of the drawing and of the icon that an area names."""
    return [drawing_path(spec.drawing), icon_path(spec.drawing)] if spec.drawing else []


def find_short_faults(sentences: Sequence[str]) -> Iterator[str]:
    """What is wrong with the sentences of "In short", each as a sentence."""
    if sentences and len(sentences) != SHORT_SENTENCES:
        yield f"Write {SHORT_SENTENCES} sentences; there are {len(sentences)}"
    words = len(" ".join(sentences).split())
    if words > MAX_SHORT_WORDS:
        yield f"Write at most {MAX_SHORT_WORDS} words in the sentences together; there are {words}"


def _opening_problems(spec: AreaSpec) -> Iterator[Problem]:
    """Faults of what a reader meets first, and of the knowledge check."""
    if spec.drawing and not spec.drawing_alt.strip():
        yield Problem("drawing_alt", "Say in a sentence or two what the drawing shows, for people who cannot see it")
    yield from (Problem("in_short", words) for words in find_short_faults(spec.in_short))
    least, most = CHECK_QUESTIONS
    if spec.checks and not least <= len(spec.checks) <= most:
        yield Problem("checks", f"Ask {least} or {most} questions; there are {len(spec.checks)}")
    for place, check in enumerate(spec.checks):
        yield from _check_problems(check, f"checks.{place}.options")
    for setting in spec.setting_examples:
        if not SETTING_KEY.fullmatch(setting):
            yield Problem(f"setting_examples.{setting}", KEY_WORDS.format(value=setting))


def _check_problems(check: CheckSpec, path: str) -> Iterator[Problem]:
    least, most = CHECK_OPTIONS
    if not least <= len(check.options) <= most:
        yield Problem(path, f"Give {least} to {most} answers to choose from; there are {len(check.options)}")
    right = sum(option.right for option in check.options)
    if right != 1:
        yield Problem(path, f"Mark exactly one answer with right: true; {right} are marked")


def _length_problems(spec: AreaSpec) -> list[Problem]:
    needed = readability.reading_minutes(readability.count_words(spec))
    problems = []
    if abs(needed - spec.minutes) > max(1, spec.minutes // 4):
        problems.append(Problem("minutes", f"This takes about {needed} minutes to read; say so, or change the text"))
    grade = readability.reading_grade(spec.body)
    if grade > MAX_READING_GRADE:
        problems.append(Problem("body", f"This reads at grade {grade:.0f}; shorten sentences and words to 10 or less"))
    return problems
