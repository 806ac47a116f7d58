"""The limits of this room: practice that is begun, because each attempt is stored permanently."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.kit.limits.counters import Limit, remaining_uses

if TYPE_CHECKING:
    from ettle.people.models import User

PRACTICE = Limit(
    "activities/practice",
    "person",
    100,
    timedelta(days=1),
    _("You have started practising as often as you can in a day."),
)
LIMITS = [PRACTICE]
NOTICE_FROM = 10  # starts of practice that are left when the page begins to say so


def starts_left(person: User, *, now: datetime) -> int | None:
    """How often a person may start practising before the limit of a day; None while that is far off."""
    left = remaining_uses(PRACTICE, str(person.uuid), now=now)
    return left if left <= NOTICE_FROM else None
