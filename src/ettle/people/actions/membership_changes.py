"""Tells other rooms that a person's memberships have changed. They offer a function as "people.membership_changed"."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.kit.room import offered

if TYPE_CHECKING:
    from ettle.people.models import User


def follow_membership_change(person: User, *, now: datetime) -> None:
    """Call what every room offers, in the transaction of the change."""
    for follow in offered("people.membership_changed"):
        follow(person, now=now)
