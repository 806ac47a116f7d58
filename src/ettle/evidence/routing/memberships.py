"""What follows for owners when a person joins or leaves an organisation, or deletes their account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from ettle.evidence.routing import actions
from ettle.kit.tasks.task_queue import task

if TYPE_CHECKING:
    from ettle.people.models import User


def follow_change(person: User, *, now: datetime) -> None:
    """Pass on, in the same transaction, what this person may not own any more and what others may not own of theirs.

    What waits without an owner may have one now: a task looks, at once.
    """
    actions.reassign_broken(of=person, now=now)
    assign_waiting.enqueue()


def follow_erasure(person: User) -> None:
    """Pass on what this person owns, and close what they sent. Called before their account is emptied."""
    actions.leave_site(person, now=timezone.now())


@task
def assign_waiting() -> None:
    """Give an owner to what waits without one."""
    actions.assign_waiting(now=timezone.now())
