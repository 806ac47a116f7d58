"""Permanent ids: of badges, issuers, definitions and status lists. They never change.

All ids in what an issuer signs begin with the address that the site had when the issuer was created, whatever address
the site has now. They are stored when they are made and read from there. An issuer is `did:web` when that is an
ordinary https address. A did:web name cannot hold a port or stand for plain http, so a trial site on localhost names
its issuers by the address of the same document. See docs/decisions/0002-credentials.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ettle.kit.mail.delivery import absolute_url

if TYPE_CHECKING:
    from uuid import UUID

    from ettle.badges.models import Award, BadgeVersion, Issuer

SITE = "this-site"


def issuer_id(slug: str, address: str) -> str:
    """The id of an issuer that is created while the site has this address. SITE is the site itself."""
    site = urlsplit(address)
    if site.scheme == "https" and site.port is None:
        return f"did:web:{site.hostname}" if slug == SITE else f"did:web:{site.hostname}:issuers:{slug}"
    return f"{address}/.well-known/did.json" if slug == SITE else f"{address}/issuers/{slug}/did.json"


def new_credential_id(address: str, number: UUID) -> str:
    """The id of a credential that is signed now. It is stored, like those below, and not made again."""
    return f"{address}/credentials/{number}"


def new_holder_id(number: UUID) -> str:
    return f"urn:uuid:{number}"


def new_key_id(issuer: Issuer, number: UUID) -> str:
    return f"{issuer.identifier}#{number}"


def new_status_list_id(address: str, number: UUID) -> str:
    return f"{address}/status/{number}"


def new_endorsement_id(address: str, credential: UUID, number: UUID) -> str:
    """The id of an endorsement inside a credential: another one in each credential."""
    return f"{address}/credentials/{credential}#endorsement-{number}"


def new_award_id(address: str, credential: UUID) -> str:
    """The id of the award that a credential is of, which its endorsements name. Nothing else is said of it there."""
    return f"{address}/credentials/{credential}#award"


def verify_page_url(award: Award) -> str:
    """The page for people, at the address that the site has now. It is that of the newest credential."""
    return credential_page_url(award.public_number)


def credential_page_url(number: UUID) -> str:
    """The page of one credential, which says when a newer one has replaced it."""
    return absolute_url(f"/verify/{number}/")


def achievement_url(version: BadgeVersion, address: str) -> str:
    return f"{address}/achievements/{version.uuid}/"


def picture_url(version: BadgeVersion, address: str) -> str:
    return f"{address}/achievements/{version.uuid}.png"


def item_url(uuid: object, address: str) -> str:
    return f"{address}/items/{uuid}/"
