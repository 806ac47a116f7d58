"""Permanent ids: of badges, issuers, definitions and status lists. They never change.

All ids in what an issuer signs begin with the address that the site had when the issuer was created, whatever address
the site has now. An issuer is `did:web` when that is an ordinary https address. A did:web name cannot hold a port or
stand for plain http, so a trial site on localhost names its issuers by the address of the same document. See
docs/decisions/0002-credentials.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ettle.kit.mail.delivery import absolute_url

if TYPE_CHECKING:
    from ettle.badges.models import Award, BadgeVersion, StatusList

SITE = "this-site"


def issuer_id(slug: str, address: str) -> str:
    """The id of an issuer that is created while the site has this address. SITE is the site itself."""
    site = urlsplit(address)
    if site.scheme == "https" and site.port is None:
        return f"did:web:{site.hostname}" if slug == SITE else f"did:web:{site.hostname}:issuers:{slug}"
    return f"{address}/.well-known/did.json" if slug == SITE else f"{address}/issuers/{slug}/did.json"


def credential_url(award: Award) -> str:
    return f"{award.issuer.address}/credentials/{award.uuid}"


def verify_page_url(award: Award) -> str:
    """The page for people, at the address that the site has now."""
    return absolute_url(f"/verify/{award.uuid}/")


def achievement_url(version: BadgeVersion, address: str) -> str:
    return f"{address}/achievements/{version.uuid}/"


def picture_url(version: BadgeVersion, address: str) -> str:
    return f"{address}/achievements/{version.uuid}.png"


def item_url(uuid: object, address: str) -> str:
    return f"{address}/items/{uuid}/"


def status_list_url(status_list: StatusList) -> str:
    return f"{status_list.issuer.address}/status/{status_list.uuid}"
