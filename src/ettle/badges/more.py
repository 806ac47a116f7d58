"""What this room offers on the More page."""

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
        yield MoreLink(Group.MINE, "Your badges", reverse("badges:mine"))
    yield MoreLink(Group.LEARN, "Badges you can earn", reverse("badges:catalogue"))
    yield MoreLink(Group.LEARN, "Verify a badge", reverse("badges:verify"), "Is it real, and what does it mean?")
    if person.is_authenticated and person.is_superuser:
        yield MoreLink(Group.RUN, "Badges given", reverse("badges:manage"), "Withdraw a badge")
