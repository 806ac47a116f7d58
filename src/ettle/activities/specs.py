"""What an author hands in: an activity as plain data, and what must be true of it before it is published."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ettle.kit.values.problems import Problem

KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
SORT, SCENARIO = "sort", "scenario"
SORTS_OF_ACT = ("management", "leadership", "both")
MAX_STATES = 20_000


@dataclass(frozen=True)
class RequiredActivity:
    """One activity of a group that a badge asks for. roles: the learning roles it is meant for; empty means all."""

    key: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategorySpec:
    key: str
    label: str


@dataclass(frozen=True)
class CardSpec:
    """One thing to sort. right: every category that is right for it. why: said after the answer, never before."""

    key: str
    text: str
    right: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class SortSpec:
    """scored: whether a score is kept with each answer. People never see one either way."""

    question: str
    categories: tuple[CategorySpec, ...]
    cards: tuple[CardSpec, ...]
    closing: str
    scored: bool = False


@dataclass(frozen=True)
class VariableSpec:
    """Something that choices raise and lower, such as trust. It is kept between lowest and highest."""

    key: str
    label: str
    start: int = 0
    lowest: int = -5
    highest: int = 5


@dataclass(frozen=True)
class ConditionSpec:
    """True when a variable is at least and at most so much."""

    variable: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class EffectSpec:
    variable: str
    by: int


@dataclass(frozen=True)
class RouteSpec:
    """Where a choice leads. The first route whose conditions all hold is taken; the last has none."""

    to: str
    when: tuple[ConditionSpec, ...] = ()


@dataclass(frozen=True)
class PassageSpec:
    """Words shown only when every condition holds."""

    text: str
    when: tuple[ConditionSpec, ...]


@dataclass(frozen=True)
class OptionSpec:
    """was: management, leadership or both. nodes: keys of the logic model that it touches. why: in what way."""

    key: str
    text: str
    consequence: str
    was: str
    why: str
    nodes: tuple[str, ...]
    routes: tuple[RouteSpec, ...]
    effects: tuple[EffectSpec, ...] = ()


@dataclass(frozen=True)
class NodeSpec:
    """One decision point: what is happening, what is asked, and two or more ways to go."""

    key: str
    title: str
    text: str
    question: str
    options: tuple[OptionSpec, ...]
    passages: tuple[PassageSpec, ...] = ()


@dataclass(frozen=True)
class EndingSpec:
    """Where a path ends and what it means: done well, a link that may have been missed, a question to take away."""

    key: str
    title: str
    text: str
    did_well: str
    missed_link: str
    question: str
    passages: tuple[PassageSpec, ...] = ()


@dataclass(frozen=True)
class ModelNodeSpec:
    """A node of the logic model in the words this activity uses for it."""

    key: str
    words: str


@dataclass(frozen=True)
class ScenarioSpec:
    start: str
    opening: str
    variables: tuple[VariableSpec, ...]
    model_nodes: tuple[ModelNodeSpec, ...]
    nodes: tuple[NodeSpec, ...]
    endings: tuple[EndingSpec, ...]
    reflection: str
    reflection_min_words: int = 25


@dataclass(frozen=True)
class ActivitySpec:
    key: str
    kind: str
    title: str
    summary: str
    minutes: int
    sort: SortSpec | None = None
    scenario: ScenarioSpec | None = None


def check_activity(spec: ActivitySpec) -> list[Problem]:
    """Return what keeps an activity from being published, in the order of its data; nothing when it may be."""
    problems = list(_check_header(spec))
    if spec.kind == SORT and spec.sort is not None:
        problems += _check_sort(spec.sort)
    if spec.kind == SCENARIO and spec.scenario is not None:
        problems += _check_scenario(spec.scenario)
    return problems


def _check_header(spec: ActivitySpec) -> Iterator[Problem]:
    if not KEY.match(spec.key) or len(spec.key) > 60:
        yield Problem("key", "Use small letters, digits and single hyphens, up to 60")
    yield from _check_text_fields("", spec, ("title", "summary"))
    if not 1 <= spec.minutes <= 120:
        yield Problem("minutes", "Say how many minutes it takes, from 1 to 120")
    if spec.kind not in {SORT, SCENARIO}:
        yield Problem("kind", "Use sort or scenario")
    for kind in (SORT, SCENARIO):
        if (getattr(spec, kind) is not None) != (spec.kind == kind):
            yield Problem(kind, f"An activity of kind {spec.kind or 'unknown'} has one part, of its own kind")


def _check_text_fields(path: str, thing: object, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if not getattr(thing, name).strip():
            yield Problem(_join_path(path, name), "Write something here")


def _join_path(*parts: object) -> str:
    return ".".join(str(part) for part in parts if part != "")


def _check_keys(path: str, keys: list[str]) -> Iterator[Problem]:
    for place, key in enumerate(keys):
        if not KEY.match(key) or len(key) > 60:
            yield Problem(_join_path(path, place, "key"), "Use small letters, digits and single hyphens, up to 60")
        if key in keys[:place]:
            yield Problem(_join_path(path, place, "key"), f"{key} is already used above")


def _check_sort(sort: SortSpec) -> Iterator[Problem]:
    yield from _check_text_fields("sort", sort, ("question", "closing"))
    yield from _check_keys("sort.categories", [category.key for category in sort.categories])
    yield from _check_keys("sort.cards", [card.key for card in sort.cards])
    if len(sort.categories) < 2:
        yield Problem("sort.categories", "Give at least two categories to choose from")
    if not sort.cards:
        yield Problem("sort.cards", "Give at least one thing to sort")
    for place, category in enumerate(sort.categories):
        yield from _check_text_fields(f"sort.categories.{place}", category, ("label",))
    known = {category.key for category in sort.categories}
    for place, card in enumerate(sort.cards):
        yield from _check_card(f"sort.cards.{place}", card, known)


def _check_card(path: str, card: CardSpec, known: set[str]) -> Iterator[Problem]:
    yield from _check_text_fields(path, card, ("text", "why"))
    if not card.right:
        yield Problem(_join_path(path, "right"), "Say which category is right")
    for place, key in enumerate(card.right):
        if key not in known:
            yield Problem(_join_path(path, "right", place), f"There is no category {key}")


def _check_scenario(scenario: ScenarioSpec) -> list[Problem]:
    problems = [
        *_check_texts(scenario),
        *_check_scenario_keys(scenario),
        *_check_references(scenario),
        *_check_variables(scenario),
    ]
    return problems or [*_check_paths(scenario)]


def _check_texts(scenario: ScenarioSpec) -> Iterator[Problem]:
    yield from _check_text_fields("scenario", scenario, ("opening", "reflection"))
    for place, node in enumerate(scenario.nodes):
        path = f"scenario.nodes.{place}"
        yield from _check_text_fields(path, node, ("title", "text", "question"))
        if len(node.options) < 2:
            yield Problem(_join_path(path, "options"), "Give at least two ways to go")
        for number, option in enumerate(node.options):
            yield from _check_text_fields(_join_path(path, "options", number), option, ("text", "consequence", "why"))
            if option.was not in SORTS_OF_ACT:
                yield Problem(_join_path(path, "options", number, "was"), "Use management, leadership or both")
    for place, ending in enumerate(scenario.endings):
        names = ("title", "text", "did_well", "missed_link", "question")
        yield from _check_text_fields(f"scenario.endings.{place}", ending, names)


def _check_scenario_keys(scenario: ScenarioSpec) -> Iterator[Problem]:
    yield from _check_keys("scenario.variables", [variable.key for variable in scenario.variables])
    yield from _check_keys("scenario.nodes", [node.key for node in scenario.nodes])
    yield from _check_keys("scenario.endings", [ending.key for ending in scenario.endings])
    both = {node.key for node in scenario.nodes} & {ending.key for ending in scenario.endings}
    for key in sorted(both):
        yield Problem("scenario.endings", f"{key} is the key of a node too")
    for place, node in enumerate(scenario.nodes):
        yield from _check_keys(f"scenario.nodes.{place}.options", [option.key for option in node.options])
    if not scenario.endings:
        yield Problem("scenario.endings", "Give at least one ending")
    if not 0 <= scenario.reflection_min_words <= 500:
        yield Problem("scenario.reflection_min_words", "Use a number from 0 to 500")


def _check_references(scenario: ScenarioSpec) -> Iterator[Problem]:
    places = {node.key for node in scenario.nodes} | {ending.key for ending in scenario.endings}
    if scenario.start not in {node.key for node in scenario.nodes}:
        yield Problem("scenario.start", f"There is no node {scenario.start}")
    model = {node.key for node in scenario.model_nodes}
    touched: set[str] = set()
    for path, option in _iter_options(scenario):
        touched |= set(option.nodes)
        if not option.nodes:
            yield Problem(_join_path(path, "nodes"), "Say which part of the logic model this touches")
        for place, key in enumerate(option.nodes):
            if key not in model:
                yield Problem(_join_path(path, "nodes", place), f"Give words for {key} under model_nodes")
        yield from _check_routes(path, option, places)
    for place, node in enumerate(scenario.model_nodes):
        if node.key not in touched:
            yield Problem(f"scenario.model_nodes.{place}", f"No option touches {node.key}")


def _check_routes(path: str, option: OptionSpec, places: set[str]) -> Iterator[Problem]:
    if not option.routes or option.routes[-1].when:
        yield Problem(_join_path(path, "routes"), "End with a route that has no conditions, so that the path goes on")
    for number, route in enumerate(option.routes):
        if route.to not in places:
            yield Problem(_join_path(path, "routes", number, "to"), f"There is no node or ending {route.to}")
        if not route.when and number < len(option.routes) - 1:
            yield Problem(_join_path(path, "routes", number), "Nothing after a route without conditions is ever taken")


def _iter_options(scenario: ScenarioSpec) -> Iterator[tuple[str, OptionSpec]]:
    for place, node in enumerate(scenario.nodes):
        for number, option in enumerate(node.options):
            yield f"scenario.nodes.{place}.options.{number}", option


def _iter_conditions(scenario: ScenarioSpec) -> Iterator[tuple[str, ConditionSpec]]:
    for path, option in _iter_options(scenario):
        for number, route in enumerate(option.routes):
            for index, condition in enumerate(route.when):
                yield _join_path(path, "routes", number, "when", index), condition
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
            yield Problem(_join_path(path, "variable"), f"There is no variable {condition.variable}")
        if condition.at_least is None and condition.at_most is None:
            yield Problem(path, "Say at_least or at_most")
    for path, effect in _iter_effects(scenario):
        if effect.variable not in known:
            yield Problem(_join_path(path, "variable"), f"There is no variable {effect.variable}")
    read = {condition.variable for _, condition in _iter_conditions(scenario)}
    changed = {effect.variable for _, effect in _iter_effects(scenario)}
    for place, variable in enumerate(scenario.variables):
        yield from _check_variable(f"scenario.variables.{place}", variable, read, changed)


def _iter_effects(scenario: ScenarioSpec) -> Iterator[tuple[str, EffectSpec]]:
    for path, option in _iter_options(scenario):
        for place, effect in enumerate(option.effects):
            yield _join_path(path, "effects", place), effect


def _check_variable(path: str, variable: VariableSpec, read: set[str], changed: set[str]) -> Iterator[Problem]:
    yield from _check_text_fields(path, variable, ("label",))
    if not variable.lowest <= variable.start <= variable.highest:
        yield Problem(_join_path(path, "start"), "Start between lowest and highest")
    if variable.key not in changed:
        yield Problem(path, f"No option changes {variable.key}")
    if variable.key not in read:
        yield Problem(path, f"No condition asks about {variable.key}")


def _check_paths(scenario: ScenarioSpec) -> Iterator[Problem]:
    """What only walking shows: places no one reaches, and loops. Every path then ends, since each option leads on."""
    loop = _find_loop(scenario)
    if loop:
        yield Problem("scenario.nodes", f"A path comes back to {loop}, so it may never end")
        return
    reached = _reachable_keys(scenario)
    for path, thing in _iter_places(scenario):
        if thing.key not in reached:
            yield Problem(path, f"No choices lead to {thing.key}")


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


def _reachable_keys(scenario: ScenarioSpec) -> set[str]:
    """Every node and ending that some choices really lead to, conditions and all."""
    # Here, not above: the engine reads these dataclasses.
    from ettle.activities import scenario as engine  # noqa: PLC0415

    waiting = [engine.begin_scenario(scenario)]
    seen = {(waiting[0].at, waiting[0].values)}
    while waiting and len(seen) < MAX_STATES:
        state = waiting.pop()
        for option in engine.available_options(scenario, state):
            after = engine.take_step(scenario, state, option.key)
            if (after.at, after.values) not in seen:
                seen.add((after.at, after.values))
                waiting.append(after)
    return {at for at, _ in seen}


def spec_to_content(spec: ActivitySpec) -> dict[str, object]:
    """The part that is played, as it is stored."""
    part = spec.sort if spec.kind == SORT else spec.scenario
    return dataclasses.asdict(part) if part is not None else {}
