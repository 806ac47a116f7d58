"""What an author hands in: an activity as plain data, and what must be true of it before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import create_model

from ettle.activities.items import registry
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec, YamlInt, find_problems
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey, SettingKey


class RequiredActivity(Spec):
    """One activity of a group that a badge asks for.

    roles: the learning roles it is meant for; empty means all. settings: the kinds of service it takes place in; people
    who work there are offered it first.
    """

    key: str
    roles: tuple[RoleKey, ...] = ()
    settings: tuple[SettingKey, ...] = ()


class ActivitySpec(Spec):
    """What every activity has. What is handed in is an ActivityFileSpec, which has the part of its kind too."""

    translated = frozenset({"title", "summary"})

    key: Key
    kind: str
    title: Text
    summary: Text
    minutes: Annotated[YamlInt, Rule("Say how many minutes it takes, from 1 to 120", ge=1, le=120)]

    @property
    def part(self) -> Spec | None:
        """What is played. None when the kind is unknown or the part is missing."""
        return self.parts.get(self.kind)

    @property
    def parts(self) -> dict[str, Spec | None]:
        """The part of each item type by its key; an activity that may be published has one, of its own kind."""
        return {item_type.key: getattr(self, item_type.key, None) for item_type in registry.item_types()}


def build_file_spec() -> type[ActivitySpec]:
    """Return ActivitySpec with a field for the part of each item type."""
    types = registry.item_types()
    kinds = tuple(item_type.key for item_type in types)
    fields: dict[str, Any] = {item_type.key: (item_type.spec | None, None) for item_type in types}
    fields["kind"] = (Annotated[str, Rule(f"Use {' or '.join(kinds)}", choices=kinds)], ...)
    return create_model("ActivityFileSpec", __base__=ActivitySpec, __module__=__name__, **fields)


# What an activity's file is read into. An attribute of this module, so that it can be pickled.
ActivityFileSpec = build_file_spec()


def check_activity(spec: ActivitySpec) -> list[Problem]:
    """Return what keeps an activity from being published, in the order of its data; nothing when it may be."""
    problems = find_problems(spec, _check_parts(spec))
    if not problems and spec.part is not None:
        problems += registry.find_item_type(spec.kind).check_paths(spec.part)
    return problems


def _check_parts(spec: ActivitySpec) -> Iterator[Problem]:
    for key, part in spec.parts.items():
        if (part is not None) != (spec.kind == key):
            yield Problem(key, f"An activity of kind {spec.kind or 'unknown'} has one part, of its own kind")
    if spec.part is not None:
        yield from registry.find_item_type(spec.kind).check(spec.part)


def spec_to_content(spec: ActivitySpec) -> dict[str, object]:
    """The part that is played, as it is stored."""
    return spec.part.model_dump() if spec.part is not None else {}
