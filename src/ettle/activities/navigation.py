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
        NavigationGroup.LEARN,
        _("Activities"),
        reverse("activities:catalogue"),
        _("Practise hard moments, with or without an account"),
    )
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE, _("Your activities"), reverse("activities:mine"), _("Activities you are asked to do")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("activities:catalogue"),
        _("Activities"),
        _("Practise hard moments, with or without an account"),
        _(
            "activities; scenario; scenarios; practice activity; practise a decision; game; sort activity; "
            "interactive activity"
        ),
    )
    yield tool_item(
        reverse("activities:mine"),
        _("My activities"),
        _("Activities you are invited to for a badge"),
        _("my activities; invitation to an activity; renew an invitation"),
    )
