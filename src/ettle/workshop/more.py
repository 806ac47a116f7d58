"""What the workshop offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.more import Group, MoreLink
from ettle.workshop.middleware import WORKSHOP

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def links(person: User | AnonymousUser) -> Iterator[MoreLink]:
    if person.is_authenticated and person.is_staff:
        yield MoreLink(Group.RUN, "Write and edit areas", WORKSHOP)
        drafts = reverse("workshop:drafts")
        yield MoreLink(Group.RUN, "Drafts of frameworks", drafts, "What waits, and what each edition has said")
        asked = reverse("workshop:instruments")
        yield MoreLink(Group.RUN, "What people are asked", asked, "The self-assessment and the 360, version by version")
    if person.is_authenticated and person.is_superuser:
        yield MoreLink(Group.RUN, "Authors", reverse("workshop:manage-authors"), "Who writes, reviews and publishes")
