"""Where an attempt stands, worked out from its responses. Pure: nothing here reads or writes the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.activities.play import published_content, scenario
from ettle.activities.specs import CardSpec, EndingSpec, NodeSpec, OptionSpec, ScenarioSpec, SortSpec

if TYPE_CHECKING:
    from ettle.activities.models import Attempt, Response

REFLECTION = "reflection"


@dataclass(frozen=True)
class PlacedCard:
    """A card with the category it was put in; None before it is answered."""

    number: int
    card: CardSpec
    category: str | None
    differs: str

    @property
    def is_right(self) -> bool:
        return self.category in self.card.right


class SortProgress:
    """A sort under way: its cards in this attempt's order and what was answered."""

    def __init__(self, sort: SortSpec, attempt: Attempt, responses: Sequence[Response]) -> None:
        self.sort = sort
        chose: dict[str, str] = {}
        differs: dict[str, str] = {}
        for response in responses:
            if response.act == "chose":
                chose.setdefault(response.step, response.value)
            elif response.act == "differs":
                differs[response.step] = response.value
        self.cards = [
            PlacedCard(number, card, chose.get(card.key), differs.get(card.key, ""))
            for number, card in enumerate(published_content.shuffle_items(sort.cards, attempt.seed), start=1)
        ]

    @property
    def current(self) -> int:
        """The number of the first card without an answer; one past the last when all are answered."""
        return next((card.number for card in self.cards if card.category is None), len(self.cards) + 1)

    @property
    def has_ended(self) -> bool:
        return self.current > len(self.cards)

    @property
    def steps(self) -> int:
        return len(self.cards)

    def card(self, number: int) -> PlacedCard | None:
        return self.cards[number - 1] if 1 <= number <= len(self.cards) else None

    def label(self, key: str | None) -> str:
        return next((category.label for category in self.sort.categories if category.key == key), "")

    def labels(self, keys: Iterable[str]) -> str:
        return " or ".join(self.label(key) for key in keys)


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
            if response.act == "chose":
                path.append(response.value)
                trail.append((len(path), response.value))
            elif response.act == "back" and path:
                path.pop()
                trail.append((0, ""))
            elif response.act == "reflected":
                self.reflection = response.value
        self.choices = path
        self.state = scenario.replay_choices(spec, path)
        self._trail = trail

    @property
    def current(self) -> int:
        """The number of the step to be taken next, from 1; at the ending one past the last choice."""
        return len(self.choices) + 1

    @property
    def ending(self) -> EndingSpec | None:
        return scenario.find_ending(self.spec, self.state.at)

    @property
    def has_ended(self) -> bool:
        return self.ending is not None

    @property
    def steps(self) -> int:
        """The most decisions that may still be met on the way from the start."""
        return len(self.choices) + _longest_path(self.spec, self.state.at)

    def before(self, number: int) -> scenario.ScenarioState:
        """Where the person stood at a step already reached."""
        return scenario.replay_choices(self.spec, self.choices[: number - 1])

    def chosen(self, number: int) -> ChosenOption | None:
        """The choice that stands at a step, or None."""
        if not 1 <= number <= len(self.choices):
            return None
        return self._build_choice(number, self.before(number).at, self.choices[number - 1])

    def passages(self) -> list[str]:
        place = self.ending or scenario.find_node(self.spec, self.state.at)
        return scenario.visible_passages(place.passages, self.state) if place else []

    def words_for(self, option: OptionSpec) -> list[tuple[str, str]]:
        """The logic model's nodes that an option touches: key and words."""
        words = {node.key: node.words for node in self.spec.model_nodes}
        return [(key, words[key]) for key in option.nodes]

    def trail(self) -> list[ChosenOption]:
        """Every choice in the order it was made, those that were undone too."""
        made: list[ChosenOption] = []
        standing: list[int] = []
        for number, choice in self._trail:
            if not choice:
                last = standing.pop()
                made[last] = ChosenOption(made[last].number, made[last].node, made[last].option, undone=True)
                continue
            state = scenario.replay_choices(self.spec, [made[place].option.key for place in standing])
            standing.append(len(made))
            made.append(self._build_choice(number, state.at, choice))
        return made

    def _build_choice(self, number: int, at: str, choice: str) -> ChosenOption:
        node = scenario.find_node(self.spec, at)
        if node is None:
            raise scenario.UnknownChoice(choice)
        return ChosenOption(number, node, scenario.find_option(self.spec, at, choice))


def _longest_path(spec: ScenarioSpec, at: str) -> int:
    node = scenario.find_node(spec, at)
    if node is None:
        return 0
    return 1 + max(_longest_path(spec, route.to) for option in node.options for route in option.routes)


def count_words(text: str) -> int:
    """Count words as the page counts them: what stands between white space."""
    return len(text.split())
