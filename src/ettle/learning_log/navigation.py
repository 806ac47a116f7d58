"""Links of the learning log on the More page."""

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
            NavigationGroup.MINE, _("Learning log"), reverse("learning_log:log"), _("What you wrote down for yourself")
        )
        yield NavigationLink(
            NavigationGroup.MINE, _("Write in the log"), reverse("learning_log:new"), _("A quick entry, half a minute")
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("learning_log:log"),
        _("Learning log"),
        _("What you wrote down for yourself"),
        _("learning log; my log; journal; diary; my notes; my reflections"),
    )
    yield tool_item(
        reverse("learning_log:new"),
        _("Write in your log"),
        _("A short entry, half a minute"),
        _("write in the log; write a reflection; add a log entry; new entry; record learning; log my learning"),
    )
