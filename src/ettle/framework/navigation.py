"""This room's links on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.navigation import NavigationGroup, NavigationLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("What leading well takes"),
        reverse("framework:capabilities"),
        _("The capabilities, with their themes"),
    )
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("The Codes and leadership"),
        reverse("framework:codes"),
        _("What they ask, beside the capabilities"),
    )
    yield NavigationLink(
        NavigationGroup.LEARN,
        _("Leadership Logic Model"),
        reverse("framework:logic-model"),
        _("How leadership makes a difference"),
    )
    if person.is_authenticated and person.is_staff:
        yield NavigationLink(
            NavigationGroup.RUN,
            _("Frameworks and Codes"),
            reverse("framework:manage-frameworks"),
            _("What is not checked, and items from a file"),
        )
