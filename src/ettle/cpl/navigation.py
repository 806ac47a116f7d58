"""What this room offers on the More page and to search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, tool_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE,
            _("My learning this year"),
            reverse("cpl:year"),
            _("For your registration: topics, record and employer check"),
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("cpl:year"),
        _("My learning this year"),
        _("Your CPL topics, and what is still missing"),
        _(
            "CPL; my CPL; CPL topics; continuous professional learning; CPD; continuing professional development; "
            "mandatory learning; core learning elements; PRTL; learning this year; registration renewal"
        ),
    )
