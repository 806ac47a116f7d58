"""Plays a draft from any place with any variables. Everything is in the address: nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ettle.activities.types.stories import (
    EndingSpec,
    NodeSpec,
    OptionSpec,
    Reader,
    ScenarioSpec,
    ScenarioState,
    UnknownChoice,
    find_ending,
    find_node,
    find_option,
    take_step,
    visible_passages,
)

FITTING = "fitting"  # the variant that a reader would begin with
NUMBER = re.compile(r"[-+]?[0-9]{1,4}")


@dataclass(frozen=True)
class PreviewedChoice:
    node: NodeSpec
    option: OptionSpec


@dataclass(frozen=True)
class PreviewedPlace:
    """Where the preview is. before: the choice that led here. is_stuck: the option that was chosen leads nowhere yet.

    variables: the label, the field's name, the value and the limits of each variable."""

    state: ScenarioState
    node: NodeSpec | None
    ending: EndingSpec | None
    passages: list[str]
    before: PreviewedChoice | None
    is_stuck: bool
    is_start: bool
    variables: list[dict[str, Any]]

    @property
    def address(self) -> str:
        """Return the query that shows this place with these values again."""
        values = [(variable["name"], variable["value"]) for variable in self.variables]
        return urlencode([("at", self.state.at), *values])


@dataclass(frozen=True)
class PreviewedReader:
    """Who the preview is for. version: the key of a variant, "" for the story as it is, or FITTING.

    variant: the key of the variant that is shown; "" for the story as it is."""

    role: str
    setting: str
    version: str
    variant: str


def read_reader(scenario: ScenarioSpec, asked: Mapping[str, str]) -> PreviewedReader:
    """asked: `role` and `setting`, the keys of a reader; `variant`, the key of a variant or FITTING."""
    role, setting, version = asked.get("role", ""), asked.get("setting", ""), asked.get("variant", "")
    fitting = scenario.choose_variant(Reader((role,) if role else (), setting))
    known = {variant.key for variant in scenario.variants}
    variant = fitting if version == FITTING else version if version in known else ""
    return PreviewedReader(role, setting, version, variant)


def preview_place(scenario: ScenarioSpec, asked: Mapping[str, str]) -> PreviewedPlace:
    """asked: `at`, the key of a place; a number for each variable as `v-trust`; `choose`, the key of an option."""
    state = ScenarioState(asked.get("at") or scenario.start, _read_values(scenario, asked))
    before, is_stuck = None, False
    node = find_node(scenario, state.at)
    if node is not None and (choice := asked.get("choose", "")):
        try:
            before = PreviewedChoice(node, find_option(scenario, node.key, choice))
            state = take_step(scenario, state, choice)
        except UnknownChoice:
            is_stuck = True
    node, ending = find_node(scenario, state.at), find_ending(scenario, state.at)
    place = node or ending
    return PreviewedPlace(
        state=state,
        node=node,
        ending=ending,
        passages=visible_passages(place.passages, state) if place else [],
        before=before,
        is_stuck=is_stuck,
        is_start=before is None and state.at == scenario.start,
        variables=_show_variables(scenario, dict(state.values)),
    )


def _read_values(scenario: ScenarioSpec, asked: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    values = []
    for variable in scenario.variables:
        typed = asked.get(f"v-{variable.key}", "")
        value = int(typed) if NUMBER.fullmatch(typed) else variable.start
        values.append((variable.key, max(variable.lowest, min(variable.highest, value))))
    return tuple(values)


def _show_variables(scenario: ScenarioSpec, values: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": variable.label or variable.key,
            "name": f"v-{variable.key}",
            "value": values[variable.key],
            "lowest": variable.lowest,
            "highest": variable.highest,
        }
        for variable in scenario.variables
    ]
