"""Choosing an area: cards, and filters that are plain links with counts. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ettle.people.queries import LearningRole


@dataclass(frozen=True)
class Card:
    slug: str
    title: str
    summary: str
    minutes: int
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    badges: tuple[str, ...]
    state: str = ""
    is_saved: bool = False

    @property
    def for_whom(self) -> str:
        """The roles in words; everyone's area says so."""
        if len(self.roles) == len(LearningRole):
            return "For every role"
        return "For " + ", ".join(LearningRole(role).label.lower() for role in self.roles)


@dataclass(frozen=True)
class Choice:
    """What somebody filters by; empty means everything."""

    role: str = ""
    capability: str = ""
    saved: str = ""

    def takes(self, card: Card) -> bool:
        return (
            (not self.role or self.role in card.roles)
            and (not self.capability or self.capability in card.capabilities)
            and (not self.saved or card.is_saved)
        )

    @property
    def is_everything(self) -> bool:
        return not (self.role or self.capability or self.saved)


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    count: int
    is_current: bool


def choose(cards: Sequence[Card], choice: Choice) -> list[Card]:
    return [card for card in cards if choice.takes(card)]


def links(cards: Sequence[Card], choice: Choice, field: str, options: Mapping[str, str]) -> list[Link]:
    """One link for each option and one for all of them. Options that would show nothing are left out."""
    found = [_link(cards, choice, field, value, words) for value, words in options.items()]
    return [link for link in found if link.count or link.is_current]


def _link(cards: Sequence[Card], choice: Choice, field: str, value: str, words: str) -> Link:
    wanted = {"role": choice.role, "capability": choice.capability, "saved": choice.saved, field: value}
    query = urlencode({name: part for name, part in wanted.items() if part})
    return Link(
        words=words,
        address=f"/?{query}#areas" if query else "/#areas",
        count=len(choose(cards, Choice(**wanted))),
        is_current=getattr(choice, field) == value,
    )
