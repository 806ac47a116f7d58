"""What must be true of a scenario before it is published: its keys, where its routes lead, and that every path ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.lessons import check_best_options, check_duties, check_endings, name_place
from ettle.activities.items.scenario.specs import (
    ConditionSpec,
    EffectSpec,
    EndingSpec,
    NodeSpec,
    OptionSpec,
    ScenarioSpec,
    VariableSpec,
)
from ettle.activities.items.scenario.text_variants import check_variants, index_by_key
from ettle.activities.items.spec_fields import find_repeated_keys, join_path
from ettle.kit.input.spec_texts import walk_texts
from ettle.kit.values.problems import Problem

MAX_STATES = 20_000
MODEL_CODE = re.compile(r"\b[A-Z][1-9][0-9]?\b")
CODE_IN_BRACKETS = re.compile(r"\([^()]*?\b([BDERONX][1-9])\b[^()]*\)")


def check_scenario(scenario: ScenarioSpec) -> Iterator[Problem]:
    """What reading shows. Only when it finds nothing can the paths be walked."""
    yield from _check_scenario_keys(scenario)
    yield from _check_references(scenario)
    yield from _check_variables(scenario)
    yield from check_duties(scenario)
    yield from _check_codes(scenario)
    yield from check_variants(scenario.variants, index_by_key(scenario.nodes), index_by_key(scenario.endings))
    if scenario.variants and not scenario.label.strip():
        yield Problem(
            "scenario.label", "Say for which readers or where the story is told as it is, such as ‘Care at home’"
        )


def _check_scenario_keys(scenario: ScenarioSpec) -> Iterator[Problem]:
    yield from find_repeated_keys("scenario.variables", scenario.variables)
    yield from find_repeated_keys("scenario.nodes", scenario.nodes)
    yield from find_repeated_keys("scenario.endings", scenario.endings)
    both = {node.key for node in scenario.nodes} & {ending.key for ending in scenario.endings}
    for key in sorted(both):
        yield Problem(
            "scenario.endings",
            f"{name_place(scenario, key)} has the key {key}, which a place has too. Change one of them",
        )
    for place, node in enumerate(scenario.nodes):
        yield from find_repeated_keys(f"scenario.nodes.{place}.options", node.options)


def _check_codes(scenario: ScenarioSpec) -> Iterator[Problem]:
    """Name each text with a key of the logic model, such as ‘(R2 to O3)’, which means nothing to people who play."""
    for path, words in walk_texts(scenario):
        found = next((code for code in MODEL_CODE.findall(words) if code in _model_keys(scenario)), "")
        if found := found or "".join(CODE_IN_BRACKETS.findall(words)[:1]):
            yield Problem(f"scenario.{path}", f"‘{found}’ is a key of the logic model. Say it in words")


def _model_keys(scenario: ScenarioSpec) -> set[str]:
    return {node.key for node in scenario.model_nodes}


def _check_references(scenario: ScenarioSpec) -> Iterator[Problem]:
    places = {node.key for node in scenario.nodes} | {ending.key for ending in scenario.endings}
    if scenario.start not in {node.key for node in scenario.nodes}:
        words = f"There is no place ‘{scenario.start}’" if scenario.start else "Choose the place where the story starts"
        yield Problem("scenario.start", words)
    model = {node.key for node in scenario.model_nodes}
    touched: set[str] = set()
    for path, option in _iter_options(scenario):
        touched |= set(option.nodes)
        for place, key in enumerate(option.nodes):
            if key not in model:
                yield Problem(join_path(path, "nodes", place), f"Give words for {key} of the logic model (model_nodes)")
        yield from _check_routes(path, option, places)
    for place, node in enumerate(scenario.model_nodes):
        if node.key not in touched:
            yield Problem(f"scenario.model_nodes.{place}", f"No option touches {node.key}")


def _check_routes(path: str, option: OptionSpec, places: set[str]) -> Iterator[Problem]:
    if not option.routes or option.routes[-1].when:
        yield Problem(join_path(path, "routes"), "Say where it leads when no condition is true")
    for number, route in enumerate(option.routes):
        if route.to not in places:
            yield Problem(
                join_path(path, "routes", number, "to"),
                f"There is no place or ending ‘{route.to}’. Choose another, or add it",
            )
        if not route.when and number < len(option.routes) - 1:
            yield Problem(
                join_path(path, "routes", number),
                "What follows is never reached: this line has no condition. Put it last",
            )


def _iter_options(scenario: ScenarioSpec) -> Iterator[tuple[str, OptionSpec]]:
    for place, node in enumerate(scenario.nodes):
        for number, option in enumerate(node.options):
            yield f"scenario.nodes.{place}.options.{number}", option


def _iter_conditions(scenario: ScenarioSpec) -> Iterator[tuple[str, ConditionSpec]]:
    for path, option in _iter_options(scenario):
        for number, route in enumerate(option.routes):
            for index, condition in enumerate(route.when):
                yield join_path(path, "routes", number, "when", index), condition
    for path, place in _iter_places(scenario):
        for number, passage in enumerate(place.passages):
            for index, condition in enumerate(passage.when):
                yield f"{path}.passages.{number}.when.{index}", condition


def _iter_places(scenario: ScenarioSpec) -> Iterator[tuple[str, NodeSpec | EndingSpec]]:
    for number, node in enumerate(scenario.nodes):
        yield f"scenario.nodes.{number}", node
    for number, ending in enumerate(scenario.endings):
        yield f"scenario.endings.{number}", ending


def _check_variables(scenario: ScenarioSpec) -> Iterator[Problem]:
    known = {variable.key for variable in scenario.variables}
    for path, condition in _iter_conditions(scenario):
        if condition.variable not in known:
            yield Problem(
                join_path(path, "variable"),
                f"There is no variable {condition.variable}. Add it to the story’s variables, or use another",
            )
        if condition.at_least is None and condition.at_most is None:
            yield Problem(path, "Say how much: at least or at most a number, such as trust >= 2")
    for path, effect in _iter_effects(scenario):
        if effect.variable not in known:
            yield Problem(
                join_path(path, "variable"),
                f"There is no variable {effect.variable}. Add it to the story’s variables, or use another",
            )
    read = {condition.variable for _, condition in _iter_conditions(scenario)}
    changed = {effect.variable for _, effect in _iter_effects(scenario)}
    for place, variable in enumerate(scenario.variables):
        yield from _check_variable(f"scenario.variables.{place}", variable, read, changed)


def _iter_effects(scenario: ScenarioSpec) -> Iterator[tuple[str, EffectSpec]]:
    for path, option in _iter_options(scenario):
        for place, effect in enumerate(option.effects):
            yield join_path(path, "effects", place), effect


def _check_variable(path: str, variable: VariableSpec, read: set[str], changed: set[str]) -> Iterator[Problem]:
    if not variable.lowest <= variable.start <= variable.highest:
        yield Problem(join_path(path, "start"), "Start between lowest and highest")
    if variable.key not in changed:
        yield Problem(
            path, f"No option changes {variable.key}. Let an option change it, such as {variable.key} +1, or remove it"
        )
    if variable.key not in read:
        yield Problem(
            path, f"No condition asks about {variable.key}. Let it decide where an option leads, or remove it"
        )


def check_paths(scenario: ScenarioSpec) -> Iterator[Problem]:
    """What only walking shows: places no one reaches, and loops. Every path then ends, since each option leads on."""
    loop = _find_loop(scenario)
    if loop:
        yield Problem(
            "scenario.nodes",
            f"A path comes back to {name_place(scenario, loop)}, so it may never end. Let it lead on instead",
        )
        return
    reached = {state.at for state in engine.reachable_states(scenario, most=MAX_STATES)}
    for path, thing in _iter_places(scenario):
        if thing.key not in reached:
            yield Problem(
                path, f"No choices lead to {name_place(scenario, thing.key)}. Let an option lead there, or delete it"
            )
    if len(scenario.nodes) > 1:
        # One decision is a question, not a story: nothing comes before it that an ending could depend on.
        yield from check_best_options(scenario)
        yield from check_endings(scenario, most_states=MAX_STATES)


def _find_loop(scenario: ScenarioSpec) -> str:
    """The key of a node that can be met twice, or an empty string."""
    ahead = {node.key: {route.to for option in node.options for route in option.routes} for node in scenario.nodes}
    while ahead:
        settled = [key for key, targets in ahead.items() if not targets & ahead.keys()]
        if not settled:
            return min(ahead)
        for key in settled:
            del ahead[key]
    return ""
