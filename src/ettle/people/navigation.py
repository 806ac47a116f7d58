"""What this room offers on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.people.queries import is_lead

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if not person.is_authenticated:
        yield NavigationLink(
            NavigationGroup.ACCOUNT, "Sign in", reverse("account_login"), "With a code by e-mail, no password"
        )
        yield NavigationLink(NavigationGroup.ACCOUNT, "Make an account", reverse("account_signup"))
        return
    yield NavigationLink(NavigationGroup.ACCOUNT, "Your settings", reverse("people:settings"), "Name, roles, your data")
    yield NavigationLink(NavigationGroup.ACCOUNT, "Passkeys and safety", reverse("mfa_index"))
    yield NavigationLink(NavigationGroup.ACCOUNT, "Sign out", reverse("account_logout"))
    if person.is_superuser or is_lead(person):
        yield NavigationLink(
            NavigationGroup.WORK, "Your organisation", reverse("people:organisations"), "Who belongs, invite people"
        )
    if person.is_superuser:
        yield NavigationLink(NavigationGroup.RUN, "Organisations", reverse("people:manage-organisations"))
        yield NavigationLink(NavigationGroup.RUN, "People", reverse("people:manage-people"), "Sign somebody out")
        yield NavigationLink(NavigationGroup.RUN, "Assessors for the whole site", reverse("people:manage-assessors"))
