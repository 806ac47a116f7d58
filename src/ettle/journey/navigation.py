"""What this room offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.instruments import queries as instruments
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.pages.site_contents import SiteContent
from ettle.kit.search_items import SearchItem, tool_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE,
            _("Where you are now"),
            reverse("journey:start"),
            _("Rate statements about your work"),
        )
        yield NavigationLink(NavigationGroup.MINE, _("Your goals"), reverse("journey:goals"))


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("journey:start"),
        _("Where am I now?"),
        _("Rate statements about your work"),
        _(
            "self-assessment; self assessment; where am I now; questionnaire; rate myself; rate my own "
            "leadership; check my leadership; test my leadership; what are my strengths; how good a leader am I; "
            "my results; self evaluation"
        ),
    )
    yield tool_item(
        reverse("journey:goals"),
        _("My goals"),
        _("What you decided to try"),
        _("my goals; goal; targets; action plan; development plan; look back; reminders about my goal"),
    )
    yield tool_item(
        reverse("journey:new-goal"),
        _("Set a goal"),
        _("One small act this week"),
        _("set a goal; new goal; add a goal; make a plan"),
    )


def list_contents() -> Iterator[SiteContent]:
    """The self-assessment needs a questionnaire."""
    yield SiteContent("journey.self-assessment", instruments.self_assessment_keys(), (reverse("journey:start"),))
