"""What a draft of a story holds: the story, finished or not, and lines of a text that were not understood. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ettle.activities.types.specs import ActivityFileSpec, ActivitySpec
from ettle.activities.types.stories import (
    EndingSpec,
    ModelNodeSpec,
    NodeSpec,
    ScenarioSpec,
    UnreadLine,
    make_key,
)

HEAD = "head"  # the part with everything but places and endings
Place = NodeSpec | EndingSpec


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
            return self.change_scenario(endings=_put(self.scenario.endings, place))
        return self.change_scenario(nodes=_put(self.scenario.nodes, place))

    def remove_place(self, key: str) -> StoryContent:
        return self.change_scenario(
            nodes=tuple(node for node in self.scenario.nodes if node.key != key),
            endings=tuple(ending for ending in self.scenario.endings if ending.key != key),
        )

    def match_model_words(self, words: Mapping[str, str]) -> StoryContent:
        """Return the content with words for just the parts of the logic model that options touch.

        words: those of the logic model itself, for what the story has no words for yet."""
        touched = {key: "" for node in self.scenario.nodes for option in node.options for key in option.nodes}
        own = {node.key: node for node in self.scenario.model_nodes if node.key in touched}
        added = [ModelNodeSpec(key=key, words=words[key]) for key in touched if key in words and key not in own]
        return self.change_scenario(model_nodes=(*own.values(), *added))

    def hash_part(self, part: str) -> str:
        """Return a hash that tells whether a part, HEAD or the key of a place, was changed meanwhile."""
        place = self.find_place(part)
        if part == HEAD:
            bare = self.change_scenario(nodes=(), endings=(), model_nodes=())
            words = bare.story.model_dump_json()
        else:
            words = place.model_dump_json() if place else ""
        return hashlib.sha256(words.encode()).hexdigest()[:24]

    def to_data(self) -> dict[str, Any]:
        unread = [[line.number, line.text, line.expected] for line in self.unread]
        return {"story": self.story.model_dump(mode="json"), "unread": unread}


def list_places(scenario: ScenarioSpec) -> tuple[Place, ...]:
    """Return the places and then the endings, in the order of the author."""
    nodes: tuple[Place, ...] = scenario.nodes
    return nodes + scenario.endings


def _put(places: Sequence[Any], place: Any) -> tuple[Any, ...]:
    if place.key not in {other.key for other in places}:
        return (*places, place)
    return tuple(place if other.key == place.key else other for other in places)


def read_content(data: Mapping[str, Any]) -> StoryContent:
    unread = tuple(UnreadLine(*line) for line in data["unread"])
    return StoryContent(ActivityFileSpec.from_stored(data["story"]), unread)


def begin_content(title: str, key: str) -> StoryContent:
    scenario = ScenarioSpec(start="", opening="", variables=(), model_nodes=(), nodes=(), endings=(), reflection="")
    fields: dict[str, Any] = {"key": key, "kind": "scenario", "title": title, "summary": "", "minutes": 10}
    return StoryContent(ActivityFileSpec(**fields | {"scenario": scenario}))
