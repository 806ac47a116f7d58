"""Links of this room on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.people import queries as people

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated and people.is_assessor(person):
        yield NavigationLink(
            NavigationGroup.WORK, "Review", reverse("evidence:queue"), "Work that waits for an assessor"
        )
