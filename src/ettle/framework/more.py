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
    yield MoreLink(Group.LEARN, "What leading well takes", reverse("framework:capabilities"), "Six capabilities")
    yield MoreLink(Group.LEARN, "The Codes and leadership", reverse("framework:codes"), "A benchmark")
    yield MoreLink(
        Group.LEARN, "How leadership makes a difference", reverse("framework:logic-model"), "The logic model"
    )
    if person.is_authenticated and person.is_staff:
        yield MoreLink(
            Group.RUN,
            "Frameworks and Codes",
            reverse("framework:manage-frameworks"),
            "What is not checked, and items from a file",
        )
