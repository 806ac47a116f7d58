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
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.RUN, _("Name, logo and colours"), reverse("branding:brand"), _("How this site looks")
        )
        yield NavigationLink(
            NavigationGroup.RUN, _("The parts of a page"), reverse("branding:components"), _("See what your colours do")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("branding:brand"),
        _("Name, logo and colours"),
        _("How this site looks"),
        _("brand; logo; colours; name of the site; look of the site"),
    )
