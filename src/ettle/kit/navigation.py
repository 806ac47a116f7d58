"""What stands behind More: links that rooms offer to the person who asks.

A room that has something to offer provides `more.py` with `links(person)`. The page asks every room, so kit need not
know them. A link may ask the database: only the More page pays for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.urls import reverse

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


class NavigationGroup(Enum):
    """The headings of the More page, in their order."""

    WORK = "Review and lead"
    MINE = "Yours"
    LEARN = "Look up"
    RUN = "Run this site"
    ACCOUNT = "Your account"


@dataclass(frozen=True)
class NavigationLink:
    group: NavigationGroup
    words: str
    path: str
    hint: str = ""


def links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    """What the kit itself offers."""
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.RUN, "Manage the site", reverse("kit:manage"), "Tasks laid aside, and all that follows here"
        )


def grouped_links(person: User | AnonymousUser) -> list[tuple[NavigationGroup, list[NavigationLink]]]:
    """Every room's links for this person, under their headings; a heading without links is left out."""
    found = list(_links_from_rooms(person))
    grouped = [(group, [link for link in found if link.group is group]) for group in NavigationGroup]
    return [(group, group_links) for group, group_links in grouped if group_links]


def _links_from_rooms(person: User | AnonymousUser) -> Iterable[NavigationLink]:
    for config in apps.get_app_configs():
        if config.name.startswith("ettle.") and find_spec(f"{config.name}.navigation"):
            yield from import_module(f"{config.name}.navigation").links(person)
