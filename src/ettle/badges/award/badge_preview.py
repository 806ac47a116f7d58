"""A badge that is not published yet: its page and its credential, for an example person. Stores nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.badges.award import renewals
from ettle.badges.credential import achievements, badge_documents, bitstring, identifiers
from ettle.badges.credential.form import lint
from ettle.badges.definition import badge_artwork, version_rows
from ettle.badges.models import Award, Badge, BadgeVersion, Holder, Issuance, Issuer, StatusList
from ettle.badges.types import specs
from ettle.badges.types.specs import BadgeSpec
from ettle.framework import queries as framework
from ettle.kit.mail.delivery import absolute_url
from ettle.kit.operations import site_address
from ettle.kit.pages.brand import current_brand
from ettle.kit.translations.catalogue import show_english

if TYPE_CHECKING:
    from ettle.framework.models import Item

EXAMPLE_NAME, EXAMPLE_EMAIL = "Robin Example", "robin@example.org"
EXAMPLE_INDEX = 4_217
# Of no row: the related rows of a preview are given to it, and never looked up.
NOT_STORED = 0


@dataclass(frozen=True)
class BadgePreview:
    """version: with its criteria, not stored. credential: what would be signed, as text. faults: why it cannot be."""

    version: BadgeVersion
    picture: str
    credential: str
    faults: tuple[str, ...]


@show_english()
def preview_badge(spec: BadgeSpec, *, now: datetime) -> BadgePreview:
    """Return a badge and its credential, built by the code that publishes and signs.

    Raises Refused for an alignment that there is not, WrongAddress as signing does."""
    version = _build_version(spec, now)
    document = _build_example(version, now)
    try:
        lint.check_credential(document)
        faults: tuple[str, ...] = ()
    except lint.UnsignableDocument as refused:
        faults = tuple(str(refused).split("; "))
    return BadgePreview(
        version=version,
        picture=badge_artwork.draw_svg(spec.number, spec.name, spec.emblem),
        credential=badge_documents.document_to_bytes(document).decode(),
        faults=faults,
    )


def _build_version(spec: BadgeSpec, now: datetime) -> BadgeVersion:
    badge = Badge(number=spec.number, slug=spec.slug)
    version = version_rows.build_version(spec, badge, edition=1, content_hash="", now=now)
    version.pk = NOT_STORED
    items: Iterable[Item] = framework.items_by_key([specs.split_alignment(ref) for ref in spec.alignments])
    version._prefetched_objects_cache = {  # type: ignore[attr-defined]  # where Django looks first for related rows
        "criteria": version_rows.build_criteria(spec, version),
        "alignments": framework.items_among(items),
    }
    return version


def _build_example(version: BadgeVersion, now: datetime) -> dict[str, Any]:
    """Return the credential of someone who does not exist, from rows that are not stored."""
    address = site_address.current_address()
    issuer = Issuer(
        identifier=identifiers.issuer_id(identifiers.SITE, address),
        address=address,
        slug=identifiers.SITE,
        name=current_brand().name,
        url=absolute_url(f"/issuers/{identifiers.SITE}/"),
    )
    validity = renewals.find_validity(version, now)
    award = Award(version=version, issuer=issuer, awarded_at=now, **validity)
    issuance = Issuance(uuid=award.uuid, award=award, name=EXAMPLE_NAME, email=EXAMPLE_EMAIL)
    holder, status_list = Holder(issuer=issuer), StatusList(issuer=issuer, size=bitstring.MIN_SIZE)
    holder.identifier = identifiers.new_holder_id(holder.uuid)
    status_list.identifier = identifiers.new_status_list_id(address, status_list.uuid)
    return badge_documents.build_credential(
        issuance,
        holder,
        status_list,
        EXAMPLE_INDEX,
        published=achievements.preview_achievement(version, address),
    )
