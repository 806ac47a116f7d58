"""Draw a sample of the applications that no assessor decides on, and look at one of them afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.badges.queries import find_award_since
from ettle.evidence.limits import REVIEW_NOTICES
from ettle.evidence.marking.selection import draw_number
from ettle.evidence.models import Sample, Submission
from ettle.evidence.review import work_queue
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ESCALATIONS, REVIEWS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.refusal import Refused
from ettle.people.queries import active_administrators
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.people.models import User

MAX_NOTE_LENGTH = 2_000


def draw_sample(submission: Submission, *, now: datetime) -> Sample:
    """Store whether an assessor looks at this submission afterwards, by a draw that only the site can foretell."""
    percent = submission.application.version.sample_percent
    sample, _is_new = Sample.objects.get_or_create(
        submission=submission,
        defaults={"percent": percent, "is_chosen": is_drawn(submission.uuid, percent), "drawn_at": now},
    )
    return sample


def is_drawn(submission: UUID, percent: int) -> bool:
    """Whether a submission is among so many in a hundred: always the same, and only the site can foretell it."""
    return draw_number("sample", submission) * 100 < percent


@transaction.atomic
def look_at_sample(sample: Sample, *, assessor: User, outcome: str, note: str, now: datetime) -> Sample:
    """Record what an assessor says who looked: nothing, a note to the learner, or a request to withdraw the badge.

    A badge is withdrawn by an administrator and in no other way; they are emailed. Raises Refused when this assessor
    may not look at it, when a colleague has looked, and for a note or a request without words.
    """
    Sample.objects.select_for_update().get(pk=sample.pk)
    found = work_queue.samples_to_look_at(assessor).filter(pk=sample.pk).first()
    if found is None:
        raise Refused(_("A colleague has looked at this already, or it is not from a learner you assess."))
    note = texts.clean_text(note).strip()
    if outcome not in Sample.Outcome.values:
        raise Refused(_("Choose what should follow"), field="outcome")
    if outcome == Sample.Outcome.NOTHING:
        note = ""
    elif not note:
        raise Refused(_("Write what you saw, and what would help"), field="note")
    if len(note) > MAX_NOTE_LENGTH:
        raise Refused(_("Use %(most)s characters or fewer") % {"most": f"{MAX_NOTE_LENGTH:,}"}, field="note")
    found.outcome, found.note, found.looked_by, found.looked_at = outcome, note, assessor, now
    found.save(update_fields=["outcome", "note", "looked_by", "looked_at"])
    audit.record(assessor, f"looked at a sample: {outcome}", found.submission, now=now)
    if outcome == Sample.Outcome.NOTE:
        _email_note(found, now)
    elif outcome == Sample.Outcome.WITHDRAW:
        _email_administrators(found, assessor, now)
    return found


def _email_note(sample: Sample, now: datetime) -> None:
    application = sample.submission.application
    delivery.send_notice(
        "evidence/mail/note.txt",
        to=application.learner.email,
        kind=REVIEWS,
        key=f"note/{sample.submission.uuid}",
        limit=WORK_NOTICES,
        now=now,
        badge=application.version.name,
        page=delivery.absolute_url(reverse("evidence:application", args=[application.uuid])),
    )


def _email_administrators(sample: Sample, assessor: User, now: datetime) -> None:
    application = sample.submission.application
    award = find_award_since(application.learner, application.version, application.begun_at)
    page = reverse("badges:revoke", args=[award.uuid]) if award else reverse("evidence:index")
    for administrator in active_administrators():
        delivery.send_notice(
            "evidence/mail/withdrawal_asked.txt",
            to=administrator.email,
            kind=ESCALATIONS,
            key=f"withdrawal-asked/{sample.submission.uuid}/{administrator.uuid}",
            limit=REVIEW_NOTICES,
            now=now,
            assessor=str(assessor),
            assessor_address=assessor.email,
            badge=application.version.name,
            page=delivery.absolute_url(page),
        )
