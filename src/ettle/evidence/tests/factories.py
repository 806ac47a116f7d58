"""Badges and applications for this room's tests, created with the product's own actions."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model

from ettle.badges import actions as badges
from ettle.badges.types.specs import BadgeSpec, CriterionSpec, MaterialSpec, PlaceSpec, PrerequisiteSpec
from ettle.evidence import actions, queries
from ettle.evidence.application.declarations import current_wording
from ettle.evidence.marking import actions as marking
from ettle.evidence.models import Application, Claim, MarkingRule, Submission
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion, Criterion
    from ettle.people.models import User

# Two texts, because the same text in two answers is refused.
ENOUGH = "I asked what mattered to the person today and I changed the plan with them"
SETTLES = timedelta(minutes=5)
ENOUGH_TOO = "Then my senior wrote it down for the nights and two colleagues do it now every morning"
STANDARD: dict[str, Any] = {
    "shows_met": "An act by ‘I’",
    "not_yet_when": "Only ‘we’ did something",
    "met_example": "I asked her first.",
    "not_yet_example": "We always ask first.",
}
DECLARED = {"mine": "on", "real": "on", "disguised": "on", "seen": "on", "ai_use": "spelling"}
LATER = NOW + timedelta(days=3)
SUGGESTION = "Tell it as one day: what did you say first?"


def create_first_steps() -> BadgeVersion:
    """A badge with one criterion of each kind: confirm, practice, text."""
    account = (
        "We have tea at ten. On Monday Mr Doyle of 4 Elm Road fell. He is well. The day was warm. "
        "His daughter Ann rang me."
    )
    places = (
        PlaceSpec(text="Mr Doyle", why="It is a name.", better="a man I support"),
        PlaceSpec(text="4 Elm Road", why="It is an address.", better="his home"),
        PlaceSpec(text="Ann", why="It is a name.", better="his family"),
    )
    criteria = (
        CriterionSpec(title="Who sees it", question="Read who can see what you write", kind="confirm"),
        CriterionSpec(
            title="Find three",
            question="Find three things to change",
            kind="practice",
            material=MaterialSpec(text=account, places=places, find=3),
        ),
        CriterionSpec(
            title="What you hope for",
            question="What do you hope to get from this?",
            about_words=5,
            max_words=50,
            **STANDARD,
        ),
    )
    return badges.publish(_badge_spec("ET-001", "first-steps", "First steps", criteria), by=None, now=NOW)


def create_leadership_badge(*needs: str) -> BadgeVersion:
    """A badge with two questions to answer in text."""
    criteria = (
        CriterionSpec(
            title="A real situation",
            question="Where was leadership?",
            about_words=10,
            max_words=100,
            **STANDARD,
        ),
        CriterionSpec(
            title="What you did",
            question="What did you do differently?",
            about_words=10,
            max_words=100,
            **STANDARD,
        ),
    )
    spec = _badge_spec("ET-101", "management-and-leadership", "Management and leadership", criteria, needs)
    return badges.publish(spec, by=None, now=NOW)


def create_badge_without_assessor() -> BadgeVersion:
    """A badge with nothing for an assessor to read."""
    criteria = (CriterionSpec(title="Who sees it", question="Read who can see what you write", kind="confirm"),)
    return badges.publish(_badge_spec("ET-000", "just-read", "Just read", criteria), by=None, now=NOW)


def create_automatic_badge(percent: int) -> BadgeVersion:
    """A badge with one answer in words that no assessor decides on. percent: how many in a hundred are looked at."""
    criteria = (
        CriterionSpec(
            title="What you hope for",
            question="What do you hope to get from this?",
            about_words=5,
            automatic=True,
            **STANDARD,
        ),
    )
    spec = _badge_spec("ET-000", "just-write", "Just write", criteria)
    return badges.publish(spec.replace(sample_percent=percent), by=None, now=NOW)


def _badge_spec(
    number: str, slug: str, name: str, criteria: tuple[CriterionSpec, ...], needs: tuple[str, ...] = ()
) -> BadgeSpec:
    prerequisites = tuple(PrerequisiteSpec(badge=need) for need in needs)
    return BadgeSpec(
        number=number,
        slug=slug,
        name=name,
        summary="What it shows",
        why="Why it matters",
        minutes=40,
        criteria=criteria,
        prerequisites=prerequisites,
        order="evidence",
    )


def begin_application(learner: User | None = None, version: BadgeVersion | None = None) -> Application:
    return actions.begin(learner=learner or cast.isla(), version=version or create_leadership_badge(), now=NOW)


def write_answers(application: Application, text: str = ENOUGH, now: datetime = NOW) -> Application:
    """Save this text as the first answer and another as the second, and make the declarations.

    text: the second answer has what this has besides ENOUGH.
    """
    for criterion in reload_application(application).criteria:
        if criterion.pk in reload_application(application).status.open_to_change:
            is_second = criterion.title == "What you did"
            save_answer(application, criterion, text.replace(ENOUGH, ENOUGH_TOO) if is_second else text, now=now)
    actions.declare(application, ai_use="none", ai_words="", by=application.learner, now=now)
    return reload_application(application)


def declared_fields(*, is_assessed: bool = True) -> dict[str, str]:
    """What a form with the declarations sends, with the wording that its page has shown."""
    return {**DECLARED, "wording": current_wording(is_assessed=is_assessed).digest}


def save_answer(
    application: Application, criterion: Criterion, text: str, *, base: int | None = None, now: datetime = NOW
) -> int:
    """Save an answer on its current revision and return the new revision."""
    newest = application.answers.filter(criterion=criterion).order_by("rev").last()
    on = base if base is not None else (newest.rev if newest else 0)
    answer = actions.save_answer(
        application, criterion=criterion, text=text, base=on, key=uuid.uuid4(), by=application.learner, now=now
    )
    return answer.rev


def submit_application(application: Application | None = None, now: datetime = NOW) -> Submission:
    application = write_answers(application or begin_application())
    return actions.submit(application, by=application.learner, looked=True, now=now)


def send_review(submission: Submission, assessor: User, *outcomes: str, now: datetime = LATER) -> None:
    """Draft one outcome for each criterion to decide, in order, and send the letter, so that it counts at `now`."""
    draft_decisions(submission, assessor, *outcomes, now=now - SETTLES)
    actions.review(submission, assessor=assessor, letter="Hello Isla", now=now - SETTLES)
    actions.settle_due_marks(now=now)


def draft_decisions(submission: Submission, assessor: User, *outcomes: str, now: datetime = LATER) -> None:
    """Store these drafts of an assessor who has decided on the examples of the badge."""
    practise(assessor, submission, now=now)
    application = reload_application(submission.application)
    criteria = [criterion for criterion in application.criteria if criterion.pk in application.status.unmet]
    for criterion, outcome in zip(criteria, outcomes, strict=True):
        is_met = outcome == "met"
        actions.save_draft_decision(
            submission,
            criterion=criterion,
            assessor=assessor,
            outcome=outcome,
            reason="" if is_met else "too-general",
            suggestion="" if is_met else SUGGESTION,
            now=now,
        )


def reload_application(application: Application) -> Application:
    return queries.applications_of(application.learner).get(pk=application.pk)


def claim(submission: Submission, *, assessor: User, now: datetime) -> Claim:
    """Claim a submission as an assessor who has decided on the examples of its badge."""
    practise(assessor, submission, now=now)
    return actions.claim(submission, assessor=assessor, now=now)


def practise(assessor: User, submission: Submission, now: datetime = NOW) -> None:
    """Decide on the examples of a submission's badge, as everyone does before their first review of it."""
    marking.record_practice(submission.application.version, assessor=assessor, choices={}, now=now)


def switch_off_second_marking() -> None:
    """Each answer counts without a second assessor, also where there is one."""
    MarkingRule.objects.update_or_create(badge=None, defaults={"share": 0, "first_marks": 0})


def create_learner(number: int) -> User:
    """One of many learners at Rowan House."""
    person = get_user_model().objects.create_user(f"learner{number}@example.org", name=f"Learner {number}")
    person.memberships.create(organisation=cast.rowan_house(), role="learner", began_at=NOW)
    return person


def award_badge(learner: User, version: BadgeVersion) -> None:
    badges.award(learner=learner, version=version, by=None, now=NOW)


def count_awards(learner: User) -> int:
    return apps.get_model("badges.Award").objects.filter(learner=learner).count()
