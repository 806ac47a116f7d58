"""Cancel a credential: first on the list outside the database, then in it, then in the signed status list."""

from __future__ import annotations

from datetime import datetime

from ettle.badges.models import Award, Cancellation, Credential
from ettle.badges.status import status_lists, withdrawals

Kind = Cancellation.Kind


def cancel_credential(credential: Credential, kind: Kind, now: datetime) -> None:
    """Cancel one credential for ever; one that is cancelled stays as it is. The caller has locked the issuer's row.

    Raises Refused when the list of withdrawn badges is missing or cannot be written.
    """
    if not hasattr(credential, "cancellation"):
        withdrawals.record_cancellation(credential, kind, now)
        Cancellation.objects.create(credential=credential, kind=kind, at=now)
        status_lists.sign_lists_of_award(credential.award, now)


def cancel_award(award: Award, now: datetime) -> None:
    """Cancel every credential of an award that was withdrawn. The caller has locked the issuer's row."""
    withdrawals.record_withdrawal(award, now)
    withdrawals.mark_withdrawn(award, now)
    status_lists.sign_lists_of_award(award, now)
