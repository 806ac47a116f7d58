"""What a person linked to items of frameworks and to the logic model, read from every room that offers it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ettle.kit.room import offered

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.framework.types import PersonalLink
    from ettle.people.models import User


def list_personal_links(person: User | AnonymousUser, frameworks: Collection[str]) -> list[PersonalLink]:
    """What this person linked to items of these frameworks; nothing for a visitor. Show it to nobody else.

    The page of the logic model and the matrix of evidence read these rows. Rooms offer
    "framework.personal_links": a function from a User and keys of frameworks to PersonalLink objects.
    """
    if not person.is_authenticated:
        return []
    names = tuple(sorted(frameworks))
    return [link for list_links in offered("framework.personal_links") for link in list_links(person, names)]
