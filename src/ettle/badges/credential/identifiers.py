"""Permanent ids: of badges, issuers, definitions and status lists. They never change.

An issuer is `did:web` when the site has an ordinary https address. A did:web name cannot hold a port or stand for plain
http, so a trial site on localhost names its issuers by the address of the same document. See
docs/decisions/0002-credentials.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from ettle.kit.mail.delivery import absolute_url

if TYPE_CHECKING:
    from ettle.badges.models import Award, BadgeVersion, StatusList

SITE = "this-site"


def issuer_id(slug: str) -> str:
    """The id of an issuer created today. SITE is the site itself."""
    site = urlsplit(settings.PUBLIC_URL)
    if site.scheme == "https" and site.port is None:
        return f"did:web:{site.hostname}" if slug == SITE else f"did:web:{site.hostname}:issuers:{slug}"
    return absolute_url("/.well-known/did.json" if slug == SITE else f"/issuers/{slug}/did.json")


def credential_url(award: Award) -> str:
    return absolute_url(f"/credentials/{award.uuid}")


def verify_page_url(award: Award) -> str:
    return absolute_url(f"/verify/{award.uuid}/")


def achievement_url(version: BadgeVersion) -> str:
    return absolute_url(f"/achievements/{version.uuid}/")


def picture_url(version: BadgeVersion) -> str:
    return absolute_url(f"/achievements/{version.uuid}.png")


def item_url(uuid: object) -> str:
    return absolute_url(f"/items/{uuid}/")


def status_list_url(status_list: StatusList) -> str:
    return absolute_url(f"/status/{status_list.uuid}")
