"""The links of the More page, which rooms offer to a person.

A room's AppConfig names a function from a person to links (`Room.navigation`). A link may need a query: only the
More page pays for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.landing_pages import LandingPage
from ettle.kit.pages.site_contents import has_page
from ettle.kit.room import offered

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from ettle.people.models import User


class NavigationGroup(Enum):
    """The headings of the More page, in their order."""

    WORK = "work"
    MINE = "mine"
    LEARN = "learn"
    RUN = "run"
    ACCOUNT = "account"

    @property
    def words(self) -> StrOrPromise:
        return GROUP_WORDS[self]


GROUP_WORDS = {
    NavigationGroup.WORK: _lazy("Review and lead"),
    NavigationGroup.MINE: _lazy("Yours"),
    NavigationGroup.LEARN: _lazy("Look up"),
    NavigationGroup.RUN: _lazy("Run this site"),
    NavigationGroup.ACCOUNT: _lazy("Your account"),
}


@dataclass(frozen=True)
class NavigationLink:
    group: NavigationGroup
    words: str
    path: str
    hint: str = ""


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    """Yield the kit's own links."""
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.RUN, _("Manage the site"), reverse("kit:manage"), _("Failed tasks, and all other tools")
        )
        yield NavigationLink(NavigationGroup.RUN, _("Audit log"), reverse("kit:audit-log"), _("Who did what, and when"))


def list_landing_pages(person: User) -> Iterator[LandingPage]:
    if person.is_superuser:
        yield LandingPage("manage", _("Manage the site"), reverse("kit:manage"), 1)


def grouped_links(person: User | AnonymousUser) -> list[tuple[NavigationGroup, list[NavigationLink]]]:
    """Return every room's links for this person by heading; headings without links are left out.

    So are links to pages that have nothing to show, because no pack has brought what they need.
    """
    links = [link for list_room_links in offered("navigation") for link in list_room_links(person)]
    links = [link for link in links if has_page(link.path)]
    grouped = [(group, [link for link in links if link.group is group]) for group in NavigationGroup]
    return [(group, group_links) for group, group_links in grouped if group_links]
