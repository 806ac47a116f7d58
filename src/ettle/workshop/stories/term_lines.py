"""Short terms of a story as lines of a text field: what changes, where it leads. They are written as in outlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ettle.activities.types.stories import (
    MOST_VARIABLES,
    ConditionSpec,
    EffectSpec,
    ModelNodeSpec,
    NodeSpec,
    PassageSpec,
    RouteSpec,
    ScenarioSpec,
    TermError,
    VariableSpec,
    find_place,
    find_variable,
    format_variable,
    parse_effects,
    parse_route,
    parse_variable,
    read_outline,
    write_outline,
    write_place,
)
from ettle.workshop.stories.story_content import StoryContent

Term = TypeVar("Term")


def parse_lines(typed: str, parse: Callable[[str], Term]) -> tuple[Term, ...]:
    """Return the term of each line that is not empty. Raises ValidationError naming the first line that has none."""
    terms = []
    for number, line in enumerate(typed.splitlines(), 1):
        words = line.strip().removeprefix("- ").removeprefix("-> ").strip()
        if not words:
            continue
        try:
            terms.append(parse(words))
        except TermError as error:
            raise ValidationError(_("Line %(number)s: %(words)s") % {"number": number, "words": error}) from None
    return tuple(terms)


def parse_variables(typed: str) -> tuple[VariableSpec, ...]:
    variables = parse_lines(typed, parse_variable)
    keys = [variable.key for variable in variables]
    for key in keys:
        if keys.count(key) > 1:
            raise ValidationError(_("Two variables are called %(key)s. Give one another name") % {"key": key})
    if len(variables) > MOST_VARIABLES:
        raise ValidationError(_("A story has %(most)s variables at most") % {"most": MOST_VARIABLES})
    return variables


def format_variables(variables: Iterable[VariableSpec]) -> str:
    return "\n".join(map(format_variable, variables))


def parse_model_words(typed: str) -> tuple[ModelNodeSpec, ...]:
    return parse_lines(typed, _parse_model_node)


def _parse_model_node(words: str) -> ModelNodeSpec:
    key, colon, own = words.partition(":")
    if not colon or not key.strip():
        raise TermError(_("Write a key of the logic model and your words, such as D2: explaining why"))
    return ModelNodeSpec(key=key.strip(), words=own.strip())


def format_model_words(nodes: Iterable[ModelNodeSpec]) -> str:
    return "\n".join(f"{node.key}: {node.words}" for node in nodes)


def parse_effects_line(typed: str, scenario: ScenarioSpec) -> tuple[EffectSpec, ...]:
    """Raises ValidationError, also for a variable that there is not."""
    try:
        effects = parse_effects(typed.strip().strip("()"), partial(find_variable, variables=scenario.variables))
    except TermError as error:
        raise ValidationError(str(error)) from None
    check_variables([effect.variable for effect in effects], scenario)
    return effects


def parse_routes(typed: str, content: StoryContent) -> tuple[RouteSpec, ...]:
    """Return the routes with conditions, one in each line. Raises ValidationError."""
    scenario, places = content.scenario, content.places
    find_target = partial(find_place, places=places)
    find_name = partial(find_variable, variables=scenario.variables)
    routes = parse_lines(typed, lambda line: parse_route(line, find_target, find_name, places=places))
    keys = {place.key for place in places}
    for route in routes:
        if route.to not in keys:
            raise ValidationError(_("There is no place or ending %(key)s") % {"key": route.to})
        if not route.when:
            raise ValidationError(_("Say when it leads to %(key)s, such as %(key)s if trust >= 2") % {"key": route.to})
        check_conditions(route.when, scenario)
    return routes


def check_conditions(conditions: Iterable[ConditionSpec], scenario: ScenarioSpec) -> None:
    check_variables([condition.variable for condition in conditions], scenario)


def check_variables(keys: Sequence[str], scenario: ScenarioSpec) -> None:
    known = {variable.key for variable in scenario.variables}
    for key in keys:
        if key not in known:
            names = ", ".join(sorted(known)) or _("none yet")
            raise ValidationError(
                _("There is no variable %(key)s. The variables are: %(names)s") % {"key": key, "names": names}
            )


def parse_passages(typed: str, content: StoryContent) -> tuple[PassageSpec, ...]:
    """Return words with a condition, each beginning with (if …). Raises ValidationError."""
    variables = content.change_scenario(nodes=(), endings=(), model_nodes=(), opening="", reflection="")
    before = write_outline(variables.story).split("## Reflection")[0] + "## place here: Here\n"
    reading = read_outline(before + typed)
    for line in reading.unread:
        number = line.number - before.count("\n")
        raise ValidationError(_("Line %(number)s: %(words)s") % {"number": number, "words": line.expected})
    node = StoryContent(reading.story).scenario.nodes[0]
    if len(StoryContent(reading.story).places) > 1 or node.text or node.question or node.options:
        raise ValidationError(_("Begin each with its condition, such as (if trust >= 1) Her voice is calm."))
    for passage in node.passages:
        check_conditions(passage.when, content.scenario)
    return node.passages


def format_passages(passages: Sequence[PassageSpec]) -> str:
    bare = NodeSpec(key="here", title="Here", text="", question="", options=(), passages=tuple(passages))
    return write_place(bare).partition("\n")[2].strip()
