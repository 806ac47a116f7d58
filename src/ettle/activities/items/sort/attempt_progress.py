"""Where a play of a sort stands, worked out from its responses. Pure: nothing here reads the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.sort.specs import CardSpec, SortSpec

if TYPE_CHECKING:
    from ettle.activities.models import Response


class Act(StrEnum):
    CHOSE = "chose"
    SAW_DIFFERENTLY = "differs"


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
    """A sort under way: its cards in the order of this play and what was answered. First those that are drawn.

    sort: in the variant of the play (`SortSpec.in_variant`).
    """

    def __init__(self, sort: SortSpec, seed: int, responses: Sequence[Response]) -> None:
        self.sort = sort
        chose: dict[str, str] = {}
        differs: dict[str, str] = {}
        for response in responses:
            if response.act == Act.CHOSE:
                chose.setdefault(response.step, response.value)
            elif response.act == Act.SAW_DIFFERENTLY:
                differs[response.step] = response.value
        drawn = shuffle_items([card for card in sort.cards if not card.roles or not sort.draw], seed)
        drawn = drawn[: sort.draw or len(drawn)]
        others = shuffle_items([card for card in sort.cards if card not in drawn], seed)
        self.needed = len(drawn)
        self.cards = [
            PlacedCard(number, card, chose.get(card.key), differs.get(card.key, ""))
            for number, card in enumerate([*drawn, *others], start=1)
        ]

    @property
    def current(self) -> int:
        """The number of the first card without an answer; one past the last when all are answered."""
        return next((card.number for card in self.cards if card.category is None), len(self.cards) + 1)

    @property
    def has_ended(self) -> bool:
        """Every card that was drawn is answered. The others need not be."""
        return self.current > self.needed

    @property
    def is_finished(self) -> bool:
        return self.has_ended

    @property
    def steps(self) -> int:
        """How many cards there are to answer now: those that are drawn, and after them all."""
        return len(self.cards) if self.has_ended else self.needed

    @property
    def left(self) -> int:
        """How many cards have no answer yet."""
        return len(self.cards) + 1 - self.current

    def steps_at(self, number: int) -> int:
        """Of how many cards the one with this number is one, as its page says it."""
        return self.needed if number <= self.needed else len(self.cards)

    def card(self, number: int) -> PlacedCard | None:
        return self.cards[number - 1] if 1 <= number <= len(self.cards) else None

    def label(self, key: str | None) -> str:
        return next((category.label for category in self.sort.categories if category.key == key), "")

    def labels(self, keys: Iterable[str]) -> str:
        return _(" or ").join(str(self.label(key)) for key in keys)
