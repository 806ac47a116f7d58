"""What the workshop offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.workshop.cms_middleware import CMS_PATH

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated and person.is_staff:
        yield NavigationLink(NavigationGroup.RUN, "Write and edit areas", CMS_PATH)
        drafts = reverse("workshop:drafts")
        yield NavigationLink(
            NavigationGroup.RUN, "Drafts of frameworks", drafts, "What waits, and what each edition has said"
        )
        instruments = reverse("workshop:instruments")
        yield NavigationLink(
            NavigationGroup.RUN,
            "What people are asked",
            instruments,
            "The self-assessment and the 360, version by version",
        )
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.RUN, "Authors", reverse("workshop:manage-authors"), "Who writes, reviews and publishes"
        )
