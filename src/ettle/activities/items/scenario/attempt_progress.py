"""Where a play of a scenario stands, worked out from its responses. Pure: nothing here reads the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ettle.activities.items.scenario import engine
from ettle.activities.items.scenario.specs import EndingSpec, NodeSpec, OptionSpec, ScenarioSpec

if TYPE_CHECKING:
    from ettle.activities.models import Response

REFLECTION = "reflection"  # the step at which the closing words are stored


class Act(StrEnum):
    CHOSE = "chose"
    WENT_BACK = "back"
    REFLECTED = "reflected"


@dataclass(frozen=True)
class ChosenOption:
    """A choice with what it led to. undone: the person went back and tried another."""

    number: int
    node: NodeSpec
    option: OptionSpec
    undone: bool = False


class ScenarioProgress:
    """A scenario under way: the choices that stand, every choice made on the way, and where they lead."""

    def __init__(self, spec: ScenarioSpec, responses: Sequence[Response]) -> None:
        self.spec = spec
        self.reflection = ""
        path: list[str] = []
        trail: list[tuple[int, str]] = []
        for response in responses:
            if response.act == Act.CHOSE:
                path.append(response.value)
                trail.append((len(path), response.value))
            elif response.act == Act.WENT_BACK and path:
                path.pop()
                trail.append((0, ""))
            elif response.act == Act.REFLECTED:
                self.reflection = response.value
        self.choices = path
        self.state = engine.replay_choices(spec, path)
        self._trail = trail

    @property
    def current(self) -> int:
        """The number of the step to be taken next, from 1; at the ending one past the last choice."""
        return len(self.choices) + 1

    @property
    def ending(self) -> EndingSpec | None:
        return engine.find_ending(self.spec, self.state.at)

    @property
    def has_ended(self) -> bool:
        return self.ending is not None

    @property
    def is_finished(self) -> bool:
        return bool(self.reflection)

    @property
    def steps(self) -> int:
        """The most decisions that may still be met on the way from the start."""
        return len(self.choices) + _longest_path(self.spec, self.state.at)

    def before(self, number: int) -> engine.ScenarioState:
        """Where the person stood at a step already reached."""
        return engine.replay_choices(self.spec, self.choices[: number - 1])

    def chosen(self, number: int) -> ChosenOption | None:
        """The choice that stands at a step, or None."""
        if not 1 <= number <= len(self.choices):
            return None
        return self._build_choice(number, self.before(number).at, self.choices[number - 1])

    def passages(self) -> list[str]:
        place = self.ending or engine.find_node(self.spec, self.state.at)
        return engine.visible_passages(place.passages, self.state) if place else []

    def words_for(self, option: OptionSpec) -> list[tuple[str, str]]:
        """The logic model's nodes that an option touches: key and words."""
        words = {node.key: node.words for node in self.spec.model_nodes}
        return [(key, words[key]) for key in option.nodes]

    def trail(self) -> list[ChosenOption]:
        """Every choice in the order it was made, those that were undone too."""
        made: list[ChosenOption] = []
        current: list[int] = []
        for number, choice in self._trail:
            if not choice:
                last = current.pop()
                made[last] = ChosenOption(made[last].number, made[last].node, made[last].option, undone=True)
                continue
            state = engine.replay_choices(self.spec, [made[place].option.key for place in current])
            current.append(len(made))
            made.append(self._build_choice(number, state.at, choice))
        return made

    def _build_choice(self, number: int, at: str, choice: str) -> ChosenOption:
        node = engine.find_node(self.spec, at)
        if node is None:
            raise engine.UnknownChoice(choice)
        return ChosenOption(number, node, engine.find_option(self.spec, at, choice))


def _longest_path(spec: ScenarioSpec, at: str) -> int:
    node = engine.find_node(spec, at)
    if node is None:
        return 0
    return 1 + max(_longest_path(spec, route.to) for option in node.options for route in option.routes)
