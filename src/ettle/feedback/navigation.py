"""What the 360 offers on the More page."""

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
            NavigationGroup.MINE, _("How others see it"), reverse("feedback:start"), _("Ask people who know your work")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("feedback:start"),
        _("How others see it"),
        _("Ask people who know your work"),
        _(
            "360; 360 feedback; feedback from others; ask for feedback; how others see me; what my team thinks "
            "about me; ask colleagues; feedback on my leadership; observers"
        ),
    )


def list_contents() -> Iterator[SiteContent]:
    """The 360 needs its questions."""
    yield SiteContent("feedback.questions", instruments.feedback_keys(), (reverse("feedback:start"),))
