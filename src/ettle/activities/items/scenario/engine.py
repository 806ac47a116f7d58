"""The scenario engine: pure functions from what was chosen to where one stands. It stores nothing and asks no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ettle.activities.items.scenario.specs import (
    ConditionSpec,
    EndingSpec,
    NodeSpec,
    OptionSpec,
    PassageSpec,
    ScenarioSpec,
)

VariableValues = tuple[tuple[str, int], ...]


class UnknownChoice(ValueError):
    """The node has no such option, or the path has ended."""


@dataclass(frozen=True)
class TakenChoice:
    """One choice that was made."""

    node: str
    option: str


@dataclass(frozen=True)
class ScenarioState:
    """at: a node's or an ending's key. values: each variable and where it stands, in the author's order."""

    at: str
    values: VariableValues
    taken: tuple[TakenChoice, ...] = ()


def begin_scenario(scenario: ScenarioSpec) -> ScenarioState:
    return ScenarioState(scenario.start, tuple((variable.key, variable.start) for variable in scenario.variables))


def take_step(scenario: ScenarioSpec, state: ScenarioState, choice: str) -> ScenarioState:
    """Return where a choice leads. Raises UnknownChoice for an option that is not offered there."""
    option = find_option(scenario, state.at, choice)
    values = _apply_effects(scenario, state.values, option)
    target = next((route.to for route in option.routes if is_satisfied(route.when, values)), None)
    if target is None:
        raise UnknownChoice(choice)
    return ScenarioState(target, values, (*state.taken, TakenChoice(state.at, choice)))


def reachable_states(scenario: ScenarioSpec, *, most: int) -> Iterator[ScenarioState]:
    """Return every place with every state of the variables that it can be met in, up to so many."""
    waiting = [begin_scenario(scenario)]
    seen = {(waiting[0].at, waiting[0].values)}
    while waiting:
        state = waiting.pop()
        yield ScenarioState(state.at, state.values)
        for option in available_options(scenario, state):
            after = take_step(scenario, state, option.key)
            if (after.at, after.values) not in seen and len(seen) < most:
                seen.add((after.at, after.values))
                waiting.append(after)


def replay_choices(scenario: ScenarioSpec, choices: Iterable[str]) -> ScenarioState:
    """Return where these choices, made in this order, lead from the start."""
    state = begin_scenario(scenario)
    for choice in choices:
        state = take_step(scenario, state, choice)
    return state


def is_satisfied(conditions: Iterable[ConditionSpec], values: VariableValues) -> bool:
    """True when every condition does; so without conditions too."""
    now = dict(values)
    return all(_is_condition_met(condition, now.get(condition.variable, 0)) for condition in conditions)


def visible_passages(passages: Iterable[PassageSpec], state: ScenarioState) -> list[str]:
    """The passages that belong here after what was chosen so far."""
    return [passage.text for passage in passages if is_satisfied(passage.when, state.values)]


def find_node(scenario: ScenarioSpec, key: str) -> NodeSpec | None:
    return next((node for node in scenario.nodes if node.key == key), None)


def find_ending(scenario: ScenarioSpec, key: str) -> EndingSpec | None:
    return next((ending for ending in scenario.endings if ending.key == key), None)


def available_options(scenario: ScenarioSpec, state: ScenarioState) -> tuple[OptionSpec, ...]:
    """What may be chosen here; nothing at an ending."""
    node = find_node(scenario, state.at)
    return node.options if node else ()


def find_option(scenario: ScenarioSpec, node: str, choice: str) -> OptionSpec:
    """Return an option of a node. Raises UnknownChoice."""
    place = find_node(scenario, node)
    for option in place.options if place else ():
        if option.key == choice:
            return option
    raise UnknownChoice(choice)


def _is_condition_met(condition: ConditionSpec, value: int) -> bool:
    low = condition.at_least is None or value >= condition.at_least
    high = condition.at_most is None or value <= condition.at_most
    return low and high


def _apply_effects(scenario: ScenarioSpec, values: VariableValues, option: OptionSpec) -> VariableValues:
    by: dict[str, int] = {}
    for effect in option.effects:
        by[effect.variable] = by.get(effect.variable, 0) + effect.by
    limits = {variable.key: (variable.lowest, variable.highest) for variable in scenario.variables}
    return tuple((key, _clamp_value(value + by.get(key, 0), limits[key])) for key, value in values)


def _clamp_value(value: int, limits: tuple[int, int]) -> int:
    return max(limits[0], min(limits[1], value))
