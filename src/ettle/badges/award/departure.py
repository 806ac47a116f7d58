"""What happens to the badges of a person who deletes their account: as they choose."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ettle.badges.award.record_signatures import CANNOT_SIGN
from ettle.badges.award.reissue import lock_award
from ettle.badges.keys import key_encryption
from ettle.badges.models import Award, Revocation
from ettle.badges.status import cancellations
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people.types import LeavingChoice

if TYPE_CHECKING:
    from ettle.people.models import User

STAY_VALID, WITHDRAW = "stay-valid", "withdraw"
# Shown to anyone who checks the badge, so it is in English, like the badge.
WITHDRAWN_BY_HOLDER = "Its holder withdrew it when they deleted their account."


def list_leaving_choices(person: User) -> list[LeavingChoice]:
    """The question about badges, for a person who has any that are not withdrawn ("people.leaving_choices")."""
    if not Award.objects.filter(learner=person, revocation=None).exists():
        return []
    options = (
        (STAY_VALID, _("They stay valid. Your name is removed here, and your files can still be checked")),
        (WITHDRAW, _("They are withdrawn. Everyone who checks them reads that you withdrew them")),
    )
    return [LeavingChoice("badges", _("What happens to your badges?"), options, _apply_choice)]


@transaction.atomic
def withdraw_own_badges(person: User, *, now: datetime) -> int:
    """Withdraw every badge of a person who wants that. Returns how many. Raises Refused when lists cannot be signed."""
    awards = list(Award.objects.filter(learner=person, revocation=None).order_by("issuer", "pk"))
    try:
        for award in awards:
            Revocation.objects.create(award=lock_award(award), reason=WITHDRAWN_BY_HOLDER, by=None, at=now)
            cancellations.cancel_award(award, now)
            audit.record(None, "withdrew a badge for its holder", award, now=now)
    except key_encryption.CannotUnseal:
        raise Refused(CANNOT_SIGN) from None
    return len(awards)


def _apply_choice(person: User, value: str, now: datetime) -> None:
    if value == WITHDRAW:
        withdraw_own_badges(person, now=now)
