"""What other rooms ask about applications and reviews."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from ettle.badges.queries import awards_of
from ettle.evidence.models import Application, HandedOn, Interest, Referral, Review, Submission
from ettle.people.queries import assessors_for, learners_assessed_by

if TYPE_CHECKING:
    from ettle.people.models import User

MONTH = timedelta(days=30)


def applications_of(learner: User) -> QuerySet[Application]:
    """A learner's applications, newest first, each with `state` ready. Withdrawn ones are left out unless met."""
    earned = awards_of(learner).order_by().filter(version=OuterRef("version"))
    return (
        Application.objects.filter(learner=learner)
        .with_standing()
        .annotate(is_earned=Exists(earned))
        .order_by("-begun_at", "-pk")
    )


def reviewable_by(assessor: User) -> QuerySet[Submission]:
    """Every sending this assessor may look at, answered or not."""
    return Submission.objects.open_to(assessor, learners_assessed_by(assessor)).exclude(
        application__ended_at__isnull=False, review=None
    )


def awaiting_review(assessor: User) -> QuerySet[Submission]:
    """What this assessor could answer now, the longest waiting first."""
    waiting = Submission.objects.waiting().open_to(assessor, learners_assessed_by(assessor))
    return waiting.select_related("application__version__badge").with_drafts().order_by("sent_at", "pk")


def awaiting_review_count(assessor: User) -> int:
    return Submission.objects.waiting().open_to(assessor, learners_assessed_by(assessor)).count()


def referred_by(assessor: User) -> QuerySet[Referral]:
    """What this assessor took out of the flow and has not put back."""
    return (
        Referral.objects.open()
        .filter(assessor=assessor)
        .select_related("submission__application__version__badge")
        .order_by("referred_at")
    )


def assessors_of(submission: Submission) -> QuerySet[User]:
    """Who could answer this sending: not those who know the person or handed it on."""
    learner = submission.application.learner
    known = Interest.objects.filter(learner=learner).values("assessor")
    passed = HandedOn.objects.filter(submission=submission).values("assessor")
    return assessors_for(learner).exclude(pk__in=known).exclude(pk__in=passed).exclude(pk=learner.pk)


def administrators() -> QuerySet[User]:
    """To whom work goes that nobody else can take."""
    return get_user_model().objects.filter(is_superuser=True, is_active=True)


def middle_wait(now: datetime) -> timedelta | None:
    """The median wait from sending to answer, over the answers of the last 30 days; None when there were none.

    The database sorts; two queries however many there are.
    """
    waits = (
        Review.objects.filter(sent_at__gt=now - MONTH, sent_at__lte=now)
        .annotate(wait=ExpressionWrapper(F("sent_at") - F("submission__sent_at"), output_field=DurationField()))
        .order_by("wait")
        .values_list("wait", flat=True)
    )
    count = waits.count()
    if not count:
        return None
    middle = list(waits[(count - 1) // 2 : count // 2 + 1])
    return sum(middle, timedelta()) / len(middle)
