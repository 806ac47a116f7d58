"""This room's links on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.badges.models import BadgeVersion
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.pages.site_contents import SiteContent
from ettle.people.queries import LEADS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated:
        yield NavigationLink(NavigationGroup.MINE, _("Your badges"), reverse("badges:mine"))
    yield NavigationLink(NavigationGroup.LEARN, _("Badges you can earn"), reverse("badges:catalogue"))
    yield NavigationLink(
        NavigationGroup.LEARN, _("Verify a badge"), reverse("badges:verify"), _("Is it real, and what does it mean?")
    )
    if person.is_authenticated and LEADS.includes and LEADS.includes(person):
        words = _("Check requests for a badge with a new name")
        yield NavigationLink(NavigationGroup.WORK, _("Names on badges"), reverse("badges:name_requests"), words)
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(NavigationGroup.RUN, _("Awarded badges"), reverse("badges:manage"), _("Withdraw a badge"))
        words = _("Replace a key, or mark it as compromised")
        yield NavigationLink(NavigationGroup.RUN, _("Keys that sign badges"), reverse("badges:signing_keys"), words)
        words = _("Say whose badges from elsewhere this site trusts")
        yield NavigationLink(NavigationGroup.RUN, _("Trusted issuers"), reverse("badges:trusted_issuers"), words)


def list_contents() -> Iterator[SiteContent]:
    """The catalogue needs a badge."""
    yield SiteContent("badges.badge", BadgeVersion.objects.order_by().values_list("pk"), (reverse("badges:catalogue"),))
