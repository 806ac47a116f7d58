"""What the learning log offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.more import Group, MoreLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def links(person: User | AnonymousUser) -> Iterator[MoreLink]:
    if person.is_authenticated:
        yield MoreLink(Group.MINE, "Learning log", reverse("learning_log:log"), "What you wrote down for yourself")
        yield MoreLink(Group.MINE, "Write in the log", reverse("learning_log:new"), "A quick entry, half a minute")
