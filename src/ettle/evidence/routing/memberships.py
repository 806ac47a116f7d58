"""What follows for owners when a person joins or leaves an organisation, or deletes their account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from ettle.evidence.routing.actions import assignments

if TYPE_CHECKING:
    from ettle.people.models import User


def follow_change(person: User, *, now: datetime) -> None:
    """Pass on, in the same transaction, what this person may not own any more and what others may not own of theirs.

    What waits without an owner may have one now: a task looks, at once.
    """
    assignments.reassign_broken(of=person, now=now)
    assignments.look_for_owners.enqueue()


def follow_erasure(person: User) -> None:
    """Pass on what this person owns, and close what they sent. Called before their account is emptied."""
    assignments.leave_site(person, now=timezone.now())
