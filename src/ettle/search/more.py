"""What search offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.more import Group, MoreLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def links(person: User | AnonymousUser) -> Iterator[MoreLink]:
    yield MoreLink(Group.LEARN, "Search", reverse("search:search"), "Areas, Codes, badges and sources")
