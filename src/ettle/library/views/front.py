"""The front page and the A to Z: what the site is, three ways in, and the areas as a menu, for a role."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ettle.framework import queries as framework
from ettle.kit.http.audience import EVERYONE, audience
from ettle.kit.pages.brand import current_brand
from ettle.kit.pages.page_cache import Key, cached_response
from ettle.kit.pages.site_contents import has_page
from ettle.kit.values.numbers import parse_number
from ettle.library import queries
from ettle.library.media_files import illustrations
from ettle.library.presentation import area_catalogue
from ettle.library.presentation.area_filters import (
    A_TO_Z,
    CARDS_PER_PAGE,
    Card,
    Catalogue,
    Choice,
    build_filter_links,
    group_cards,
    render_card,
)
from ettle.library.presentation.article_renderer import SELF_ASSESSMENT
from ettle.library.views.reader_choices import shown_choices
from ettle.people.queries import learning_roles, offered_roles, role_title

if TYPE_CHECKING:
    from ettle.people.models import User

READ, STARTED = "Read", "Started"
# Up to so many titles are shown on one page; with more, a page shows one letter.
WHOLE_ALPHABET = 150
# Capability titles and the sentence at the top are not in the cache key: on a visitor's page they may be this old.
VISITOR_PAGE_SECONDS = 30


@audience(EVERYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """The list of areas, filtered."""
    version = area_catalogue.catalogue_version()
    reader = request.user if request.user.is_authenticated else None
    return cached_response(
        request,
        key=lambda: _visitor_key(request, version),
        render=lambda: render(request, "library/front.html", _page_context(request, version, reader)),
        seconds=VISITOR_PAGE_SECONDS,
    )


def _visitor_key(request: HttpRequest, version: area_catalogue.CatalogueVersion) -> Key | None:
    """The cache key; None for an address that no page links to, because invented addresses would fill the cache."""
    choice, page = _parse_choice(request), _page_number(request)
    address = choice.address(page).partition("#")[0].partition("?")[2]
    if request.META.get("QUERY_STRING", "") not in {"", "role=", address}:
        return None
    count = area_catalogue.load_catalogue(version).count(choice)
    return ("library.front", version, choice, page) if count > (page - 1) * CARDS_PER_PAGE else None


def _parse_choice(request: HttpRequest) -> Choice:
    order = request.GET.get("order", "")
    return Choice(
        role=_shown_role(request),
        capability=request.GET.get("capability", "")[:40],
        saved="yes" if request.GET.get("saved") and request.user.is_authenticated else "",
        order=A_TO_Z if order == A_TO_Z else "",
    )


def _shown_role(request: HttpRequest) -> str:
    """The role in the address, or that the browser remembers. What an account says only changes the order."""
    return shown_choices(request).role


def _page_number(request: HttpRequest) -> int:
    return parse_number(request.GET.get("page", ""), most=9_999, default=1) or 1


def _page_context(
    request: HttpRequest, version: area_catalogue.CatalogueVersion, reader: User | None
) -> dict[str, Any]:
    catalogue, choice = area_catalogue.load_catalogue(version), _parse_choice(request)
    saved = set(queries.list_saved_areas(reader)) if reader else set()
    own_roles = learning_roles(reader) if reader else []
    chosen = catalogue.choose_cards(choice, saved=saved, first={role.key for role in own_roles})
    capabilities = dict(framework.capability_titles())
    sentence, brand = queries.find_front_sentence(), current_brand()
    page = Paginator(chosen, CARDS_PER_PAGE).get_page(_page_number(request))
    cards = _mark_cards(list(page), reader, saved)
    return {
        "self_assessment": SELF_ASSESSMENT,
        "sentence": sentence or brand.front_sentence,
        "front_title": brand.front_title,
        "has_badges": has_page("/badges/"),
        "has_self_assessment": has_page(SELF_ASSESSMENT),
        "groups": _render_groups(cards, choice),
        "first": _first_area(cards),
        "roles": offered_roles(),
        "other_count": len(catalogue) - catalogue.count(Choice(role=choice.role)) if choice.role else 0,
        "page": page,
        "earlier": choice.address(page.number - 1) if page.has_previous() else "",
        "later": choice.address(page.number + 1) if page.has_next() else "",
        "total": len(catalogue),
        "choice": choice,
        "showing": _describe_choice(choice, capabilities),
        "mine": own_roles,
        "orders": _build_orders(choice),
        "filters": _build_filters(catalogue, choice, capabilities, saved if reader else None),
        "saved_count": catalogue.count(Choice(saved="yes"), saved),
        "reading": queries.current_reading(reader) if reader else None,
    }


def _render_groups(cards: list[Card], choice: Choice) -> list[tuple[str, list[SafeString]]]:
    """Titles of groups with their cards. In the order of the alphabet there are no groups."""
    titles = {} if choice.order else area_catalogue.group_titles()
    icons = illustrations.icons()
    return [
        (title, [render_card(card, choice.role, icons.get(card.drawing, "")) for card in members])
        for title, members in group_cards(cards, titles)
    ]


def _first_area(cards: list[Card]) -> Card | None:
    """The area to offer to someone who has five minutes: the first that they have not read."""
    return next((card for card in cards if card.state != READ), cards[0] if cards else None)


def _build_filters(
    catalogue: Catalogue, choice: Choice, capabilities: dict[str, str], saved: set[int] | None
) -> list[tuple[str, str, Any]]:
    """Heading, name and links of each filter. saved: None for a visitor, who has no list."""
    saved_keys = saved or set()
    filters = [
        (
            _("By capability"),
            "capability",
            build_filter_links(catalogue, choice, "capability", {"": _("All"), **capabilities}, saved_keys),
        ),
    ]
    if saved is not None:
        lists = {"": _("All areas"), "yes": _("Saved for later")}
        filters.append((_("My list"), "saved", build_filter_links(catalogue, choice, "saved", lists, saved_keys)))
    return filters


def _build_orders(choice: Choice) -> list[tuple[str, str, bool]]:
    """(words, address, whether it is the current order)."""
    orders = {"": _("As we suggest"), A_TO_Z: _("A to Z")}
    return [(words, replace(choice, order=key).address(), choice.order == key) for key, words in orders.items()]


def _mark_cards(cards: list[Card], reader: User | None, saved: set[int]) -> list[Card]:
    """The same cards with what this reader has marked."""
    if reader is None:
        return cards
    states = {pk: READ if read_at else STARTED for pk, read_at in queries.read_marks_of(reader)}
    marked = states.keys() | saved
    return [
        replace(card, state=states.get(card.pk, ""), is_saved=card.pk in saved) if card.pk in marked else card
        for card in cards
    ]


def _describe_choice(choice: Choice, capabilities: dict[str, str]) -> str:
    """What the list shows now, in words."""
    role = role_title(choice.role) if choice.role else _("every role")
    parts = [
        _("Showing: %(role)s") % {"role": role},
        capabilities.get(choice.capability, ""),
        _("saved for later") if choice.saved else "",
    ]
    return ", ".join(part for part in parts if part)


@audience(EVERYONE)
@require_safe
def a_to_z(request: HttpRequest) -> HttpResponseBase:
    """Every area, grouped by its first letter."""
    version = area_catalogue.catalogue_version()
    letter = request.GET.get("letter", "").upper()
    is_linked = request.META.get("QUERY_STRING", "") in {"", *(f"letter={name}" for name in ascii_uppercase)}
    return cached_response(
        request,
        key=lambda: ("library.a_to_z", version, letter) if is_linked else None,
        render=lambda: _render_a_to_z(request, version, letter),
    )


def _render_a_to_z(request: HttpRequest, version: area_catalogue.CatalogueVersion, letter: str) -> HttpResponse:
    catalogue = area_catalogue.load_catalogue(version)
    cards = [catalogue.cards[place] for place in catalogue.by_title]
    letters = sorted({card.first_letter for card in cards}, key=lambda letter: (letter == "#", letter))
    letter = letter if letter in letters else ""
    if not letter and len(cards) > WHOLE_ALPHABET:
        letter = letters[0]
    shown = [card for card in cards if not letter or card.first_letter == letter]
    by_letter = sorted(shown, key=lambda card: letters.index(card.first_letter))
    groups = [(first, list(members)) for first, members in groupby(by_letter, key=lambda card: card.first_letter)]
    context = {
        "groups": groups,
        "letters": letters,
        "letter": letter,
        "total": len(cards),
        "is_one_letter": len(cards) > WHOLE_ALPHABET,
    }
    return render(request, "library/a_to_z.html", context)
