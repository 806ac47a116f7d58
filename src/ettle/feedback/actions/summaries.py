"""What the person of a 360 does with the report: notes for themselves, a partner, a summary for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.feedback.actions.invitations import refuse_unknown_sender
from ettle.feedback.link_tokens import summary_token
from ettle.feedback.models import Feedback, FeedbackReport, FeedbackSummary, ReadingNote
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import FROM_OTHERS
from ettle.kit.mail.email_limits import OUTSIDE_EMAILS, count_emails
from ettle.kit.refusal import Refused
from ettle.kit.values.names import safe_name


@transaction.atomic
def write_note(report: FeedbackReport, *, step: int, words: str, now: datetime) -> None:
    """Keep what the person wrote at one step of the reading; nothing takes it away."""
    if words:
        ReadingNote.objects.update_or_create(report=report, step=step, defaults={"words": words, "written_at": now})
    else:
        ReadingNote.objects.filter(report=report, step=step).delete()


@transaction.atomic
def name_partner(feedback: Feedback, *, name: str, email: str) -> None:
    """Keep with whom the person will talk it over. They are told nothing."""
    Feedback.objects.filter(pk=feedback.pk).update(partner=name, partner_email=email)


@transaction.atomic
def share_summary(
    report: FeedbackReport, *, name: str, email: str, capabilities: Sequence[str], words: str, now: datetime
) -> FeedbackSummary:
    """Show somebody what was chosen, by link, and by mail when there is an address.

    Raises Refused when nothing was chosen, LimitReached when the person has sent too many emails.
    """
    if not capabilities and not words:
        raise Refused(_("Choose at least one capability, or write some words"))
    person = report.feedback.person
    summary = FeedbackSummary.objects.create(
        report=report, for_name=name, for_email=email, capabilities=list(capabilities), words=words, shared_at=now
    )
    if email:
        refuse_unknown_sender(person, now=now, field="email")
        count_emails(OUTSIDE_EMAILS, by=person.uuid, to=[email], now=now, field="email")
        delivery.send_email(
            "feedback/mail/share.txt",
            to=email,
            kind=FROM_OTHERS,
            key=f"360/share/{summary.uuid}",
            limit=OUTSIDE_EMAILS,
            now=now,
            about=safe_name(person.name, fallback=_("Someone")),
            name=safe_name(name, fallback="there"),
            link=delivery.absolute_url(summary_path(summary)),
            runs_out_at=summary.runs_out_at,
        )
    audit.record(person, "shared a summary of a 360", summary, now=now)
    return summary


@transaction.atomic
def take_back_summary(summary: FeedbackSummary, *, now: datetime) -> None:
    """Close the link to a summary. Taken back twice is taken back once."""
    if FeedbackSummary.objects.filter(pk=summary.pk, taken_back_at=None).update(taken_back_at=now):
        audit.record(summary.report.feedback.person, "took a summary of a 360 back", summary, now=now)


def summary_path(summary: FeedbackSummary) -> str:
    return reverse("feedback:summary", args=[summary.uuid, summary_token(summary)])
