"""The search guide as a pack describes it: what else people call things, and where someone in trouble finds help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlDate, find_problems
from ettle.kit.values.problems import Problem

LONGEST_WORDS = 100
LONGEST_TEXT = 400
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")

Words = Annotated[str, Rule("Write a word or a few.", pattern=r"\w"), Rule(max_length=LONGEST_WORDS)]
# With other words for the same place: "hits/beats me/him".
Phrase = Annotated[str, Rule("Write a word or a few.", pattern=r"\w"), Rule(max_length=LONGEST_TEXT)]
Text = Annotated[str, Rule("Write a sentence.", pattern=r"\w"), Rule(max_length=LONGEST_TEXT)]
Address = Annotated[
    str,
    Rule(
        "Write the address of a page of this site: /areas/resil/, or of a part of it: /statements/help/#the-part.",
        fullmatch=re.compile(r"/[^\s?#]*(#[^\s?#]+)?"),
    ),
]
Key = Annotated[str, Rule("Write a key of small letters, digits and hyphens.", fullmatch=KEY)]
Number = Annotated[
    str, Rule("Write a telephone number with digits and spaces.", fullmatch=re.compile(r"\+?[0-9][0-9 ]{1,19}"))
]


class SlipSpec(Spec):
    """What people type by mistake, and what they mean by it."""

    typed: tuple[Words, ...]
    means: Words


class PageSpec(Spec):
    """A page, and what people may type when they look for it."""

    address: Address
    phrases: tuple[Words, ...]


class ContactSpec(Spec):
    """Who to ring. when: the hours, or what it is for."""

    translated = frozenset({"when"})

    name: Words
    number: Number
    when: Annotated[str, Rule(max_length=LONGEST_WORDS)] = ""

    @property
    def link(self) -> str:
        """The number as a link for a telephone."""
        return "tel:" + self.number.replace(" ", "")


class FurtherSpec(Spec):
    """A page of this site to read."""

    translated = frozenset({"title"})

    title: Words
    address: Annotated[str, Rule("Write an address of this site: /areas/oppress/.", fullmatch=re.compile(r"/\S*"))]


class SignpostSpec(Spec):
    """What is shown above the results when someone searches for one of the words.

    words: "not/isnt breathing" is "not breathing" and "isnt breathing"; two other words may be between two of a phrase.
    now: what to do in danger. report: what to report, and who to tell. checked_on: when someone last checked the
    numbers.
    """

    translated = frozenset({"title", "now", "report"})

    key: Key
    title: Words
    words: tuple[Phrase, ...]
    now: Text
    report: Text
    contacts: tuple[ContactSpec, ...]
    read: tuple[FurtherSpec, ...] = ()
    checked_on: YamlDate | None = None


class SearchGuideSpec(Spec):
    """A file of the search guide. All of them together are the guide; the phrases of a page may be in several.

    synonyms: groups of words that mean the same to someone who searches. harmless: phrases that only sound like harm,
    such as "dead end", written like the words of a signpost.
    """

    key: Key
    synonyms: tuple[tuple[Words, ...], ...] = ()
    slips: tuple[SlipSpec, ...] = ()
    pages: tuple[PageSpec, ...] = ()
    signposts: tuple[SignpostSpec, ...] = ()
    harmless: tuple[Phrase, ...] = ()


def check_guide(spec: SearchGuideSpec) -> list[Problem]:
    return find_problems(spec, _find_clashes(spec))


def _find_clashes(spec: SearchGuideSpec) -> Iterator[Problem]:
    for place, group in enumerate(spec.synonyms):
        if len(group) < 2:
            yield Problem(f"synonyms.{place}", "Write at least two words that mean the same.")
    yield from _find_repeated("signposts", "key", [signpost.key for signpost in spec.signposts])
    yield from _find_repeated("pages", "address", [page.address for page in spec.pages])
    for place, signpost in enumerate(spec.signposts):
        if not signpost.contacts:
            yield Problem(f"signposts.{place}.contacts", "Name at least one person or service to ring.")
        if not signpost.words:
            yield Problem(f"signposts.{place}.words", "Write at least one word that shows this signpost.")


def _find_repeated(part: str, name: str, keys: list[str]) -> Iterator[Problem]:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            yield Problem(f"{part}.{place}.{name}", f"{key} is used before. Each may be used once.")
