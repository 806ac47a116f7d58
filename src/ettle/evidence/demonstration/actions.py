"""Put work into a demonstration, with the actions that people use: sent earlier, passed on, late, and half written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from ettle.badges import actions as badges
from ettle.badges.queries import current_versions
from ettle.evidence import actions, queries
from ettle.evidence.demonstration.specs import DemoApplication, DemoWork
from ettle.evidence.marking.actions import record_practice
from ettle.evidence.models import Application
from ettle.evidence.promises.working_days import operator_date
from ettle.people.actions import demo_address

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.evidence.models import Submission
    from ettle.people.models import User

LATE_BY, LATELY, AWAY = timedelta(days=24), timedelta(days=4), timedelta(days=12)


@transaction.atomic
def make_demo_applications(*, work: Mapping[str, Any], now: datetime) -> None:
    """Give the people of the demonstration work to look at, once. Does nothing where the pack has not these badges.

    Rona belongs to no organisation. Tomasz and Kirsty are the pool, which takes three badges. One answer of Tomasz's is
    late, and Kirsty is on leave: what she had goes to Tomasz. Tomasz has accepted two applications of Rona's, so she
    has two invitations to complete a badge: one is open, and one has expired and can be renewed.
    """
    demo = DemoWork.model_validate(work, strict=False)
    rona, tomasz, kirsty, dougal = (_find_person(name) for name in ("Rona", "Tomasz", "Kirsty", "Dougal"))
    numbers = demo.numbers()
    versions = {row.badge.number: row for row in current_versions() if row.badge.number in numbers}
    if versions.keys() != numbers or Application.objects.filter(learner=rona).exists():
        return

    def choose_badges(assessor: User, *taken: DemoApplication) -> None:
        slugs = [versions[application.badge].badge.slug for application in taken]
        actions.save_profile(
            assessor=assessor, badges=slugs, roles=(), languages=(), leads_pool=False, by=dougal, now=now
        )

    expired_at = now - LATELY - timedelta(days=settings.INVITATION_DAYS)
    badges.award(learner=rona, version=versions[demo.had], by=None, now=expired_at)
    choose_badges(kirsty, demo.passed_on, demo.half_written)
    choose_badges(tomasz, demo.expired, demo.invited)
    for application, at in ((demo.expired, expired_at), (demo.invited, now - LATELY)):
        _accept(rona, versions[application.badge], application.answers, tomasz, demo.letter, at)
    choose_badges(tomasz, demo.late, demo.passed_on, demo.half_written)
    _send(rona, versions[demo.late.badge], demo.late.answers, now - LATE_BY)
    _send(rona, versions[demo.passed_on.badge], demo.passed_on.answers, now - LATELY)
    today = operator_date(now)
    actions.record_leave(assessor=kirsty, begins_on=today, ends_on=today + AWAY, deputy=tomasz, by=kirsty, now=now)
    _write(rona, versions[demo.half_written.badge], demo.half_written.answers, now)


def _find_person(name: str) -> User:
    found: User = get_user_model().objects.get(email=demo_address(name))
    return found


def _write(learner: User, version: BadgeVersion, answers: Sequence[str], now: datetime) -> Application:
    begun = actions.begin(learner=learner, version=version, now=now)
    application = queries.applications_of(learner).get(pk=begun.pk)
    for criterion, text in zip(application.criteria, answers, strict=False):
        actions.save_answer(application, criterion=criterion, text=text, base=0, key=uuid.uuid4(), by=learner, now=now)
    return application


def _accept(
    learner: User, version: BadgeVersion, answers: Sequence[str], assessor: User, letter: str, now: datetime
) -> None:
    """Send an application and accept it, with everything that follows at that time: here an invitation."""
    submission = _send(learner, version, answers, now)
    record_practice(version, assessor=assessor, choices={}, now=now)
    for criterion in submission.application.version.criteria.all():
        actions.save_draft_decision(
            submission, criterion=criterion, assessor=assessor, outcome="met", reason="", suggestion="", now=now
        )
    actions.review(submission, assessor=assessor, letter=letter, now=now)
    actions.settle_due_marks(now=now + timedelta(minutes=settings.TAKE_BACK_MINUTES))


def _send(learner: User, version: BadgeVersion, answers: Sequence[str], now: datetime) -> Submission:
    return actions.declare_and_submit(
        _write(learner, version, answers, now),
        ai_use="none",
        ai_words="",
        by=learner,
        looked=True,
        short_is_fine=True,
        now=now,
    )
