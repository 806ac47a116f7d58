"""What follows from a beginning, a review or an end: an invitation, a badge, another round, a closed link."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities.actions import invite, invite_first
from ettle.badges.actions import award
from ettle.evidence.actions.samples import draw_sample
from ettle.evidence.endorsement.duties import begin_duty, close_requests
from ettle.evidence.models import Application, Review, Submission
from ettle.evidence.queries import has_activities_to_come
from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import REVIEWS
from ettle.kit.mail.email_limits import WORK_NOTICES

if TYPE_CHECKING:
    from ettle.people.models import User


def follow_beginning(application: Application, *, now: datetime) -> None:
    """Invite to the activities of a badge that come before its evidence."""
    version = application.version
    if version.order == version.Order.ACTIVITY_THEN_EVIDENCE:
        back = reverse("evidence:application", args=[application.uuid])
        invite_first(learner=application.learner, version=version, return_path=back, now=now)


def follow_end(application: Application, *, now: datetime) -> None:
    """What follows when a learner ends an application that is not met: nobody endorses it any more."""
    close_requests(application, now=now)


def apply_outcome(review: Review, *, by: User | None, now: datetime) -> None:
    """Invite or award when all criteria are met, in the transaction of the answer. The email never says which.

    Without an assessor nobody is emailed: the learner is on the page that says so.
    """
    application = Application.objects.with_status().get(pk=review.submission.application_id)
    learner = application.learner
    if not application.status.is_all_met:
        _email_learner(application, review, now)
        return
    Application.objects.filter(pk=application.pk).update(ended_at=now)
    begin_duty(application, now=now)
    if has_activities_to_come(application):
        invite(learner=learner, version=application.version, by=by, now=now)
        return
    award(learner=learner, version=application.version, by=by, now=now)
    if review.assessor_id is not None:
        _email_learner(application, review, now)


def answer_without_assessor(submission: Submission, *, now: datetime) -> Review:
    """Review a submission at once: the page has already checked every part of this badge."""
    letter = _("Everything this badge asks for is done. An assessor did not need to read anything.")
    review = Review.objects.create(submission=submission, assessor=None, letter=letter, sent_at=now)
    audit.record(None, "found every part done", submission, now=now)
    draw_sample(submission, now=now)
    apply_outcome(review, by=None, now=now)
    return review


def _email_learner(application: Application, review: Review, now: datetime) -> None:
    delivery.send_notice(
        "evidence/mail/answered.txt",
        to=application.learner.email,
        kind=REVIEWS,
        key=f"answered/{review.submission.uuid}",
        limit=WORK_NOTICES,
        now=now,
        badge=application.version.name,
        page=delivery.absolute_url(reverse("evidence:application", args=[application.uuid])),
    )
