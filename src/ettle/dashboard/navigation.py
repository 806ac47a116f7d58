"""This room's links on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.navigation import NavigationGroup, NavigationLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE,
            "A sheet for supervision",
            reverse("dashboard:supervision-sheet"),
            "Only what you choose is on it",
        )
        yield NavigationLink(
            NavigationGroup.MINE,
            "A sheet of this year’s learning",
            reverse("dashboard:annual-sheet"),
            "For your yearly declaration",
        )
        yield NavigationLink(
            NavigationGroup.MINE, "What next, and why", reverse("dashboard:suggestions"), "Three suggestions at most"
        )
