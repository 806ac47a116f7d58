"""The scenario engine: pure functions from what was chosen to where one stands. It keeps nothing and asks no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ettle.activities.specs import ConditionSpec, EndingSpec, NodeSpec, OptionSpec, PassageSpec, ScenarioSpec

Values = tuple[tuple[str, int], ...]


class NoSuchChoice(ValueError):
    """The node has no such option, or the path has ended."""


@dataclass(frozen=True)
class Taken:
    """One choice that was made."""

    node: str
    option: str


@dataclass(frozen=True)
class State:
    """at: a node's or an ending's key. values: each variable and where it stands, in the author's order."""

    at: str
    values: Values
    taken: tuple[Taken, ...] = ()


def begin(scenario: ScenarioSpec) -> State:
    return State(scenario.start, tuple((variable.key, variable.start) for variable in scenario.variables))


def step(scenario: ScenarioSpec, state: State, choice: str) -> State:
    """Return where a choice leads. Raises NoSuchChoice for an option that is not offered there."""
    option = option_of(scenario, state.at, choice)
    values = _changed(scenario, state.values, option)
    target = next((route.to for route in option.routes if holds(route.when, values)), None)
    if target is None:
        raise NoSuchChoice(choice)
    return State(target, values, (*state.taken, Taken(state.at, choice)))


def replay(scenario: ScenarioSpec, choices: Iterable[str]) -> State:
    """Return where these choices, made in this order, lead from the start."""
    state = begin(scenario)
    for choice in choices:
        state = step(scenario, state, choice)
    return state


def holds(conditions: Iterable[ConditionSpec], values: Values) -> bool:
    """True when every condition does; so without conditions too."""
    now = dict(values)
    return all(_holds(condition, now.get(condition.variable, 0)) for condition in conditions)


def shown(passages: Iterable[PassageSpec], state: State) -> list[str]:
    """The passages that belong here after what was chosen so far."""
    return [passage.text for passage in passages if holds(passage.when, state.values)]


def node_of(scenario: ScenarioSpec, key: str) -> NodeSpec | None:
    return next((node for node in scenario.nodes if node.key == key), None)


def ending_of(scenario: ScenarioSpec, key: str) -> EndingSpec | None:
    return next((ending for ending in scenario.endings if ending.key == key), None)


def options(scenario: ScenarioSpec, state: State) -> tuple[OptionSpec, ...]:
    """What may be chosen here; nothing at an ending."""
    node = node_of(scenario, state.at)
    return node.options if node else ()


def option_of(scenario: ScenarioSpec, node: str, choice: str) -> OptionSpec:
    """Return an option of a node. Raises NoSuchChoice."""
    place = node_of(scenario, node)
    for option in place.options if place else ():
        if option.key == choice:
            return option
    raise NoSuchChoice(choice)


def _holds(condition: ConditionSpec, value: int) -> bool:
    low = condition.at_least is None or value >= condition.at_least
    high = condition.at_most is None or value <= condition.at_most
    return low and high


def _changed(scenario: ScenarioSpec, values: Values, option: OptionSpec) -> Values:
    by: dict[str, int] = {}
    for effect in option.effects:
        by[effect.variable] = by.get(effect.variable, 0) + effect.by
    limits = {variable.key: (variable.lowest, variable.highest) for variable in scenario.variables}
    return tuple((key, _within(value + by.get(key, 0), limits[key])) for key, value in values)


def _within(value: int, limits: tuple[int, int]) -> int:
    return max(limits[0], min(limits[1], value))
