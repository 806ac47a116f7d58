"""What keeps a scenario honest: one best option, endings that earlier choices decide, recovery, duties that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ettle.activities.items.decisions import Decision, OfferedOption
from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.engine import ScenarioState
from ettle.activities.items.scenario.specs import NodeSpec, OptionSpec, ScenarioSpec
from ettle.activities.items.spec_fields import join_path
from ettle.kit.values.problems import Problem


def list_decisions(scenario: ScenarioSpec) -> Iterator[Decision]:
    """Return what each decision offers, for the rules about all decisions of a pack."""
    for node in scenario.nodes:
        yield Decision(tuple(OfferedOption(option.was, len(option.text), effect_of(option)) for option in node.options))


def effect_of(option: OptionSpec) -> int:
    """Return the sum of what an option changes: the best one of a decision has the highest."""
    return sum(effect.by for effect in option.effects)


def check_duties(scenario: ScenarioSpec) -> Iterator[Problem]:
    """An option that leaves a duty undone ends the story, at an ending that says why; nothing else leads there."""
    stopping = {ending.key for ending in scenario.endings if ending.stops}
    for number, node in enumerate(scenario.nodes):
        for place, option in enumerate(node.options):
            path = f"scenario.nodes.{number}.options.{place}"
            targets = {route.to for route in option.routes}
            if option.skips_duty and not targets <= stopping:
                yield Problem(join_path(path, "routes"), "A duty is left undone here: lead to an ending that stops")
            if not option.skips_duty and targets & stopping:
                yield Problem(join_path(path, "skips_duty"), "Say which duty is left undone, since the story stops")


def check_best_options(scenario: ScenarioSpec) -> Iterator[Problem]:
    for number, node in enumerate(scenario.nodes):
        effects = [effect_of(option) for option in node.options]
        if effects.count(max(effects)) > 1:
            yield Problem(f"scenario.nodes.{number}.options", "Two options are best alike: let one change more")
        for place, option in enumerate(node.options):
            if option.skips_duty and effects[place] == max(effects):
                yield Problem(f"scenario.nodes.{number}.options.{place}", "The best option leaves a duty undone")


def check_endings(scenario: ScenarioSpec, *, most_states: int) -> Iterator[Problem]:
    """No last choice may settle the ending alone, and who chose weakly once must be able to make it good."""
    yield from _check_last_choices(scenario, list(engine.reachable_states(scenario, most=most_states)))
    yield from _check_recovery(scenario)


def _check_last_choices(scenario: ScenarioSpec, reached: Sequence[ScenarioState]) -> Iterator[Problem]:
    endings: dict[tuple[int, int], set[str]] = {}
    for number, node in enumerate(scenario.nodes):
        for place, option in enumerate(node.options):
            if option.skips_duty or any(engine.find_node(scenario, route.to) for route in option.routes):
                continue
            endings[number, place] = {
                engine.take_step(scenario, state, option.key).at for state in reached if state.at == node.key
            }
    for (number, place), found in endings.items():
        if len(found) == 1:
            words = f"This choice leads to {min(found)} whatever was chosen before: let an earlier choice decide too"
            yield Problem(f"scenario.nodes.{number}.options.{place}.routes", words)


def _check_recovery(scenario: ScenarioSpec) -> Iterator[Problem]:
    best, worst = _play_on(scenario, engine.begin_scenario(scenario)), _play_weakly(scenario)
    if best == worst:
        yield Problem("scenario.endings", f"The best and the weakest choices all lead to {best}")
        return
    state = engine.begin_scenario(scenario)
    while (node := engine.find_node(scenario, state.at)) is not None:
        for option in node.options:
            after = engine.take_step(scenario, state, option.key)
            is_last = engine.find_node(scenario, after.at) is None
            if not option.skips_duty and not is_last and _play_on(scenario, after) == worst:
                number, place = scenario.nodes.index(node), node.options.index(option)
                words = f"After this choice the best that follows still ends in {worst}: let people make it good again"
                yield Problem(f"scenario.nodes.{number}.options.{place}.routes", words)
        state = engine.take_step(scenario, state, _best_option(node).key)


def _play_on(scenario: ScenarioSpec, state: ScenarioState) -> str:
    """Return the ending after the best choice at every decision from here on."""
    while (node := engine.find_node(scenario, state.at)) is not None:
        state = engine.take_step(scenario, state, _best_option(node).key)
    return state.at


def _play_weakly(scenario: ScenarioSpec) -> str:
    """Return the ending after the weakest choice at every decision that leaves no duty undone."""
    state = engine.begin_scenario(scenario)
    while (node := engine.find_node(scenario, state.at)) is not None:
        options = [option for option in node.options if not option.skips_duty] or list(node.options)
        state = engine.take_step(scenario, state, min(options, key=effect_of).key)
    return state.at


def _best_option(node: NodeSpec) -> OptionSpec:
    return max(node.options, key=effect_of)
