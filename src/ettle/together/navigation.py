"""What this room offers on the More page and to search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.pages.site_contents import SiteContent
from ettle.kit.search_items import SearchItem, tool_item
from ettle.together import queries
from ettle.together.models import SessionPlan

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    group = NavigationGroup.MINE if person.is_authenticated else NavigationGroup.LEARN
    yield NavigationLink(
        group,
        _("Learn together"),
        reverse("together:index"),
        _("Supervision for two, a team session, an action-learning timer"),
    )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("together:supervision"),
        _("Supervision for two"),
        _("Five questions each, then a plan of 20 minutes"),
        _(
            "supervision for two; supervision questions; supervision agenda; prepare supervision together; "
            "open supervision together; one to one meeting; 1:1 agenda"
        ),
    )
    yield tool_item(
        reverse("together:join"),
        _("Join a session with a code"),
        _("The code from the other phone, for supervision for two"),
        _("join a session; join with a code; enter the code of a session; code from the other phone"),
    )
    yield tool_item(
        reverse("together:timer"),
        _("Action-learning timer"),
        _("Turns and minutes for a group of 3 to 8"),
        _("action learning timer; timer for a group; timer for an action learning set; turns in a group; timer"),
    )
    yield tool_item(
        reverse("together:index"),
        _("Learn together"),
        _("For two people, a team or a group"),
        _("team session; team meeting; 20 minute session; learn together; learning with my team; team activity"),
    )


def list_contents() -> Iterator[SiteContent]:
    """Each kind of session needs its plan; the page that lists them needs one of them."""
    plans = SessionPlan.objects.order_by().values_list("pk")
    yield SiteContent("together.any", plans, (reverse("together:index"),))
    yield SiteContent(
        "together.supervision", plans.filter(kind=queries.SUPERVISION), (reverse("together:supervision"),)
    )
    timer = plans.filter(kind=queries.ACTION_LEARNING)
    yield SiteContent("together.timer", timer, (reverse("together:timer"),))
    yield SiteContent("together.team", plans.filter(kind=queries.TEAM))
