"""Links of this room on the More page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.evidence.routing.queries import is_pool_lead
from ettle.kit.landing_pages import LandingPage
from ettle.kit.navigation import NavigationGroup, NavigationLink
from ettle.kit.search_items import SearchItem, tool_item
from ettle.people import queries as people

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from ettle.people.models import User


def list_links(person: User | AnonymousUser) -> Iterator[NavigationLink]:
    if person.is_authenticated and people.OrganisationRole.ASSESSOR in person.current_roles:
        yield NavigationLink(
            NavigationGroup.WORK, _("Review"), reverse("evidence:queue"), _("Work that waits for an assessor")
        )
    if person.is_authenticated and (person.is_superuser or people.OrganisationRole.LEAD in person.current_roles):
        yield NavigationLink(
            NavigationGroup.WORK,
            _("Concerns to look into"),
            reverse("evidence:referrals"),
            _("What an assessor saw in someone’s work and asked you to look into"),
        )
    if person.is_authenticated and person.is_superuser:
        yield NavigationLink(
            NavigationGroup.WORK,
            _("How alike assessors decide"),
            reverse("evidence:marking"),
            _("Second marking, agreement, and who differs from colleagues"),
        )
    if person.is_authenticated and (person.is_superuser or is_pool_lead(person)):
        yield NavigationLink(
            NavigationGroup.RUN if person.is_superuser else NavigationGroup.WORK,
            _("Pool of assessors"),
            reverse("evidence:pool"),
            _("Who assesses for the whole site, and what waits"),
        )


def list_landing_pages(person: User) -> Iterator[LandingPage]:
    if people.OrganisationRole.ASSESSOR in person.current_roles:
        yield LandingPage("review", _("Work to review"), reverse("evidence:queue"), 2)


def list_search_items() -> Iterator[SearchItem]:
    """The pages of this room that search finds, with what people may type when they look for them."""
    yield tool_item(
        reverse("evidence:index"),
        _("My evidence"),
        _("Your applications for badges"),
        _(
            "my evidence; my applications; evidence for a badge; continue my application; has my work been "
            "assessed; assessor decision; send evidence; waiting for an assessor; no reply from my assessor; not "
            "yet decision; appeal a decision"
        ),
    )
    yield tool_item(
        reverse("evidence:queue"),
        _("Review"),
        _("For assessors: work that is waiting"),
        _("assess evidence; review evidence; assessor queue; work to assess"),
    )
    yield tool_item(
        reverse("evidence:own-leave"),
        _("When you are away"),
        _("For assessors: say when you are away, so that others get your work"),
        _("assessor on leave; assessor on holiday; assessor off sick; hand over my reviews; deputy"),
    )
    yield tool_item(
        reverse("evidence:relations"),
        _("Who must not assess your work"),
        _("Name your line manager, or someone else who knows you well"),
        _(
            "line manager must not read my evidence; choose my assessor; someone I know is an assessor; conflict of "
            "interest; who reads my evidence; my manager is an assessor"
        ),
    )
    yield from _list_administrators_pages()


def _list_administrators_pages() -> Iterator[SearchItem]:
    yield tool_item(
        reverse("evidence:pool"),
        _("Pool of assessors"),
        _("For administrators: who assesses for the whole site, and what waits"),
        _("assessor pool; site-wide assessors; work without an assessor; late answers; name an assessor"),
    )
    yield tool_item(
        reverse("evidence:promise"),
        _("When answers are promised"),
        _("For administrators: working days, and days on which nobody works"),
        _("review promise; ten working days; bank holidays; closed days; turnaround; how long a review takes"),
    )
    yield tool_item(
        reverse("evidence:marking"),
        _("How alike assessors decide"),
        _("For administrators: second marking, agreement and drift"),
        _("second marking; moderation; agreement between assessors; Krippendorff; standardisation; sampling"),
    )
