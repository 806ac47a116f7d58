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
    if person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.MINE, "Your invitations", reverse("activities:mine"), "Activities you are asked to do"
        )
