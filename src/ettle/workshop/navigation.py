"""What the workshop offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.landing_pages import LandingPage
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, tool_item
from ettle.workshop.cms_middleware import CMS_PATH

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated and person.is_staff:
        yield NavigationLink(NavigationGroup.RUN, _("Write and edit areas"), CMS_PATH)
        drafts = reverse("workshop:drafts")
        yield NavigationLink(
            NavigationGroup.RUN, _("Drafts of frameworks"), drafts, _("What waits, and what each edition has said")
        )
        instruments = reverse("workshop:instruments")
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Questionnaires"),
            instruments,
            _("The self-assessment and the 360, version by version"),
        )
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Stories"),
            reverse("workshop:stories"),
            _("Write interactive activities, and try them"),
        )
        yield NavigationLink(
            NavigationGroup.RUN,
            _("How people do activities"),
            reverse("workshop:figures"),
            _("What people choose, and where they stop"),
        )
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Badges to edit"),
            reverse("workshop:badges"),
            _("Write a badge, and see what would be signed"),
        )
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Authors"),
            reverse("workshop:manage-authors"),
            _("Who writes, reviews and publishes"),
        )


def list_landing_pages(person: User) -> Iterator[LandingPage]:
    if person.is_staff:
        yield LandingPage("workshop", _("Workshop"), CMS_PATH, 4, under=CMS_PATH)


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("workshop:manage-authors"),
        _("Authors"),
        _("Who writes, reviews and publishes"),
        _("authors; who may write"),
    )
    yield tool_item(
        reverse("workshop:drafts"),
        _("Drafts of frameworks"),
        _("What waits for review"),
        _("drafts; drafts of frameworks"),
    )
    yield tool_item(
        reverse("workshop:instruments"),
        _("Questionnaires"),
        _("Write and publish questionnaires"),
        _("questionnaires; edit the self-assessment; edit the 360"),
    )
    yield tool_item(
        reverse("workshop:stories"),
        _("Stories"),
        _("Write interactive activities"),
        _("stories; scenarios; write an activity"),
    )
    yield tool_item(
        reverse("workshop:figures"),
        _("How people do activities"),
        _("What people choose, and where they stop"),
        _("figures of activities; which options people choose; where people stop; statistics"),
    )
    yield tool_item(
        reverse("workshop:badges"),
        _("Badges to edit"),
        _("Write a badge, and see what would be signed"),
        _("edit a badge; write a badge; make a new badge; change a badge"),
    )
