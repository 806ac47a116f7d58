"""What keeps a scenario honest: one best option, endings that earlier choices decide, recovery, duties that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from ettle.activities.items.decisions import Decision, OfferedOption
from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.engine import ScenarioState
from ettle.activities.items.scenario.specs import NodeSpec, OptionSpec, ScenarioSpec
from ettle.activities.items.spec_fields import join_path
from ettle.kit.values.problems import Problem


def name_place(scenario: ScenarioSpec, key: str) -> str:
    """Return the title of a place or an ending in quotation marks, as its author knows it; its key without a title."""
    place = engine.find_node(scenario, key) or engine.find_ending(scenario, key)
    return f"‘{place.title if place and place.title.strip() else key}’"


def list_decisions(scenario: ScenarioSpec) -> Iterator[Decision]:
    """Return what each decision offers, for the rules about all decisions of a pack.

    A decision whose options are worded differently in a variant is one more.
    """
    yield from map(_read_decision, scenario.nodes)
    for variant in scenario.variants:
        worded = {own.key for own in variant.nodes if any(option.text.strip() for option in own.options)}
        nodes = scenario.in_variant(variant.key).nodes
        yield from (_read_decision(node, variant.key) for node in nodes if node.key in worded)


def _read_decision(node: NodeSpec, variant: str = "") -> Decision:
    options = tuple(OfferedOption(option.was, len(option.text), effect_of(option)) for option in node.options)
    return Decision(options, node.key, variant)


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
        alike = [option.text for option, effect in zip(node.options, effects, strict=True) if effect == max(effects)]
        if len(alike) > 1:
            names = ", ".join(f"‘{shorten(text, 60, placeholder='…')}’" for text in alike)
            words = f"These options are best alike: {names}. Say what each changes, and let one change more"
            yield Problem(f"scenario.nodes.{number}.options", words)
        for place, option in enumerate(node.options):
            if option.skips_duty and effects[place] == max(effects):
                yield Problem(f"scenario.nodes.{number}.options.{place}", "The best option leaves a duty undone")


def check_endings(scenario: ScenarioSpec, *, most_states: int) -> Iterator[Problem]:
    """No last choice may settle the ending alone, and who chose weakly once must be able to make it good."""
    yield from _check_last_choices(scenario, list(engine.reachable_states(scenario, most=most_states)))
    if not any(_is_tied(node) for node in scenario.nodes):
        # Where two options are best alike there is no best way to compare anything with: that problem comes first.
        yield from _check_recovery(scenario)


def _is_tied(node: NodeSpec) -> bool:
    effects = [effect_of(option) for option in node.options]
    return effects.count(max(effects)) > 1


def _check_last_choices(scenario: ScenarioSpec, reached: Sequence[ScenarioState]) -> Iterator[Problem]:
    for number, node in enumerate(scenario.nodes):
        states = [state for state in reached if state.at == node.key]
        for place, option in enumerate(node.options):
            if option.skips_duty or any(engine.find_node(scenario, route.to) for route in option.routes):
                continue
            found = {engine.take_step(scenario, state, option.key).at for state in states}
            if len(found) == 1:
                words = _describe_settled(name_place(scenario, min(found)), node.key == scenario.start, len(states))
                yield Problem(f"scenario.nodes.{number}.options.{place}.routes", words)


def _describe_settled(ending: str, is_first: bool, ways: int) -> str:
    """Return what is wrong with a choice that always leads to one ending. ways: how differently people come there."""
    if is_first:
        return f"This choice ends the story in {ending} at the first place. Lead to a place where people decide again"
    if ways == 1:
        return (
            f"This choice always leads to {ending}: everyone comes here with the same values. "
            "Let the choices before it change a variable by different amounts"
        )
    return (
        f"This choice leads to {ending} whatever was chosen before. Let an earlier choice decide too: add another "
        "ending with a condition about a variable"
    )


def _check_recovery(scenario: ScenarioSpec) -> Iterator[Problem]:
    best, weakest = _play_on(scenario, engine.begin_scenario(scenario)), _play_weakly(scenario)
    worst = next((ending for ending in weakest if ending != best), None)
    if worst is None:
        words = f"The best choices and the weakest choices all lead to {name_place(scenario, best)}"
        yield Problem("scenario.endings", f"{words}. Let a condition about a variable lead them to different endings")
        return
    state = engine.begin_scenario(scenario)
    while (node := engine.find_node(scenario, state.at)) is not None:
        for option in node.options:
            after = engine.take_step(scenario, state, option.key)
            is_last = engine.find_node(scenario, after.at) is None
            if not option.skips_duty and not is_last and _play_on(scenario, after) == worst:
                number, place = scenario.nodes.index(node), node.options.index(option)
                words = (
                    f"After this choice the best that follows still ends in {name_place(scenario, worst)}, as the "
                    "weakest choices do: let people make it good again. Two decisions in a row need three endings"
                )
                yield Problem(f"scenario.nodes.{number}.options.{place}.routes", words)
        state = engine.take_step(scenario, state, _best_option(node).key)


def _play_on(scenario: ScenarioSpec, state: ScenarioState) -> str:
    """Return the ending after the best choice at every decision from here on."""
    while (node := engine.find_node(scenario, state.at)) is not None:
        state = engine.take_step(scenario, state, _best_option(node).key)
    return state.at


def _play_weakly(scenario: ScenarioSpec) -> list[str]:
    """Return the endings after the weakest choice at every decision that leaves no duty undone.

    Where several are weakest alike, each is followed, in the order of the author."""
    waiting = [engine.begin_scenario(scenario)]
    seen: set[tuple[str, engine.VariableValues]] = set()
    endings: list[str] = []
    while waiting:
        state = waiting.pop()
        node = engine.find_node(scenario, state.at)
        if node is None:
            endings.append(state.at)
        elif (state.at, state.values) not in seen:
            seen.add((state.at, state.values))
            options = [option for option in node.options if not option.skips_duty] or list(node.options)
            least = min(map(effect_of, options))
            weakest = [option for option in options if effect_of(option) == least]
            waiting += [engine.take_step(scenario, state, option.key) for option in reversed(weakest)]
    return endings


def _best_option(node: NodeSpec) -> OptionSpec:
    return max(node.options, key=effect_of)
