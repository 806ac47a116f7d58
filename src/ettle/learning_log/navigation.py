"""Links of the learning log on the More page."""

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
            NavigationGroup.MINE, "Learning log", reverse("learning_log:log"), "What you wrote down for yourself"
        )
        yield NavigationLink(
            NavigationGroup.MINE, "Write in the log", reverse("learning_log:new"), "A quick entry, half a minute"
        )
