"""The short terms of an outline: names, what a choice changes, conditions, and where an arrow leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from django.utils.text import slugify
from django.utils.translation import gettext as _

from ettle.activities.items.scenario.specs import ConditionSpec, EffectSpec, RouteSpec, VariableSpec

LONGEST_KEY = 60
KEY_WORDS = 5
ALWAYS = "always"

_NUMBER = r"([-+]?[0-9]{1,4})"
_EFFECT = re.compile(rf"(.+?)\s*(?:by\s*)?{_NUMBER}")
_RANGE = re.compile(rf"(.+?)\s+(?:is\s+)?(?:from\s+)?{_NUMBER}\s+to\s+{_NUMBER}")
_CONDITION = re.compile(
    rf"(.+?)\s*(?:is\s+)?(>=|<=|≥|≤|>|<|={{1,2}}|at least|at most|\bis\b)\s*{_NUMBER}", re.IGNORECASE
)
_VARIABLE = re.compile(
    rf"(.*?)(?:\s*\(\s*|[\s,]+)(?:from\s+)?{_NUMBER}\s+to\s+{_NUMBER}(?:[,;]?\s*(?:it\s+)?starts?\s+(?:at|with)\s+{_NUMBER})?\s*\)?\.?",
    re.IGNORECASE | re.DOTALL,
)
_JOINTS = re.compile(r"\s*[,;&]\s*|\s+and\s+", re.IGNORECASE)


class TermError(ValueError):
    """The term cannot be understood; the words say what was expected."""


class HasTitle(Protocol):
    """A place or an ending."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...


FindKey = Callable[[str], str]


def make_key(words: str, taken: Iterable[str] = (), *, otherwise: str = "") -> str:
    """Return a key made of the first words, unlike those that are taken."""
    slug = re.sub(r"[-_]+", "-", slugify(words)).strip("-")
    key = "-".join(slug.split("-")[:KEY_WORDS])[: LONGEST_KEY - 4].strip("-") or otherwise
    return make_unique(key, taken)


def make_unique(key: str, taken: Iterable[str]) -> str:
    used, number, unique = set(taken), 2, key
    while unique in used:
        unique, number = f"{key}-{number}", number + 1
    return unique


def clean_key(typed: str) -> str:
    """Return a typed name as a key, however it was spaced and capitalised."""
    return re.sub(r"[-_]+", "-", slugify(typed)).strip("-")[:LONGEST_KEY].strip("-")


def find_place(typed: str, places: Iterable[HasTitle]) -> str:
    """Return the key of the place or ending that is meant, by its name or its title; as typed when there is none."""
    wanted = clean_key(typed)
    every = list(places)
    keys = {place.key for place in every}
    if wanted in keys:
        return wanted
    return next((place.key for place in every if clean_key(place.title) == wanted), wanted)


def find_variable(typed: str, variables: Iterable[VariableSpec]) -> str:
    """Return the key of the variable that is meant, by its name or by what it means; as typed when there is none."""
    every = list(variables)
    if typed in {variable.key for variable in every}:
        return typed
    wanted = clean_key(typed)
    named = (variable.key for variable in every if wanted in {variable.key, clean_key(variable.label)})
    return next(named, wanted or typed)


def parse_effects(words: str, find: FindKey) -> tuple[EffectSpec, ...]:
    """Return what a choice changes: "trust +1, time -1". Raises TermError."""
    effects = []
    for part in _split_terms(words):
        match = _EFFECT.fullmatch(part)
        if match is None:
            raise TermError(_("Write what changes and by how much, such as (trust +1, time -1)"))
        effects.append(EffectSpec(variable=find(match[1].strip()), by=int(match[2])))
    return tuple(effects)


def format_effects(effects: Iterable[EffectSpec]) -> str:
    return ", ".join(f"{effect.variable} {effect.by:+d}" for effect in effects)


