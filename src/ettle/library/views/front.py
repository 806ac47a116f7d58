"""Select an area: everything at once, by role, by capability, by what was saved, or from A to Z."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.framework import queries as framework
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.pages.page_cache import Key, cached_response
from ettle.library import queries
from ettle.library.presentation import area_catalogue
from ettle.library.presentation.area_filters import (
    A_TO_Z,
    CARDS_PER_PAGE,
    Card,
    Catalogue,
    Choice,
    build_filter_links,
    render_card,
)
from ettle.library.presentation.article_renderer import SELF_ASSESSMENT
from ettle.library.publication.page_tree import DEFAULT_SENTENCE
from ettle.people.queries import LearningRole, learning_roles

if TYPE_CHECKING:
    from ettle.people.models import User

# So many titles are read down a page; with more, a page holds one letter.
WHOLE_ALPHABET = 150
# Titles of capabilities and the sentence at the top are no part of the key: on a visitor's page they may be this old.
VISITOR_PAGE_SECONDS = 30


@audience(EVERYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """Select an area."""
    version = area_catalogue.catalogue_version()
    reader = request.user if request.user.is_authenticated else None
    return cached_response(
        request,
        key=lambda: _visitor_key(request, version),
        render=lambda: render(request, "library/front.html", _page_context(request, version, reader)),
        seconds=VISITOR_PAGE_SECONDS,
    )


def _visitor_key(request: HttpRequest, version: area_catalogue.CatalogueVersion) -> Key | None:
    """None for an address that no page links to: addresses that someone made up would fill the cache."""
    choice, page = _parse_choice(request), _page_number(request)
    address = choice.address(page).partition("#")[0].partition("?")[2]
    if request.META.get("QUERY_STRING", "") not in {"", address}:
        return None
    count = area_catalogue.load_catalogue(version).count(choice)
    return ("library.front", version, choice, page) if count > (page - 1) * CARDS_PER_PAGE else None


def _parse_choice(request: HttpRequest) -> Choice:
    role, order = request.GET.get("role", ""), request.GET.get("order", "")
    return Choice(
        role=role if role in LearningRole.values else "",
        capability=request.GET.get("capability", "")[:40],
        saved="yes" if request.GET.get("saved") and request.user.is_authenticated else "",
        order=A_TO_Z if order == A_TO_Z else "",
    )


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 1 <= len(asked) <= 4 and int(asked) else 1


def _page_context(
    request: HttpRequest, version: area_catalogue.CatalogueVersion, reader: User | None
) -> dict[str, Any]:
    found, choice = area_catalogue.load_catalogue(version), _parse_choice(request)
    saved = set(queries.list_saved_areas(reader)) if reader else set()
    mine = learning_roles(reader) if reader else []
    chosen = found.choose_cards(choice, saved=saved, first={role.value for role in mine})
    capabilities = dict(framework.capability_titles())
    sentence = queries.find_front_sentence()
    page = Paginator(chosen, CARDS_PER_PAGE).get_page(_page_number(request))
    return {
        "self_assessment": SELF_ASSESSMENT,
        "sentence": DEFAULT_SENTENCE if sentence is None else sentence,
        "cards": [render_card(card, choice.role) for card in _mark_cards(list(page), reader, saved)],
        "page": page,
        "earlier": choice.address(page.number - 1) if page.has_previous() else "",
        "later": choice.address(page.number + 1) if page.has_next() else "",
        "total": len(found),
        "choice": choice,
        "showing": _describe_choice(choice, capabilities),
        "mine": mine,
        "orders": _build_orders(choice),
        "filters": _build_filters(found, choice, capabilities, saved if reader else None),
        "saved_count": found.count(Choice(saved="yes"), saved),
        "reading": queries.current_reading(reader) if reader else None,
    }


def _build_filters(
    found: Catalogue, choice: Choice, capabilities: dict[str, str], saved: set[int] | None
) -> list[tuple[str, str, Any]]:
    """Heading, name and links of each filter. saved: None for a visitor, who has no list."""
    held = saved or set()
    roles = {"": "Every role", **dict(LearningRole.choices)}
    filters = [
        ("By role", "role", build_filter_links(found, choice, "role", roles, held)),
        (
            "By capability",
            "capability",
            build_filter_links(found, choice, "capability", {"": "All", **capabilities}, held),
        ),
    ]
    if saved is not None:
        lists = {"": "All areas", "yes": "Saved for later"}
        filters.append(("My list", "saved", build_filter_links(found, choice, "saved", lists, held)))
    return filters


def _build_orders(choice: Choice) -> list[tuple[str, str, bool]]:
    """words, address, is it so now."""
    orders = {"": "As we suggest", A_TO_Z: "A to Z"}
    return [(words, replace(choice, order=key).address(), choice.order == key) for key, words in orders.items()]


def _mark_cards(cards: list[Card], reader: User | None, saved: set[int]) -> list[Card]:
    """The same cards with what this reader has marked."""
    if reader is None:
        return cards
    states = {pk: "Read" if read_at else "Started" for pk, read_at in queries.read_marks_of(reader)}
    marked = states.keys() | saved
    return [
        replace(card, state=states.get(card.pk, ""), is_saved=card.pk in saved) if card.pk in marked else card
        for card in cards
    ]


def _describe_choice(choice: Choice, capabilities: dict[str, str]) -> str:
    """What the list shows now, in words."""
    role = LearningRole(choice.role).label if choice.role else "every role"
    parts = [f"Showing: {role}", capabilities.get(choice.capability, ""), "saved for later" if choice.saved else ""]
    return ", ".join(part for part in parts if part)


@audience(EVERYONE)
@require_safe
def a_to_z(request: HttpRequest) -> HttpResponseBase:
    """Every area by its first letter."""
    version = area_catalogue.catalogue_version()
    letter = request.GET.get("letter", "").upper()
    is_linked = request.META.get("QUERY_STRING", "") in {"", *(f"letter={name}" for name in ascii_uppercase)}
    return cached_response(
        request,
        key=lambda: ("library.a_to_z", version, letter) if is_linked else None,
        render=lambda: _render_a_to_z(request, version, letter),
    )


def _render_a_to_z(request: HttpRequest, version: area_catalogue.CatalogueVersion, letter: str) -> HttpResponse:
    found = area_catalogue.load_catalogue(version)
    cards = [found.cards[place] for place in found.by_title]
    letters = sorted({card.first_letter for card in cards}, key=lambda letter: (letter == "#", letter))
    letter = letter if letter in letters else ""
    if not letter and len(cards) > WHOLE_ALPHABET:
        letter = letters[0]
    shown = [card for card in cards if not letter or card.first_letter == letter]
    by_letter = sorted(shown, key=lambda card: letters.index(card.first_letter))
    groups = [(first, list(held)) for first, held in groupby(by_letter, key=lambda card: card.first_letter)]
    context = {
        "groups": groups,
        "letters": letters,
        "letter": letter,
        "total": len(cards),
        "is_one_letter": len(cards) > WHOLE_ALPHABET,
    }
    return render(request, "library/a_to_z.html", context)
