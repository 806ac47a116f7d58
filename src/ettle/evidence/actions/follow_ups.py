"""What follows from an answer: an invitation, a badge, or another round. The same however the answer came about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from ettle.activities.actions import invite
from ettle.activities.queries import has_activities
from ettle.badges.actions import award
from ettle.evidence.models import Application, Review, Submission
from ettle.kit import audit
from ettle.kit.mail import delivery

if TYPE_CHECKING:
    from ettle.people.models import User


def apply_outcome(review: Review, *, by: User | None, now: datetime) -> None:
    """Open the next door when all is met, and tell the learner that there is an answer (never what it says)."""
    application = Application.objects.with_status().get(pk=review.submission.application_id)
    learner, version = application.learner, application.version
    if not application.status.is_all_met:
        _email_learner(application, review, now)
        return
    Application.objects.filter(pk=application.pk).update(ended_at=now)
    if has_activities(version):
        invite(learner=learner, version=version, by=by, now=now)
    else:
        award(learner=learner, version=version, by=by, now=now)
        _email_learner(application, review, now)


def answer_without_assessor(submission: Submission, *, now: datetime) -> Review:
    """Every part of this badge is checked by the page itself, so the answer is there at once."""
    letter = "Everything this badge asks for is done. There was nothing for an assessor to read."
    review = Review.objects.create(submission=submission, assessor=None, letter=letter, sent_at=now)
    audit.record(None, "found every part done", submission, now=now)
    apply_outcome(review, by=None, now=now)
    return review


def _email_learner(application: Application, review: Review, now: datetime) -> None:
    delivery.send_email(
        "evidence/mail/answered.txt",
        to=application.learner.email,
        key=f"answered/{review.submission.uuid}",
        now=now,
        badge=application.version.name,
        page=delivery.absolute_url(reverse("evidence:application", args=[application.uuid])),
    )
