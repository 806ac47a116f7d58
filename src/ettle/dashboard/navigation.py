"""This room's links on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.landing_pages import LandingPage
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, tool_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE,
            _("What my evidence shows"),
            reverse("dashboard:matrix"),
            _("By capability, Code, topic or step of the model"),
        )
        yield NavigationLink(
            NavigationGroup.MINE,
            _("Supervision summary"),
            reverse("dashboard:supervision-sheet"),
            _("Only what you choose is on it"),
        )
        yield NavigationLink(
            NavigationGroup.MINE,
            _("Suggested next steps"),
            reverse("dashboard:suggestions"),
            _("Three suggestions at most"),
        )


def list_landing_pages(person: User) -> Iterator[LandingPage]:
    yield LandingPage("my-journey", _("My journey"), reverse("dashboard:my-journey"), 5)


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("dashboard:my-journey"),
        _("My journey"),
        _("Where you are, and your next step"),
        _("my journey; my progress; dashboard; home; my page; what next"),
    )
    yield tool_item(
        reverse("dashboard:matrix"),
        _("What my evidence shows"),
        _("By capability, Code, topic or step of the model"),
        _("what my evidence shows; matrix; evidence by capability; my thread; map of my evidence; what is missing"),
    )
    yield tool_item(
        reverse("dashboard:supervision-sheet"),
        _("Supervision summary"),
        _("To bring to supervision"),
        _(
            "supervision summary; sheet for supervision; prepare for supervision; bring to supervision; "
            "supervision notes"
        ),
    )
    yield tool_item(
        reverse("dashboard:suggestions"),
        _("Suggested next steps"),
        _("Three at most, each with its reason"),
        _("suggestions; what next; what should I do next; next step; recommended for me"),
    )
