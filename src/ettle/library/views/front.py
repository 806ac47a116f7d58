"""Select an area: everything at once, by role, by capability, by what was saved, or from A to Z."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ettle.framework import queries as framework
from ettle.library import catalogue, queries
from ettle.library.choosing import A_TO_Z, PAGE, Card, Catalogue, Choice, drawn, links
from ettle.library.compiling import SELF_ASSESSMENT
from ettle.library.shelves import SENTENCE
from ettle.library.views.kept import WHOLE_PAGE_SECONDS, answer, is_plain
from ettle.people.queries import LearningRole, learning_roles

if TYPE_CHECKING:
    from ettle.people.models import User

# So many titles are read down a page; with more, a page holds one letter.
WHOLE_ALPHABET = 150


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """Select an area. A visitor's page is kept for half a minute, and answers 304 to a browser that holds it."""
    stamp = catalogue.stamp()
    if request.user.is_authenticated:
        response = render(request, "library/front.html", _context(request, stamp, request.user))
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    return _for_visitor(request, stamp)


def _for_visitor(request: HttpRequest, stamp: catalogue.Stamp) -> HttpResponseBase:
    choice = _choice(request)
    page = _page_number(request)
    asked = choice.address(page).partition("#")[0].partition("?")[2]
    plain = is_plain(request, asked)
    key = "library.front." + hashlib.sha256(f"{stamp} {asked}".encode()).hexdigest()
    kept: tuple[str, bytes] | None = cache.get(key) if plain else None
    if kept is None:
        body = render(request, "library/front.html", _context(request, stamp, None)).content
        kept = (f'"{hashlib.sha256(body).hexdigest()[:24]}"', body)
        if plain and _may_be_kept(choice, page, stamp):
            cache.set(key, kept, WHOLE_PAGE_SECONDS)
    return answer(request, *kept)


def _may_be_kept(choice: Choice, page: int, stamp: catalogue.Stamp) -> bool:
    """Only what there is: else made-up addresses would fill the cache."""
    return catalogue.catalogue(stamp).count(choice) > (page - 1) * PAGE


def _choice(request: HttpRequest) -> Choice:
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


def _context(request: HttpRequest, stamp: catalogue.Stamp, reader: User | None) -> dict[str, Any]:
    found, choice = catalogue.catalogue(stamp), _choice(request)
    saved = set(queries.saved_by(reader)) if reader else set()
    mine = learning_roles(reader) if reader else []
    chosen = found.choose(choice, saved=saved, first={role.value for role in mine})
    capabilities = dict(framework.capability_titles())
    page = Paginator(chosen, PAGE).get_page(_page_number(request))
    return {
        "self_assessment": SELF_ASSESSMENT,
        "sentence": next(iter(queries.front_sentences()), SENTENCE),
        "cards": [drawn(card, choice.role) for card in _for_reader(list(page), reader, saved)],
        "page": page,
        "earlier": choice.address(page.number - 1) if page.has_previous() else "",
        "later": choice.address(page.number + 1) if page.has_next() else "",
        "total": len(found),
        "choice": choice,
        "showing": _showing(choice, capabilities),
        "mine": mine,
        "orders": _orders(choice),
        "filters": _filters(found, choice, capabilities, saved if reader else None),
        "saved_count": found.count(Choice(saved="yes"), saved),
        "reading": queries.reading_now(reader) if reader else None,
    }


def _filters(
    found: Catalogue, choice: Choice, capabilities: dict[str, str], saved: set[int] | None
) -> list[tuple[str, str, Any]]:
    """Heading, name and links of each filter. saved: None for a visitor, who has no list."""
    held = saved or set()
    roles = {"": "Every role", **dict(LearningRole.choices)}
    filters = [
        ("By role", "role", links(found, choice, "role", roles, held)),
        ("By capability", "capability", links(found, choice, "capability", {"": "All", **capabilities}, held)),
    ]
    if saved is not None:
        lists = {"": "All areas", "yes": "Saved for later"}
        filters.append(("My list", "saved", links(found, choice, "saved", lists, held)))
    return filters


def _orders(choice: Choice) -> list[tuple[str, str, bool]]:
    """words, address, is it so now."""
    orders = {"": "As we suggest", A_TO_Z: "A to Z"}
    return [(words, replace(choice, order=key).address(), choice.order == key) for key, words in orders.items()]


def _for_reader(cards: list[Card], reader: User | None, saved: set[int]) -> list[Card]:
    """The same cards with what this reader has marked."""
    if reader is None:
        return cards
    states = {pk: "Read" if read_at else "Started" for pk, read_at in queries.marks_of(reader)}
    marked = states.keys() | saved
    return [
        replace(card, state=states.get(card.pk, ""), is_saved=card.pk in saved) if card.pk in marked else card
        for card in cards
    ]


def _showing(choice: Choice, capabilities: dict[str, str]) -> str:
    """What the list shows now, in words."""
    role = LearningRole(choice.role).label if choice.role else "every role"
    parts = [f"Showing: {role}", capabilities.get(choice.capability, ""), "saved for later" if choice.saved else ""]
    return ", ".join(part for part in parts if part)


@login_not_required
@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    """Every area by its first letter."""
    found = catalogue.catalogue(catalogue.stamp())
    cards = [found.cards[place] for place in found.by_title]
    letters = sorted({card.letter for card in cards}, key=lambda letter: (letter == "#", letter))
    letter = request.GET.get("letter", "").upper()
    letter = letter if letter in letters else ""
    if not letter and len(cards) > WHOLE_ALPHABET:
        letter = letters[0]
    shown = [card for card in cards if not letter or card.letter == letter]
    by_letter = sorted(shown, key=lambda card: letters.index(card.letter))
    groups = [(first, list(held)) for first, held in groupby(by_letter, key=lambda card: card.letter)]
    context = {
        "groups": groups,
        "letters": letters,
        "letter": letter,
        "total": len(cards),
        "is_one_letter": len(cards) > WHOLE_ALPHABET,
    }
    return render(request, "library/a_to_z.html", context)
