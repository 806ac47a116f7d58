"""Choosing an area: cards, and filters that are plain links with counts. No database queries.

A catalogue is indexed once for each publication, so that a filter costs the same for twenty areas and for two
thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

CARDS_PER_PAGE = 40
MAX_CACHED_CARDS = 512
A_TO_Z = "a-z"


@dataclass(frozen=True)
class Card:
    """An area in a list. pk: of its page. state, is_saved: for one reader; empty in the catalogue."""

    slug: str
    title: str
    summary: str
    minutes: int
    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    badges: tuple[str, ...]
    has_activity: bool = False
    group: str = ""
    outcome: str = ""
    drawing: str = ""
    pk: int = 0
    state: str = ""
    is_saved: bool = False

    @property
    def first_letter(self) -> str:
        first = self.title[:1].upper()
        return first if first.isalpha() else "#"


def render_card(card: Card, role: str, icon: str) -> SafeString:
    """A card in a list filtered by role, or by none. icon: the small drawing, as safe HTML."""
    return _cached_card(card, role, icon, get_language() or "")


@lru_cache(MAX_CACHED_CARDS)
def _cached_card(card: Card, role: str, icon: str, _language: str) -> SafeString:
    """Cached, because most readers see the same cards."""
    context = {"card": card, "role": role, "icon": icon}
    return mark_safe(render_to_string("library/card.html", context))  # noqa: S308 - a template


def group_cards(cards: Iterable[Card], titles: Mapping[str, str]) -> list[tuple[str, list[Card]]]:
    """Cards by the title of their group, in the order of the groups; those without a group come last.

    The title of these is empty when there are no others.
    """
    groups: dict[str, list[Card]] = {key: [] for key in titles}
    others: list[Card] = []
    for card in cards:
        groups.get(card.group, others).append(card)
    grouped = [(titles[key], members) for key, members in groups.items() if members]
    return [*grouped, *([(gettext("More areas") if grouped else "", others)] if others else [])]


@dataclass(frozen=True)
class Choice:
    """The filters in an address; empty means everything. order: A_TO_Z, or empty for the authors' order."""

    role: str = ""
    capability: str = ""
    saved: str = ""
    order: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.role or self.capability or self.saved)

    def address(self, page: int = 1) -> str:
        """The address of this choice; it holds the whole state."""
        parameters = {"role": self.role, "capability": self.capability, "saved": self.saved, "order": self.order}
        query = urlencode(
            {name: value for name, value in parameters.items() if value} | ({"page": page} if page > 1 else {})
        )
        return f"/?{query}#areas" if query else "/#areas"


@dataclass(frozen=True)
class Link:
    words: str
    address: str
    count: int
    is_current: bool


class Catalogue:
    """Every live area, in the authors' order."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self.cards = tuple(cards)
        self.by_title = sorted(range(len(self.cards)), key=lambda place: self.cards[place].title.casefold())
        self._rank = {place: rank for rank, place in enumerate(self.by_title)}
        self._places = {card.pk: place for place, card in enumerate(self.cards)}
        self._places_by_filter: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, card in enumerate(self.cards):
            for role in ("", *card.roles):
                for capability in ("", *card.capabilities):
                    self._places_by_filter[role, capability].append(place)

    def __len__(self) -> int:
        return len(self.cards)

    def count(self, choice: Choice, saved: AbstractSet[int] = frozenset()) -> int:
        return len(self._select_places(choice, saved))

    def _select_places(self, choice: Choice, saved: AbstractSet[int]) -> Sequence[int]:
        places = self._places_by_filter.get((choice.role, choice.capability), [])
        if not choice.saved:
            return places
        mine = sorted(self._places[pk] for pk in saved if pk in self._places)
        return [place for place in mine if _matches_choice(self.cards[place], choice)]

    def choose_cards(
        self, choice: Choice, *, saved: AbstractSet[int] = frozenset(), first: AbstractSet[str] = frozenset()
    ) -> Sequence[Card]:
        """The cards of a choice. first: roles whose areas come before the others; no area is left out."""
        first = frozenset() if choice.role else frozenset(first)
        return self._sort_cards(self._select_places(choice, saved), choice.order, first)

    def _sort_cards(self, places: Sequence[int], order: str, first: AbstractSet[str]) -> Sequence[Card]:
        if order == A_TO_Z:
            places = sorted(places, key=self._rank.__getitem__)
        elif first:
            places = sorted(places, key=lambda place: first.isdisjoint(self.cards[place].roles))
        return tuple(self.cards[place] for place in places)


def _matches_choice(card: Card, choice: Choice) -> bool:
    is_for_role = not choice.role or choice.role in card.roles
    return is_for_role and (not choice.capability or choice.capability in card.capabilities)


def build_filter_links(
    catalogue: Catalogue, choice: Choice, field: str, options: Mapping[str, str], saved: AbstractSet[int] = frozenset()
) -> list[Link]:
    """One link for each option, the current one included. Other options that would show nothing are left out."""
    links = []
    for value, words in options.items():
        narrowed = replace(choice, **{field: value})
        count, is_current = catalogue.count(narrowed, saved), getattr(choice, field) == value
        if count or is_current:
            links.append(Link(words, narrowed.address(), count, is_current))
    return links