def parse_conditions(words: str, find: FindKey) -> tuple[ConditionSpec, ...]:
    """Return conditions that must all hold: "trust >= 2 and time <= 0". Raises TermError."""
    if words.strip().lower() == ALWAYS:
        return ()
    return tuple(_parse_condition(part, find) for part in _split_terms(words) or [""])


def _parse_condition(words: str, find: FindKey) -> ConditionSpec:
    if match := _RANGE.fullmatch(words):
        return ConditionSpec(variable=find(match[1]), at_least=int(match[2]), at_most=int(match[3]))
    match = _CONDITION.fullmatch(words)
    if match is None:
        raise TermError(_("Write a condition such as trust >= 2, or trust at most -1"))
    variable, sign, number = find(match[1].strip()), match[2].lower(), int(match[3])
    if sign in {">=", "≥", "at least", ">"}:
        return ConditionSpec(variable=variable, at_least=number + (sign == ">"))
    if sign in {"<=", "≤", "at most", "<"}:
        return ConditionSpec(variable=variable, at_most=number - (sign == "<"))
    return ConditionSpec(variable=variable, at_least=number, at_most=number)


def format_conditions(conditions: Iterable[ConditionSpec]) -> str:
    return " and ".join(map(_format_condition, conditions)) or ALWAYS


def _format_condition(condition: ConditionSpec) -> str:
    if condition.at_least is not None and condition.at_most is not None:
        return f"{condition.variable} {condition.at_least} to {condition.at_most}"
    if condition.at_most is not None:
        return f"{condition.variable} <= {condition.at_most}"
    return f"{condition.variable} >= {condition.at_least}" if condition.at_least is not None else condition.variable


def parse_route(words: str, find_target: FindKey, find_name: FindKey, *, places: Iterable[HasTitle]) -> RouteSpec:
    """Return where an arrow leads: "fragile if safety <= -1". Raises TermError."""
    typed = re.sub(r"^(?:otherwise|else)\b[\s:,]*", "", words.strip(), flags=re.IGNORECASE)
    if not clean_key(typed):
        raise TermError(_("Write the name of the place or ending after the arrow, such as -> the-kitchen"))
    target = find_target(typed)
    parts = re.split(r"\s+if\s+", typed, maxsplit=1, flags=re.IGNORECASE)
    if target in {place.key for place in places} or len(parts) == 1:
        return RouteSpec(to=target)
    return RouteSpec(to=find_target(parts[0]), when=parse_conditions(parts[1], find_name))


def format_route(route: RouteSpec) -> str:
    return f"{route.to} if {format_conditions(route.when)}" if route.when else route.to


def parse_variable(words: str) -> VariableSpec:
    """Return a variable: "trust: How far the team trusts you (from -3 to 3, starts at 0)". Raises TermError."""
    words = _clean_numbers(words)
    name, colon, label = words.partition(":")
    ranged = _VARIABLE.fullmatch(label if colon else name)
    meaning = (ranged[1] if ranged else label if colon else name).strip()
    key = clean_key(name if colon else meaning)
    if not key:
        raise TermError(_("Write a name and what it means, such as trust: How far the team trusts you (-3 to 3)"))
    limits = (int(ranged[2]), int(ranged[3]), int(ranged[4] or 0)) if ranged else (-5, 5, 0)
    return VariableSpec(key=key, label=meaning, lowest=limits[0], highest=limits[1], start=limits[2])


def format_variable(variable: VariableSpec) -> str:
    limits = f"(from {variable.lowest} to {variable.highest}, starts at {variable.start})"
    return f"{variable.key}: {variable.label} {limits}"


def _split_terms(words: str) -> list[str]:
    return [part for part in _JOINTS.split(_clean_numbers(words).strip()) if part]


def _clean_numbers(words: str) -> str:
    """Write minus signs that a word processor has changed as hyphens."""
    return re.sub(r"(?<![0-9\w])[\u2212–](?=[0-9])", "-", words)
