"""What this room offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ettle.activities import queries
from ettle.activities.models import ActivityVersion
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.pages.site_contents import SiteContent
from ettle.kit.search_items import SearchItem, SearchKind, tool_item

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User

# Among equally good matches an area or another page comes before an activity.
AFTER_AREAS = -150


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("Activities"),
        reverse("activities:catalogue"),
        _("Practise hard moments, with or without an account"),
    )
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE,
            _("Your activities"),
            reverse("activities:mine"),
            _("Activities you are invited to, and what you practise"),
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
        _("Activities you are invited to for a badge, and practice under way"),
        _("my activities; invitation to an activity; renew an invitation; continue practice"),
    )
    yield from _list_activities()


def _list_activities() -> Iterator[SearchItem]:
    """Every activity by its title and summary; what is played is left out, because its views come after an answer."""
    for version in queries.all_current_versions():
        address = reverse("activities:practice", args=[version.activity.key])
        yield SearchItem(
            SearchKind.TOOL,
            address,
            address,
            version.title,
            about=ngettext(
                "Activity to practise, about %(minutes)d minute",
                "Activity to practise, about %(minutes)d minutes",
                version.minutes,
            )
            % {"minutes": version.minutes},
            text=(version.summary,),
            priority=AFTER_AREAS,
        )


def list_contents() -> Iterator[SiteContent]:
    """The catalogue needs an activity."""
    rows = ActivityVersion.objects.order_by().values_list("pk")
    yield SiteContent("activities.activity", rows, (reverse("activities:catalogue"),))
