"""Until when an award is valid, and whether its holder can renew it now, for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ettle.badges.models import Award


@dataclass(frozen=True)
class Validity:
    """until: None for a badge that does not expire. renewal: the award that follows this one."""

    until: datetime | None
    has_expired: bool
    can_be_renewed: bool
    renewal: Award | None

    @classmethod
    def of(cls, award: Award, now: datetime) -> Validity:
        return cls(
            until=award.valid_until,
            has_expired=award.has_expired(now),
            can_be_renewed=award.can_be_renewed(now),
            renewal=getattr(award, "renewal", None),
        )
