"""Permanent ids: what a badge, its issuer, its definition and its status list are called for ever.

An issuer is `did:web` when the site has an ordinary https address. A did:web name cannot hold a port or stand for plain
http, so a trial site on localhost names its issuers by the address of the same document. See
docs/decisions/0002-credentials.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from ettle.kit.mail import address

if TYPE_CHECKING:
    from ettle.badges.models import Award, BadgeVersion, StatusList

SITE = "this-site"


def issuer(slug: str) -> str:
    """The id of an issuer made today. SITE stands for the site itself."""
    site = urlsplit(settings.PUBLIC_URL)
    if site.scheme == "https" and site.port is None:
        return f"did:web:{site.hostname}" if slug == SITE else f"did:web:{site.hostname}:issuers:{slug}"
    return address("/.well-known/did.json" if slug == SITE else f"/issuers/{slug}/did.json")


def credential(award: Award) -> str:
    return address(f"/credentials/{award.uuid}")


def verify_page(award: Award) -> str:
    return address(f"/verify/{award.uuid}/")


def achievement(version: BadgeVersion) -> str:
    return address(f"/achievements/{version.uuid}/")


def picture(version: BadgeVersion) -> str:
    return address(f"/achievements/{version.uuid}.png")


def item(uuid: object) -> str:
    return address(f"/items/{uuid}/")


def status_list(status_list: StatusList) -> str:
    return address(f"/status/{status_list.uuid}")
