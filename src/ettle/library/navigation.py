"""What this room offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.navigation import NavigationGroup, NavigationLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    yield NavigationLink(
        NavigationGroup.LEARN, "About this site", reverse("library:statements"), "Its words, and what you may expect"
    )
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE, "My reading", reverse("library:my-reading"), "What you saved, started and read"
        )
    if person.is_authenticated and person.is_staff:
        retired = reverse("library:manage-retired")
        yield NavigationLink(NavigationGroup.RUN, "Retired areas", retired, "Take an area off, and say where to go")
