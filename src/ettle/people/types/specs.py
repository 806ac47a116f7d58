"""The learning roles as a pack describes them, and what must be true of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from ettle.kit.input.specs import Rule, Spec, YamlBool, find_problems
from ettle.kit.values.problems import Problem

# The key of an indicator is that of its theme, a dot and a role, and has to fit into its column.
LONGEST_KEY = 10
LONGEST_TITLE = 80
LONGEST_WORDS = 300
LONGEST_SETTING_KEY = 40
ROLE_KEY = re.compile(rf"[a-z][a-z0-9-]{{0,{LONGEST_KEY - 1}}}")
SETTING_KEY = re.compile(rf"(?=.{{1,{LONGEST_SETTING_KEY}}}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")

RoleKey = Annotated[
    str,
    Rule(
        f"‘{{value}}’ is not the key of a learning role. Write small letters, {LONGEST_KEY} at most.",
        fullmatch=ROLE_KEY,
    ),
]
Title = Annotated[str, Rule("Write the title.", pattern=r"\S"), Rule(max_length=LONGEST_TITLE)]


class RoleSpec(Spec):
    """One learning role; `ettle.people.types.LearningRole` says what the fields mean."""

    translated = frozenset({"title", "who"})

    key: RoleKey
    title: Title
    who: Annotated[str, Rule("Say who learns in this role.", pattern=r"\S"), Rule(max_length=LONGEST_WORDS)]
    is_default: YamlBool = False
    is_hidden: YamlBool = False


class RolesSpec(Spec):
    """The learning roles, in the order in which people see them."""

    roles: tuple[RoleSpec, ...]


SettingKey = Annotated[
    str,
    Rule(
        f"‘{{value}}’ is not the key of a setting. Write small letters with hyphens, {LONGEST_SETTING_KEY} at most.",
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=LONGEST_SETTING_KEY,
    ),
]


class SettingSpec(Spec):
    """One setting that people work in: a care home, care at home."""

    translated = frozenset({"title"})

    key: SettingKey
    title: Title


class SettingsSpec(Spec):
    """The settings, in the order in which people see them."""

    settings: tuple[SettingSpec, ...]


def check_settings(spec: SettingsSpec) -> list[Problem]:
    keys = [setting.key for setting in spec.settings]
    repeated = [place for place, key in enumerate(keys) if key in keys[:place]]
    words = "The key {} is used before. Each may be used once."
    return find_problems(spec, [Problem(f"settings.{place}.key", words.format(keys[place])) for place in repeated])


def check_roles(spec: RolesSpec) -> list[Problem]:
    return find_problems(spec, _find_clashes(spec))


def _find_clashes(spec: RolesSpec) -> Iterator[Problem]:
    for place, role in enumerate(spec.roles):
        before = spec.roles[:place]
        if role.key in {other.key for other in before}:
            yield Problem(f"roles.{place}.key", f"The key {role.key} is used before. Each may be used once.")
        if role.is_default and any(other.is_default for other in before):
            yield Problem(f"roles.{place}.is_default", "Another role is the default already. Choose one of them.")
        if role.is_default and role.is_hidden:
            words = "The default role is shown to everyone. Hide another, or choose another default."
            yield Problem(f"roles.{place}.is_hidden", words)
