"""The spec of a pack’s own file, pack.toml."""

from __future__ import annotations

import re
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, find_problems
from ettle.kit.values.problems import Problem

KEY_WORDS = "Write the key in small letters, with hyphens between words."

Key = Annotated[str, Rule(KEY_WORDS, fullmatch=re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), max_length=60)]


def _not_blank(name: str) -> Rule:
    return Rule(f"Write the {name} of the pack.", pattern=r"\S")


class PackSpec(Spec):
    """pack.toml. key: identifies the pack for ever; loading a pack of the same key updates what it loaded before."""

    key: Key
    title: Annotated[str, _not_blank("title")]
    version: Annotated[str, _not_blank("version")]
    language: Annotated[str, _not_blank("language")]
    licence: Annotated[str, _not_blank("licence")]
    description: str = ""


def check_pack(spec: PackSpec) -> list[Problem]:
    return find_problems(spec)
