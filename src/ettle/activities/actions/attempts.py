"""Begin an attempt, by invitation or for practice, and complete the activity at its end."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.activities.actions.badge_invitations import award_when_done, lock_learner
from ettle.activities.items.part_variants import Reader
from ettle.activities.items.registry import choose_variant, is_under_way, list_variants, read_attempt_progress
from ettle.activities.limits import PRACTICE
from ettle.activities.models import ActivityVersion, Attempt, Completion, Invitation, InvitedActivity
from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import Refused
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def begin(invited: InvitedActivity, *, learner: User, now: datetime, variant: str | None = None) -> Attempt:
    """Return the attempt that is under way, or a new one when there is none or the last one is finished.

    variant: the key of the one to begin in; None for the one that fits what the account says. What is under way goes on
    in its own. Raises Refused for an invitation of another learner, an expired one, and an unknown variant.
    """
    if invited.invitation.learner_id != learner.pk:
        raise Refused(_("This activity is someone else’s."))
    InvitedActivity.objects.select_for_update().get(pk=invited.pk)
    last = invited.attempts.order_by("-number").first()
    if last is not None and _is_under_way(last):
        return last
    attempt = Attempt(
        learner=learner,
        activity_version=invited.activity_version,
        invited=invited,
        number=last.number + 1 if last else 1,
        seed=secrets.randbelow(2**31),
        variant=_settle_variant(invited.activity_version, learner, variant),
        began_at=now,
    )
    refuse_expired(attempt, now=now)
    attempt.save()
    audit.record(learner, "began an activity", attempt, now=now)
    return attempt


@transaction.atomic
def begin_practice(version: ActivityVersion, *, learner: User, now: datetime, variant: str | None = None) -> Attempt:
    """Return the practice that is under way, or a new one when there is none or the last one reached its end.

    variant: as for `begin`. Raises LimitReached for a learner who has begun too many in a day.
    """
    lock_learner(learner)
    last = Attempt.objects.practice_of(learner, version.activity.key).first()
    if last is not None and _is_under_way(last):
        return last
    variant = _settle_variant(version, learner, variant)
    consume(PRACTICE, str(learner.uuid), now=now)
    return Attempt.objects.create(
        learner=learner,
        activity_version=version,
        number=last.number + 1 if last else 1,
        seed=secrets.randbelow(2**31),
        variant=variant,
        began_at=now,
    )


def _settle_variant(version: ActivityVersion, learner: User, variant: str | None) -> str:
    if variant is None:
        roles = tuple(role.key for role in people.learning_roles(learner))
        return choose_variant(version, Reader(roles, learner.work_setting))
    refuse_unknown_variant(version, variant)
    return variant


def refuse_unknown_variant(version: ActivityVersion, variant: str) -> None:
    """Raise Refused when an activity has no variant with this key. "" is the activity as it is."""
    if variant and variant not in {offered.key for offered in list_variants(version)}:
        raise Refused(_("Choose one of the versions."), field="variant")


def _is_under_way(attempt: Attempt) -> bool:
    responses = list(attempt.responses.order_by("pk"))
    progress = read_attempt_progress(attempt, responses)
    return is_under_way(progress, is_practice=attempt.invited_id is None)


def refuse_expired(attempt: Attempt, *, now: datetime) -> None:
    """Raise Refused when the invitation of an attempt has expired before its activity was completed."""
    invitation = attempt.invited.invitation if attempt.invited else None
    if invitation is None or not invitation.has_expired(now):
        return
    activity = attempt.activity_version.activity_id
    if not Completion.objects.filter(learner=attempt.learner, activity=activity).exists():
        raise Refused(_("Your invitation has expired. Renew it to continue; your answers are saved."))


def complete_activity(attempt: Attempt, *, learner: User, now: datetime) -> None:
    """Set the completion, once, and award the badge of every invitation that is now done, in one transaction."""
    activity = attempt.activity_version.activity
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
