"""The map of a story: every place with where its options lead, and a layout of it in layers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from ettle.activities.types.stories import NodeSpec, OptionSpec, ScenarioSpec, format_conditions
from ettle.workshop.stories.story_content import list_places

WAYPOINT = ">"  # in the key of a waypoint, and in no key of a place
PASSES = 8  # of putting the boxes of a layer near those that they are joined to


@dataclass(frozen=True)
class MapRoute:
    """when: its conditions in words, empty without. is_known: whether there is such a place."""

    to: str
    title: str
    when: str
    is_known: bool


@dataclass(frozen=True)
class MapPlace:
    """options: the words of each option with its routes. notes: what is wrong with where it is in the story."""

    key: str
    title: str
    is_ending: bool
    is_start: bool
    options: tuple[tuple[str, tuple[MapRoute, ...]], ...]
    notes: tuple[str, ...]


def build_map(scenario: ScenarioSpec) -> list[MapPlace]:
    """Return the places and then the endings, in the order of the author."""
    ahead = list_targets(scenario)
    reached, loops, stuck = find_reached(scenario.start, ahead), find_loops(ahead), _find_stuck(scenario, ahead)
    titles = {place.key: place.title or place.key for place in list_places(scenario)}
    places = []
    for place in list_places(scenario):
        notes = [] if place.key in reached else [_("No choices lead here")]
        if place.key in loops:
            notes.append(_("A path comes back here, so it may never end"))
        elif place.key in stuck:
            notes.append(_("No path from here reaches an ending"))
        options = tuple((option.text, _list_routes(option, titles)) for option in getattr(place, "options", ()))
        places.append(
            MapPlace(
                place.key, titles[place.key], not isinstance(place, NodeSpec), place.key == scenario.start, options,
                tuple(notes),
            )
        )  # fmt: skip
    return places


def _list_routes(option: OptionSpec, titles: Mapping[str, str]) -> tuple[MapRoute, ...]:
    return tuple(
        MapRoute(
            route.to, titles.get(route.to, route.to), format_conditions(route.when) if route.when else "",
            route.to in titles,
        )
        for route in option.routes
    )  # fmt: skip


def list_targets(scenario: ScenarioSpec) -> dict[str, list[str]]:
    """Return for each place or ending where its options lead, each once, in order. What is not there is left out."""
    known = {place.key for place in list_places(scenario)}
    ahead: dict[str, list[str]] = {ending.key: [] for ending in scenario.endings}
    for node in scenario.nodes:
        targets = (route.to for option in node.options for route in option.routes)
        ahead[node.key] = [key for key in dict.fromkeys(targets) if key in known]
    return ahead


def find_reached(start: str, ahead: Mapping[str, Sequence[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key in ahead and key not in reached:
            reached.add(key)
            waiting += ahead[key]
    return reached


def find_loops(ahead: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the places that can be met again from themselves."""
    return {key for key in ahead if any(key in find_reached(target, ahead) for target in ahead[key])}


def _find_stuck(scenario: ScenarioSpec, ahead: Mapping[str, Sequence[str]]) -> set[str]:
    endings = {ending.key for ending in scenario.endings}
    return {node.key for node in scenario.nodes if not find_reached(node.key, ahead) & endings}


@dataclass(frozen=True)
class StoryLayers:
    """layers: from the start on, the keys of places and of waypoints, where a long arrow passes a layer.

    ways: for each two places that are joined, the keys from one to the other. back: those that lead back or up.
    """

    layers: list[list[str]]
    ways: dict[tuple[str, str], tuple[str, ...]]
    back: set[tuple[str, str]]


def is_waypoint(key: str) -> bool:
    return WAYPOINT in key


def arrange_layers(scenario: ScenarioSpec) -> StoryLayers:
    """Return the places in layers: each below those that lead to it, near the middle of them."""
    ahead = list_targets(scenario)
    depth, back = _find_depths(scenario.start, ahead)
    layers: list[list[str]] = [[] for _layer in range(max(depth.values(), default=-1) + 1)]
    for key in ahead:
        layers[depth[key]].append(key)
    ways: dict[tuple[str, str], tuple[str, ...]] = {}
    steps: dict[str, list[str]] = {key: [] for key in ahead}
    for start, targets in ahead.items():
        for end in targets:
            passed = range(depth[start] + 1, depth[end]) if (start, end) not in back else ()
            way = (start, *(f"{start}{WAYPOINT}{end}{WAYPOINT}{layer}" for layer in passed), end)
            ways[start, end] = way
            for layer, waypoint in zip(passed, way[1:-1], strict=True):
                layers[layer].append(waypoint)
                steps[waypoint] = []
            if (start, end) not in back:
                for here, there in pairwise(way):
                    steps[here].append(there)
    for number in range(PASSES):
        _sort_layers(layers, steps, downward=number % 2 == 0)
    return StoryLayers(layers, ways, back)


def _find_depths(start: str, ahead: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], set[tuple[str, str]]]:
    """Return the longest way to each place, without arrows that lead back, and these. What is not reached is on top."""
    order: list[str] = []
    back: set[tuple[str, str]] = set()
    for root in (start, *ahead):
        if root in ahead:
            _visit(root, ahead, (), order, back)
    depth = dict.fromkeys(ahead, 0)
    for key in reversed(order):
        for target in ahead[key]:
            if (key, target) not in back:
                depth[target] = max(depth[target], depth[key] + 1)
    return depth, back


def _visit(
    key: str, ahead: Mapping[str, Sequence[str]], path: tuple[str, ...], order: list[str], back: set[tuple[str, str]]
) -> None:
    """Add the places from here on to the order, the last ones first, and the arrows that lead back into the path."""
    if key in order:
        return
    for target in ahead[key]:
        if target in {*path, key}:
            back.add((key, target))
        else:
            _visit(target, ahead, (*path, key), order, back)
    order.append(key)


def _sort_layers(layers: Sequence[list[str]], ahead: Mapping[str, Sequence[str]], *, downward: bool) -> None:
    """Sort each layer by the mean position of what its boxes are joined to in the layers before it."""
    position = {key: place - (len(layer) - 1) / 2 for layer in layers for place, key in enumerate(layer)}
    beside: dict[str, list[str]] = {key: [] for key in ahead}
    for key, targets in ahead.items():
        for target in targets:
            beside[target if downward else key].append(key if downward else target)
    for layer in layers if downward else reversed(layers):
        means = {
            key: sum(position[other] for other in beside[key]) / len(beside[key]) if beside[key] else position[key]
            for key in layer
        }
        layer.sort(key=means.__getitem__)
        for place, key in enumerate(layer):
            position[key] = place - (len(layer) - 1) / 2
