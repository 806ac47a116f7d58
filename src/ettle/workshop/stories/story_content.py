"""What a draft of a story holds: the story, finished or not, and lines of a text that were not understood. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec
from ettle.activities.types.stories import (
    EndingSpec,
    ModelNodeSpec,
    NodeSpec,
    ScenarioSpec,
    TextVariantSpec,
    UnreadLine,
    make_key,
)

HEAD = "head"  # the part with everything but places, endings and variants
Place = NodeSpec | EndingSpec
VARIANTS, WHOLE = "variants", "*"


def variant_part(key: str, place: str = "") -> str:
    """Return the name of a part of a variant: its head, its texts for a place, or with WHOLE everything in it."""
    return f"{VARIANTS}/{key}/{place}" if place else f"{VARIANTS}/{key}"


def split_part(part: str) -> tuple[str, str]:
    """Return the variant and the place that a part belongs to; "" without a variant, and for its head."""
    if not part.startswith(f"{VARIANTS}/"):
        return "", part
    _variants, key, *place = part.split("/")
    return key, place[0] if place else ""


@dataclass(frozen=True)
class StoryContent:
    story: ActivitySpec
    unread: tuple[UnreadLine, ...] = ()

    @property
    def scenario(self) -> ScenarioSpec:
        part = self.story.part
        if not isinstance(part, ScenarioSpec):
            raise TypeError(self.story.kind)
        return part

    @property
    def places(self) -> tuple[Place, ...]:
        return list_places(self.scenario)

    def find_place(self, key: str) -> Place | None:
        return next((place for place in self.places if place.key == key), None)

    def find_variant(self, key: str) -> TextVariantSpec | None:
        return next((variant for variant in self.scenario.variants if variant.key == key), None)

    def find_part(self, part: str) -> BaseModel | None:
        """Return what a part of this name holds; None where there is no such part, and where a variant has no texts."""
        key, place = split_part(part)
        if part == HEAD:
            return self.change_scenario(nodes=(), endings=(), model_nodes=(), variants=()).story
        if not key:
            return self.find_place(part)
        variant = self.find_variant(key)
        if variant is None or place == WHOLE:
            return variant
        if not place:
            return variant.replace(nodes=(), endings=())
        return next((own for own in (*variant.nodes, *variant.endings) if own.key == place), None)

    def change_scenario(self, **changes: Any) -> StoryContent:
        return replace(self, story=self.story.replace(scenario=self.scenario.replace(**changes)))

    def change_head(self, story: Mapping[str, Any], scenario: Mapping[str, Any]) -> StoryContent:
        return replace(self, story=self.story.replace(**story)).change_scenario(**scenario)

    def add_place(self, title: str, *, is_ending: bool) -> tuple[StoryContent, str]:
        """Return the content with one more place or ending, and its key. The first place is where the story starts."""
        taken = {place.key for place in self.places}
        key = make_key(title, taken, otherwise="ending" if is_ending else "place")
        if is_ending:
            ending = EndingSpec(key=key, title=title, text="", did_well="", missed_link="", question="")
            return self.put_place(ending), key
        added = self.put_place(NodeSpec(key=key, title=title, text="", question="", options=()))
        return (added if self.scenario.nodes else added.change_scenario(start=key)), key

    def put_place(self, place: Place) -> StoryContent:
        """Return the content with this place instead of the one of its key, or at the end when there is none."""
        if isinstance(place, EndingSpec):
            return self.change_scenario(endings=put_by_key(self.scenario.endings, place))
        before, options = self.find_place(place.key), {option.key for option in place.options}
        deleted = {option.key for option in getattr(before, "options", ())} - options
        variants = tuple(_drop_options(variant, place.key, deleted) for variant in self.scenario.variants)
        return self.change_scenario(nodes=put_by_key(self.scenario.nodes, place), variants=variants)

    def remove_place(self, key: str) -> StoryContent:
        """Return the content without a place or an ending, and without the texts that variants have for it."""
        return self.change_scenario(
            nodes=_without(self.scenario.nodes, key),
            endings=_without(self.scenario.endings, key),
            variants=tuple(
                variant.replace(nodes=_without(variant.nodes, key), endings=_without(variant.endings, key))
                for variant in self.scenario.variants
            ),
        )

    def match_model_words(self, words: Mapping[str, str]) -> StoryContent:
        """Return the content with words for just the parts of the logic model that options touch.

        words: those of the logic model itself, for what the story has no words for yet."""
        touched = {key: "" for node in self.scenario.nodes for option in node.options for key in option.nodes}
        own = {node.key: node for node in self.scenario.model_nodes if node.key in touched}
        added = [ModelNodeSpec(key=key, words=words[key]) for key in touched if key in words and key not in own]
        return self.change_scenario(model_nodes=(*own.values(), *added))

    def hash_part(self, part: str) -> str:
        """Return a hash that tells whether a part was changed meanwhile."""
        found = self.find_part(part)
        words = found.model_dump_json() if found else ""
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def to_data(self) -> dict[str, Any]:
        unread = [[line.number, line.text, line.expected] for line in self.unread]
        return {"story": self.story.model_dump(mode="json"), "unread": unread}


def list_places(scenario: ScenarioSpec) -> tuple[Place, ...]:
    """Return the places and then the endings, in the order of the author."""
    nodes: tuple[Place, ...] = scenario.nodes
    return nodes + scenario.endings


def put_by_key(things: Sequence[Any], thing: Any) -> tuple[Any, ...]:
    """Return the things with this one instead of the one of its key, or at the end when there is none."""
    if thing.key not in {other.key for other in things}:
        return (*things, thing)
    return tuple(thing if other.key == thing.key else other for other in things)


def _without(things: Sequence[Any], key: str) -> tuple[Any, ...]:
    return tuple(thing for thing in things if thing.key != key)


def _drop_options(variant: TextVariantSpec, place: str, deleted: Collection[str]) -> TextVariantSpec:
    """Return a variant without its texts for options that were deleted."""
    nodes = (
        own.replace(options=tuple(option for option in own.options if option.key not in deleted))
        if own.key == place
        else own
        for own in variant.nodes
    )
    return variant.replace(nodes=tuple(nodes)) if deleted else variant


def read_content(data: Mapping[str, Any]) -> StoryContent:
    unread = tuple(UnreadLine(*line) for line in data["unread"])
    return StoryContent(ActivityFileSpec.from_stored(data["story"]), unread)


def begin_content(title: str, key: str) -> StoryContent:
    scenario = ScenarioSpec(start="", opening="", variables=(), model_nodes=(), nodes=(), endings=(), reflection="")
    fields: dict[str, Any] = {"key": key, "kind": "scenario", "title": title, "summary": "", "minutes": 10}
    return StoryContent(ActivityFileSpec(**fields | {"scenario": scenario}))
