"""The issuer of a learner's badges: their organisation, or the site if they belong to none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.badges.credential import identifiers
from ettle.badges.models import Issuer
from ettle.kit.mail.delivery import absolute_url
from ettle.kit.operations import site_address
from ettle.kit.pages.brand import current_brand
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.people.models import Organisation, User


def get_or_create_issuer(learner: User, now: datetime) -> Issuer:
    """Return the issuer of what this person earns now; created by the first call for an organisation.

    Raises WrongAddress when this process is set up with another address than the site has.
    """
    return _get_or_create(people.main_organisation(learner), now)


def get_or_create_site_issuer(now: datetime) -> Issuer:
    """Return the site's own issuer, which signs what is of no organisation. Raises WrongAddress like the other."""
    return _get_or_create(None, now)


def _get_or_create(organisation: Organisation | None, now: datetime) -> Issuer:
    site_address.require_current_address()
    address = site_address.current_address()
    slug = _issuer_slug(organisation.slug) if organisation else identifiers.SITE
    issuer, _ = Issuer.objects.get_or_create(
        identifier=identifiers.issuer_id(slug, address),
        defaults={
            "organisation": organisation,
            "address": address,
            "slug": slug,
            "name": organisation.name if organisation else current_brand().name,
            "url": absolute_url(f"/issuers/{slug}/"),
            "created_at": now,
        },
    )
    return issuer


def _issuer_slug(slug: str) -> str:
    """The slug of an organisation's issuer; another one if it is that of the site's own issuer."""
    return f"{slug}-organisation" if slug == identifiers.SITE else slug
