"""Fields and checks that the specs of several item types have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Protocol

from ettle.kit.input.specs import Rule, Spec
from ettle.kit.values.problems import Problem

KEY_WORDS = "Use small letters, digits and single hyphens, up to 60"

Key = Annotated[str, Rule(KEY_WORDS, fullmatch=re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), max_length=60)]
Text = Annotated[str, Rule("Write something here", pattern=r"\S")]


class ModelNodeSpec(Spec):
    """A node of the logic model in the words this activity uses for it."""

    translated = frozenset({"words"})

    key: str
    words: str


class HasKey(Protocol):
    @property
    def key(self) -> str: ...


def join_path(*parts: object) -> str:
    """The path of something in a spec, as a Problem names it: scenario.nodes.0.key."""
    return ".".join(str(part) for part in parts)


def find_repeated_keys(path: str, things: Sequence[HasKey]) -> Iterator[Problem]:
    """Name each key that an earlier thing of the same list has. path: of the list."""
    seen: set[str] = set()
    for place, thing in enumerate(things):
        if thing.key in seen:
            yield Problem(join_path(path, place, "key"), f"{thing.key} is already used above")
        seen.add(thing.key)
