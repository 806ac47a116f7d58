"""The time within which an endorsement is required or awaited: it begins, reminds, and ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from ettle.evidence.endorsement import queries
from ettle.evidence.endorsement.request_emails import notify_of_end, send_reminder
from ettle.evidence.models import Application, Endorsement, EndorsementDuty
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ENDORSEMENTS
from ettle.kit.mail.email_limits import WORK_NOTICES

REMINDED_BEFORE = timedelta(days=7)  # the second reminder, before the end of the time


@transaction.atomic
def begin_duty(application: Application, *, now: datetime) -> EndorsementDuty | None:
    """Begin the time within which an endorsement is required, once everything is met; None where it is not."""
    version = application.version
    if not queries.is_required_for(application.learner, version) or version.endorsement_days is None:
        return None
    lasts = timedelta(days=version.endorsement_days)
    duty, _created = EndorsementDuty.objects.get_or_create(
        application=application,
        defaults={"begins_at": now, "due_at": now + lasts, "next_reminder_at": now + lasts / 2},
    )
    return duty


def close_requests(application: Application, *, now: datetime) -> None:
    """Close the links of an application that the learner ends: nothing of it is to be endorsed any more."""
    changes = {"withdrawn_at": now, "closed_at": now, "endorser_email": "", "next_reminder_at": None}
    Endorsement.objects.open().filter(application=application).update(**changes)


def send_reminders(*, now: datetime) -> int:
    """Remind endorsers and learners whose time has come, and say when it is over. Return how many emails."""
    asked = list(Endorsement.objects.due_for_reminder(now).order_by("pk").values_list("pk", flat=True))
    required = EndorsementDuty.objects.filter(next_reminder_at__lte=now).order_by("pk")
    return sum(_remind_of_request(pk, now) for pk in asked) + sum(
        _remind_of_duty(pk, now) for pk in list(required.values_list("pk", flat=True))
    )


@transaction.atomic
def _remind_of_request(pk: int, now: datetime) -> bool:
    """Remind an endorser at half of their time and a week before its end; then tell the learner that it is over."""
    locked = Endorsement.objects.due_for_reminder(now).select_for_update(of=("self",))
    row = locked.select_related("application__learner", "application__version__badge").filter(pk=pk).first()
    if row is None:
        return False
    _store_reminder(row, row.answer_by, now)
    if now < row.answer_by:
        send_reminder(row, now)
    else:
        notify_of_end(row, now)
    return True


@transaction.atomic
def _remind_of_duty(pk: int, now: datetime) -> bool:
    """Remind a learner at half of the time and a week before its end, unless they are endorsed; then say it is over."""
    locked = EndorsementDuty.objects.filter(next_reminder_at__lte=now).select_for_update(of=("self",))
    duty = locked.filter(pk=pk).select_related("application__learner", "application__version__badge").first()
    if duty is None:
        return False
    _store_reminder(duty, duty.due_at, now)
    status = queries.find_status(Application.objects.with_status().get(pk=duty.application_id), now)
    if status is None or status.is_endorsed:
        return False
    delivery.send_notice(
        "evidence/mail/endorsement_needed.txt",
        to=duty.application.learner.email,
        kind=ENDORSEMENTS,
        key=f"endorsement/needed/{duty.application.uuid}/{duty.reminders}",
        limit=WORK_NOTICES,
        now=now,
        badge=duty.application.version.name,
        due_at=duty.due_at,
        is_over=status.is_overdue,
        is_shown=status.is_shown_as_missing,
        is_waiting=status.is_waiting,
        page=delivery.absolute_url(reverse("evidence:endorsement", args=[duty.application.uuid])),
    )
    return True


def _store_reminder(row: Endorsement | EndorsementDuty, end: datetime, now: datetime) -> None:
    """Count a reminder and set the time of the next. What should have come before, while no worker ran, is left out."""
    later = [moment for moment in (end - REMINDED_BEFORE, end) if moment > now]
    row.reminders += 1
    row.next_reminder_at = later[0] if later else None
    row.save(update_fields=["reminders", "next_reminder_at"])
