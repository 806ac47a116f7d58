"""Begin an attempt, and what the actions of every item type need: lock it, add a response, complete the activity."""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.actions.badge_invitations import award_when_done, lock_learner
from ettle.activities.items.registry import read_progress
from ettle.activities.models import Attempt, Completion, Invitation, InvitedActivity, Response
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def begin(invited: InvitedActivity, *, learner: User, now: datetime) -> Attempt:
    """Return the attempt that is under way, or a new one when there is none or the last one is finished."""
    _refuse_unless_owner(invited, learner)
    InvitedActivity.objects.select_for_update().get(pk=invited.pk)
    last = invited.attempts.order_by("-number").first()
    if last is not None and not has_finished(last):
        return last
    attempt = Attempt.objects.create(
        invited=invited, number=last.number + 1 if last else 1, seed=secrets.randbelow(2**31), began_at=now
    )
    audit.record(learner, "began an activity", attempt, now=now)
    return attempt


def has_finished(attempt: Attempt) -> bool:
    """True when the last step of this attempt has been taken."""
    return read_progress(attempt, list(attempt.responses.order_by("pk"))).is_finished


def lock_responses(attempt: Attempt, learner: User) -> list[Response]:
    """The responses so far, while nobody else may add to them. Raises Refused for an attempt of another learner."""
    _refuse_unless_owner(attempt.invited, learner)
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    return list(attempt.responses.order_by("pk"))


def _refuse_unless_owner(invited: InvitedActivity, learner: User) -> None:
    if invited.invitation.learner_id != learner.pk:
        raise Refused(_("This activity is someone else’s."))


def add_response(
    attempt: Attempt,
    step: str,
    act: str,
    value: str,
    *,
    now: datetime,
    score: Decimal | None = None,
    rule: str = "",
) -> None:
    """Add what a learner did at a step.

    act: what it was, in the item type's own words. score: from 0 to 1, where the activity keeps scores; rule: the
    version of the rule that gave it.
    """
    sequence = attempt.responses.filter(step=step).count() + 1
    Response.objects.create(
        attempt=attempt,
        step=step,
        sequence=sequence,
        act=act,
        value=value,
        score=score,
        rule=rule if score is not None else "",
        at=now,
    )


def complete_activity(attempt: Attempt, *, learner: User, now: datetime) -> None:
    """Set the completion, once, and award the badge of every invitation that is now done, in one transaction."""
    activity = attempt.invited.activity_version.activity
    lock_learner(learner)
    _, is_new = Completion.objects.get_or_create(
        learner=learner, activity=activity, defaults={"attempt": attempt, "at": now}
    )
    if not is_new:
        return
    audit.record(learner, "completed an activity", attempt, now=now)
    waiting = Invitation.objects.of(learner).completing_badges()
    waiting = waiting.filter(activities__activity_version__activity=activity)
    for invitation in waiting.select_related("version", "learner").distinct():
        award_when_done(invitation, now=now)
