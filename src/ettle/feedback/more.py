"""What the 360 offers on the More page."""

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
        yield MoreLink(Group.MINE, "How others see it", reverse("feedback:start"), "Ask people who know your work")
