"""A scheme of continuous professional learning as a pack describes it, and what must be true of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlBool, find_problems
from ettle.kit.values.problems import Problem

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Key = Annotated[str, Rule("‘{value}’ is not a key. Write small letters with hyphens.", fullmatch=KEY, max_length=40)]
Title = Annotated[str, Rule("Write the title.", pattern=r"\S"), Rule(max_length=200)]
Words = Annotated[str, Rule("Write a sentence.", pattern=r"\S"), Rule(max_length=600)]


class PartSpec(Spec):
    """Something that the learning of a topic must include."""

    translated = frozenset({"title"})

    key: Key
    title: Title


class TopicSpec(Spec):
    """item: the key of an element of the framework. only_for: the key of a group; empty for everyone."""

    item: str
    includes: tuple[PartSpec, ...] = ()
    only_for: str = ""


class GroupSpec(Spec):
    """People who have topics in addition. ask: the words of a tick box, ‘I am a social worker’."""

    translated = frozenset({"ask"})

    key: Key
    ask: Title


class SchemeSpec(Spec):
    """Which framework learning is recorded under, and what the regulator asks for.

    framework: its key. asks_registration_date: whether a year begins on the day a person was registered; without a
    date, and where it is not asked, a year is a calendar year. note: what its authors have and have not checked.
    """

    translated = frozenset({"title", "about", "note"})

    framework: str
    title: Title
    regulator: Title
    about: Words
    topics: tuple[TopicSpec, ...]
    groups: tuple[GroupSpec, ...] = ()
    asks_registration_date: YamlBool = False
    note: Annotated[str, Rule(max_length=600)] = ""
    source_url: Annotated[str, Rule(max_length=300)] = ""


def check_scheme(spec: SchemeSpec) -> list[Problem]:
    """The problems of a scheme on its own. Whether the elements exist is checked on loading."""
    problems = [] if spec.topics else [Problem("topics", "Write at least one topic.")]
    groups = {group.key for group in spec.groups}
    for place, topic in enumerate(spec.topics):
        if topic.only_for and topic.only_for not in groups:
            words = f"There is no group {topic.only_for}. Add it to groups, or correct only_for."
            problems.append(Problem(f"topics.{place}.only_for", words))
        problems += _find_repeated(f"topics.{place}.includes", "key", (part.key for part in topic.includes))
    problems += _find_repeated("topics", "item", (topic.item for topic in spec.topics))
    problems += _find_repeated("groups", "key", (group.key for group in spec.groups))
    return find_problems(spec, problems)


def _find_repeated(path: str, name: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            yield Problem(f"{path}.{place}.{name}", f"The {name} {key} is used before. Each may be used once.")
        seen.add(key)
