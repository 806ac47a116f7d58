"""What this room offers on the More page and to search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.cpl.models import Scheme
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
            _("My learning this year"),
            reverse("cpl:year"),
            _("For your registration: topics, record and employer check"),
        )


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("cpl:year"),
        _("My learning this year"),
        _("Your CPL topics, and what is still missing"),
        _(
            "my CPL; my CPL topics; my CPL this year; my learning year; what CPL am I missing; my CPD; "
            "verify my CPL; employer verification; ask my employer to verify my learning"
        ),
    )
    yield tool_item(
        reverse("cpl:record"),
        _("Annual learning record"),
        _("This year’s learning, for your annual declaration"),
        _(
            "annual learning record; yearly declaration; annual declaration; CPL record; record of CPL; "
            "proof of learning; evidence of CPL"
        ),
    )


def list_contents() -> Iterator[SiteContent]:
    """A year of learning needs what a regulator asks for."""
    yield SiteContent("cpl.scheme", Scheme.objects.order_by().values_list("pk"), (reverse("cpl:year"),))
