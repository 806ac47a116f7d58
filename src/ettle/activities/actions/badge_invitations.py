"""Invite learners to the activities of a badge, and award it when all of them are completed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities.models import Activity, Invitation, InvitedActivity, Requirement, pick_requirements
from ettle.badges import actions as badges
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import BADGES
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.refusal import Refused
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.people.models import User


@transaction.atomic
def invite(*, learner: User, version: BadgeVersion, by: User | None, now: datetime) -> Invitation:
    """Invite a learner to the activities of a badge version; a second call returns the first invitation.

    Of each group they may choose from what is meant for the roles they learn in. What they have completed before
    counts; when that is everything, the badge is awarded at once, also when it is earned again.
    """
    lock_learner(learner)
    invitation, is_new = Invitation.objects.get_or_create(
        learner=learner,
        version=version,
        purpose=Invitation.Purpose.BADGE,
        defaults={"invited_at": now, "invited_by": by, "expires_at": _expiry_after(now)},
    )
    if not is_new:
        award_when_done(invitation, now=now)
        return invitation
    picked = _pick_for_learner(version, learner)
    if not picked:
        raise Refused(_("This badge has no activities, so nobody can be invited to them."))
    for position, (group, activity) in enumerate(picked, start=1):
        _add_activity(invitation, activity, position=position, group=group)
    audit.record(by, "invited a learner to activities", invitation, now=now)
    if not award_when_done(invitation, now=now):
        _email_invitation(invitation, now=now)
    return invitation


@transaction.atomic
def invite_first(*, learner: User, version: BadgeVersion, return_path: str, now: datetime) -> Invitation | None:
    """Invite a learner to the activities of a badge before they send evidence; a second call returns the first.

    They are part of the application: finishing them awards nothing. None for a badge without activities. Nobody is
    emailed, because the learner is on the page that says so.
    """
    lock_learner(learner)
    picked = _pick_for_learner(version, learner)
    if not picked:
        return None
    invitation, is_new = Invitation.objects.get_or_create(
        learner=learner,
        version=version,
        purpose=Invitation.Purpose.APPLICATION,
        defaults={"return_path": return_path, "invited_at": now, "invited_by": None},
    )
    if is_new:
        for position, (group, activity) in enumerate(picked, start=1):
            _add_activity(invitation, activity, position=position, group=group)
    return invitation


@transaction.atomic
def open_activity(
    *, learner: User, version: BadgeVersion, key: str, return_path: str, now: datetime
) -> InvitedActivity | None:
    """Open one activity as a part of a learner's application for a badge; a second call returns the first.

    return_path: where the learner goes on afterwards. None when there is no published activity with this key.
    """
    lock_learner(learner)
    activity = Activity.objects.filter(key=key, versions__isnull=False).first()
    if activity is None:
        return None
    invitation, _is_new = Invitation.objects.update_or_create(
        learner=learner,
        version=version,
        purpose=Invitation.Purpose.APPLICATION,
        defaults={"return_path": return_path},
        create_defaults={"return_path": return_path, "invited_at": now, "invited_by": None},
    )
    invited = list(invitation.activities.select_related("activity_version__activity"))
    for candidate in invited:
        if candidate.activity_version.activity_id == activity.pk:
            return candidate
    return _add_activity(invitation, activity, position=len(invited) + 1, group=len(invited) + 1)


def _add_activity(invitation: Invitation, activity: Activity, *, position: int, group: int) -> InvitedActivity:
    newest = activity.versions.order_by("-edition")[0]
    return InvitedActivity.objects.create(
        invitation=invitation, position=position, group=group, activity_version=newest
    )


def _pick_for_learner(version: BadgeVersion, learner: User) -> list[tuple[int, Activity]]:
    return _pick_activities(version, {role.key for role in people.learning_roles(learner)}, learner.work_setting)


def _pick_activities(version: BadgeVersion, roles: set[str], setting: str) -> list[tuple[int, Activity]]:
    """The number of a group and an activity of it, for each that the learner may choose."""
    groups: dict[int, list[Requirement]] = {}
    for requirement in Requirement.objects.filter(version=version).select_related("activity"):
        groups.setdefault(requirement.group, []).append(requirement)
    return [
        (number, required.activity)
        for number, group in sorted(groups.items())
        for required in pick_requirements(group, roles, setting)
    ]


def _expiry_after(now: datetime) -> datetime:
    return now + timedelta(days=settings.INVITATION_DAYS)


@transaction.atomic
def renew(invitation: Invitation, *, learner: User, now: datetime) -> None:
    """Open an invitation for as long again, from now. Raises Refused for one of another learner."""
    if invitation.learner_id != learner.pk:
        raise Refused(_("This invitation is someone else’s."))
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.has_expired(now):
        return
    locked.expires_at, locked.renewed_at = _expiry_after(now), now
    locked.save(update_fields=["expires_at", "renewed_at"])
    audit.record(learner, "renewed an invitation to activities", locked, now=now)


def _email_invitation(invitation: Invitation, *, now: datetime) -> None:
    invited_activities = list(invitation.activities.select_related("activity_version"))
    delivery.send_notice(
        "activities/mail/invited.txt",
        to=invitation.learner.email,
        kind=BADGES,
        key=f"invited/{invitation.uuid}",
        limit=WORK_NOTICES,
        now=now,
        learner=invitation.learner,
        badge=invitation.version,
        expires=invitation.expires_at,
        activities=[invited.activity_version for invited in invited_activities],
        has_choice=len({invited.group for invited in invited_activities}) < len(invited_activities),
        address=delivery.absolute_url(reverse("activities:invitation", args=[invitation.uuid])),
    )


def award_when_done(invitation: Invitation, *, now: datetime) -> bool:
    """Award the badge when an activity of every group is completed; True when it was. Twice is awarding once."""
    done = Invitation.objects.filter(pk=invitation.pk).with_done().get().is_done
    if done:
        badges.award(learner=invitation.learner, version=invitation.version, by=None, now=now)
    return done


def lock_learner(learner: User) -> None:
    """Hold this learner's row until the transaction ends.

    Otherwise two activities finished at the same moment would each see the other as open, and nobody would award.
    """
    get_user_model().objects.select_for_update().get(pk=learner.pk)
