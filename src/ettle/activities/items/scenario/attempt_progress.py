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
    CALLED = "called"  # what a person calls the choice they made at a node, before the page tells our view
    REFLECTED = "reflected"


@dataclass(frozen=True)
class ChosenOption:
    """A choice with what it led to. undone: the person went back and tried another.

    called: management, leadership or both, as the person sees it; "" when they did not say.
    """

    number: int
    node: NodeSpec
    option: OptionSpec
    undone: bool = False
    called: str = ""


@dataclass
class _Choice:
    """One choice of the trail. before: the choices that stood when it was made."""

    before: tuple[str, ...]
    option: str
    undone: bool = False
    called: str = ""


class ScenarioProgress:
    """A scenario under way: the choices that stand, every choice made on the way, and where they lead."""

    def __init__(self, spec: ScenarioSpec, responses: Sequence[Response]) -> None:
        self.spec = spec
        self.reflection = ""
        self.has_reflected = False
        standing: list[_Choice] = []
        nodes: list[str] = []  # of the standing choices
        self._trail: list[_Choice] = []
        for response in responses:
            if response.act == Act.CHOSE:
                standing.append(_Choice(tuple(choice.option for choice in standing), response.value))
                nodes.append(response.step)
                self._trail.append(standing[-1])
            elif response.act == Act.WENT_BACK and standing:
                standing.pop().undone = True
                nodes.pop()
            elif response.act == Act.CALLED and response.step in nodes:
                standing[nodes.index(response.step)].called = response.value
            elif response.act == Act.REFLECTED:
                self.reflection, self.has_reflected = response.value, True
        self._standing = standing
        self.choices = [choice.option for choice in standing]
        self.state = engine.replay_choices(spec, self.choices)

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
        return self.has_reflected

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
        return self._build_choice(self._standing[number - 1])

    def passages(self) -> list[str]:
        place = self.ending or engine.find_node(self.spec, self.state.at)
        return engine.visible_passages(place.passages, self.state) if place else []

    def words_for(self, option: OptionSpec) -> list[tuple[str, str]]:
        """The logic model's nodes that an option touches: key and words."""
        words = {node.key: node.words for node in self.spec.model_nodes}
        return [(key, words[key]) for key in option.nodes]

    def trail(self) -> list[ChosenOption]:
        """Every choice in the order it was made, those that were undone too."""
        return [self._build_choice(choice) for choice in self._trail]

    def is_asked(self, row: ChosenOption) -> bool:
        """Whether the person still has to be asked what a choice was, so that no page may tell it.

        They are asked about the choice made last, with the next decision or at the ending.
        """
        return not row.undone and row.number == len(self.choices) and not row.called and not self.has_ended

    def _build_choice(self, choice: _Choice) -> ChosenOption:
        at = engine.replay_choices(self.spec, choice.before).at
        node = engine.find_node(self.spec, at)
        if node is None:
            raise engine.UnknownChoice(choice.option)
        option = engine.find_option(self.spec, at, choice.option)
        return ChosenOption(len(choice.before) + 1, node, option, choice.undone, choice.called)


def _longest_path(spec: ScenarioSpec, at: str) -> int:
    node = engine.find_node(spec, at)
    if node is None:
        return 0
    return 1 + max(_longest_path(spec, route.to) for option in node.options for route in option.routes)
