"""The issuers of badges that this site's operator trusts: named by an administrator, with a note of why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.badges.models import Issuer, TrustedIssuer
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

KINDS = ("did:key:", "did:jwk:", "did:web:", "https://")


@transaction.atomic
def trust_issuer(*, identifier: str, name: str, note: str, by: User, now: datetime) -> TrustedIssuer:
    """Name an issuer whose badges this site calls real. Raises Refused for one of ours, a second time, or a bad id."""
    _require_administrator(by)
    identifier = identifier.strip()
    if Issuer.objects.filter(identifier=identifier).exists():
        raise Refused(_("This issuer is one of this site, which knows it already"), field="identifier")
    if not identifier.startswith(KINDS) or any(letter.isspace() for letter in identifier):
        raise Refused(_("Enter an ID that begins with did:web:, did:key:, did:jwk: or https://"), field="identifier")
    row, is_new = TrustedIssuer.objects.get_or_create(
        identifier=identifier, defaults={"name": name, "note": note, "since": now, "by": by}
    )
    if not is_new:
        raise Refused(_("This issuer is on the list already, as %(name)s") % {"name": row.name}, field="identifier")
    audit.record(by, "named an issuer that is trusted", row, now=now)
    return row


@transaction.atomic
def remove_trusted_issuer(row: TrustedIssuer, *, by: User, now: datetime) -> None:
    """Take an issuer off the list. Its badges are of an unknown issuer from now on."""
    _require_administrator(by)
    audit.record(by, "removed an issuer that was trusted", row, now=now)
    row.delete()


def _require_administrator(by: User) -> None:
    if not by.is_superuser:
        raise Refused(_("Only an administrator can change which issuers this site trusts."))
