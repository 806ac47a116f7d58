"""What this room offers on the More page."""

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
    yield NavigationLink(
        NavigationGroup.LEARN, _("Help"), reverse("library:statement", args=["help"]), _("Questions that people ask")
    )
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("About this site"),
        reverse("library:statements"),
        _("Its words, and what you may expect"),
    )
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE, _("My reading"), reverse("library:my-reading"), _("What you saved, started and read")
        )
    if person.is_authenticated and person.is_staff:
        retired = reverse("library:manage-retired")
        yield NavigationLink(
            NavigationGroup.RUN, _("Retired areas"), retired, _("Take an area off, and say where to go")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("library:areas"),
        _("All areas from A to Z"),
        _("Every area to read"),
        _("all areas; list of topics; courses; modules; training; things to read; A to Z; e-learning"),
    )
    yield tool_item(
        reverse("library:my-reading"),
        _("My reading"),
        _("What you saved, started and read"),
        _("my reading; saved areas; reading list; bookmarks; what I have read; continue reading; favourites"),
    )
    yield tool_item(
        reverse("library:manage-retired"),
        _("Retired areas"),
        _("Retire an area, and say what to read instead"),
        _("retired areas; retire an area; remove an area"),
    )
    yield tool_item(
        reverse("library:statement", args=["help"]),
        _("Help"),
        _("Plain answers to the questions that people ask"),
        _("help; get help; help page; faq; questions and answers; how does this work; support; contact; contact us"),
    )
    yield tool_item(
        reverse("library:statements"),
        _("About this site"),
        _("Its words, and what you may expect"),
        _("about this site; about us; who runs this site"),
    )
