"""Everything on My journey, read from other rooms with one query each, however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.activities import queries as activities
from ettle.badges import queries as badges
from ettle.dashboard.learning_overview import Learning, read_learning
from ettle.dashboard.next_step import (
    REASSESSMENT_INTERVAL,
    Aim,
    Facts,
    NextStep,
    OpenAssessment,
    PageAddresses,
    Work,
    next_step,
)
from ettle.evidence import queries as evidence
from ettle.feedback import queries as feedback
from ettle.journey import queries as journey
from ettle.kit.pages.site_contents import has_page
from ettle.kit.values.dates import operator_date
from ettle.people import queries as people

if TYPE_CHECKING:
    from ettle.activities.models import Invitation
    from ettle.badges.models import Award
    from ettle.evidence.queries import ApplicationSummary
    from ettle.feedback.queries import WaitingFeedback
    from ettle.journey.comparison.result_pair import Comparison
    from ettle.journey.models import Assessment, Goal
    from ettle.journey.queries import AssessmentResult
    from ettle.people.models import User

# The values of evidence's State; a person reads the same words on every page.
TO_FINISH = ("Not started", "Started")
TO_CORRECT = "Not yet"
WITH_OTHERS = ("Sent", "With an assessor")
MOST_ROWS = 5


@dataclass(frozen=True)
class Row:
    """One entry of a list: its link, its state in a word and the day of that state."""

    words: str
    address: str
    state: str
    on: date


@dataclass(frozen=True)
class MyJourney:
    """The page. goal: the open goal that comes first. news: what has come since the last visit."""

    facts: Facts
    step: NextStep
    result: AssessmentResult | None
    compared: Comparison | None
    assessing: OpenAssessment | None
    goal: Goal | None
    stepping: Goal | None
    more_goals: int
    for_me: Sequence[Row]
    for_others: Sequence[Row]
    awards: Sequence[Award]
    news: Sequence[Row]
    learning: Learning

    @property
    def is_new(self) -> bool:
        """Nothing is begun, so the page explains itself before it shows the empty sections."""
        return self.step.kind in {"role", "look"} and not (self.facts.has_begun_anything or self.facts.has_had_aims)

    @property
    def change_summary(self) -> str:
        """What has changed since the earlier result, from the same comparison as the page of changes."""
        return journey.short_changes_sentence(self.compared) if self.compared else ""

    @property
    def reassessment_date(self) -> date | None:
        return self.facts.looked_on + REASSESSMENT_INTERVAL if self.facts.looked_on else None

    @property
    def can_reassess(self) -> bool:
        return self.reassessment_date is not None and self.reassessment_date <= self.facts.today


def gather_journey(person: User, *, since: datetime, now: datetime) -> MyJourney:
    """Read from every room once. since: the visit before this one."""
    status = journey.assessment_status(person)
    goals = journey.list_all_goals(person)
    applications = evidence.application_summaries(person)
    invitations = [invitation for invitation in activities.invitation_summaries(person) if not invitation.is_done]
    awards = badges.award_summaries(person)
    valid = [award for award in awards if award.is_signed and not award.is_revoked]
    begun = bool(goals or applications or awards or status.result or status.open)
    waiting = feedback.waiting_feedback(person) if status.result else None  # nobody else can ask
    open_goals = _sort_goals([goal for goal in goals if goal.is_open()])
    facts = Facts(
        today=operator_date(now),
        has_role=begun or not people.offered_roles() or bool(people.learning_roles(person)),
        looked_on=operator_date(status.result.finished_at) if status.result else None,
        assessing=_open_assessment(status.open) if status.open else None,
        aims=tuple(_goal_to_aim(goal) for goal in open_goals),
        has_had_aims=bool(goals),
        to_correct=_applications_to_work(applications, (TO_CORRECT,)),
        to_finish=_applications_to_work(applications, TO_FINISH),
        invitations=tuple(_invitation_to_work(invitation, now) for invitation in invitations),
        badges=tuple(map(_award_to_work, valid)),
        has_begun_anything=bool(applications or awards),
    )
    step = next_step(facts, _page_addresses())
    return MyJourney(
        facts=facts,
        step=step,
        result=status.result,
        compared=status.comparison,
        assessing=facts.assessing,
        goal=open_goals[0] if open_goals else None,
        stepping=_find_step_goal(step, open_goals),
        more_goals=max(len(open_goals) - 1, 0),
        for_me=[*_rows_for_person(facts, step), *_renewal_rows(valid, now)][:MOST_ROWS],
        for_others=[*_feedback_rows(waiting), *_rows_with_others(applications, awards)][:MOST_ROWS],
        awards=valid,
        news=_news_rows(awards, invitations, applications, since)[:MOST_ROWS],
        learning=read_learning(person),
    )


def _sort_goals(goals: list[Goal]) -> list[Goal]:
    """The goal whose step has the nearest day first; those without a day after, newest first."""
    return sorted(goals, key=lambda goal: (not goal.has_step(), goal.by_on is None, goal.by_on or date.max))


def _find_step_goal(step: NextStep, goals: Iterable[Goal]) -> Goal | None:
    """The goal whose small step is the next step, so that it can be marked as done on this page."""
    if step.kind not in {"step", "late-step"}:
        return None
    return next((goal for goal in goals if _goal_address(goal) == step.address), None)


def _open_assessment(assessment: Assessment) -> OpenAssessment:
    lines = len(assessment.sheet.statements())
    return OpenAssessment(answered=assessment.reached or 0, of=lines, address=reverse("journey:start"))


def _goal_to_aim(goal: Goal) -> Aim:
    return Aim(
        outcome=goal.outcome,
        step=goal.step if goal.has_step() else "",
        by_on=goal.by_on,
        address=_goal_address(goal),
        next_address=reverse("journey:next-step", args=[goal.uuid]),
    )


def _goal_address(goal: Goal) -> str:
    return reverse("journey:goal", args=[goal.uuid])


def _applications_to_work(applications: Iterable[ApplicationSummary], states: Sequence[str]) -> tuple[Work, ...]:
    return tuple(
        Work(application.badge, _application_address(application), operator_date(application.begun_at))
        for application in applications
        if application.state in states
    )


def _invitation_to_work(invitation: Invitation, now: datetime) -> Work:
    return Work(
        title=invitation.version.name,
        address=_invitation_address(invitation),
        day=operator_date(invitation.invited_at),
        has_expired=invitation.has_expired(now),
    )


def _invitation_address(invitation: Invitation) -> str:
    return reverse("activities:invitation", args=[invitation.uuid])


def _award_to_work(award: Award) -> Work:
    return Work(title=award.version.name, address=_award_address(award), day=operator_date(award.awarded_at))


def _application_address(application: ApplicationSummary) -> str:
    return reverse("evidence:application", args=[application.uuid])


def _award_address(award: Award) -> str:
    return reverse("badges:earned", args=[award.uuid])


def _rows_for_person(facts: Facts, step: NextStep) -> list[Row]:
    """What waits for the person, without what is already their next step."""
    waiting = [
        *(
            Row(_("Activity for %(title)s") % {"title": work.title}, work.address, _("Not started"), work.day)
            for work in facts.invitations
        ),
        *(Row(work.title, work.address, _("Not yet"), work.day) for work in facts.to_correct),
        *(Row(work.title, work.address, _("Started"), work.day) for work in facts.to_finish),
    ]
    return [row for row in waiting if row.address != step.address]


def _renewal_rows(awards: Iterable[Award], now: datetime) -> list[Row]:
    """The badges that expire soon or have expired, and that the person can earn again."""
    return [
        Row(
            _("Earn %(name)s again") % {"name": award.version.name},
            _award_address(award),
            _("Expired") if award.has_expired(now) else _("Expires soon"),
            operator_date(award.valid_until),
        )
        for award in awards
        if award.valid_until and award.can_be_renewed(now)
    ]


def _news_rows(
    awards: Iterable[Award],
    invitations: Iterable[Invitation],
    applications: Iterable[ApplicationSummary],
    since: datetime,
) -> list[Row]:
    """What others have made ready for the person since then, the newest first."""
    dated = [
        (award.awarded_at, _("You earned %s") % award.version.name, _award_address(award), _("Earned"))
        for award in awards
        if award.is_signed and not award.is_revoked
    ]
    for invitation in invitations:
        words = _("Your evidence for %s was met") % invitation.version.name
        dated.append((invitation.invited_at, words, _invitation_address(invitation), _("Met")))
    for application in applications:
        if application.state == TO_CORRECT and application.answered_at:
            words = _("Your assessor has answered about %s and says what would help") % application.badge
            dated.append((application.answered_at, words, _application_address(application), _("Answered")))
    return [
        Row(words, address, state, operator_date(at))
        for at, words, address, state in sorted(dated, reverse=True)
        if at > since
    ]


def _feedback_rows(waiting: WaitingFeedback | None) -> list[Row]:
    """A 360 that waits for answers: how many were asked, and whether it can be closed, never who has answered."""
    if waiting is None:
        return []
    address = reverse("feedback:asking", args=[waiting.uuid])
    state = _("Enough answers for a report") if waiting.is_ready else _("%(asked)s invited") % {"asked": waiting.asked}
    return [Row(_("How others see it"), address, state, operator_date(waiting.begun_at))]


def _rows_with_others(applications: Iterable[ApplicationSummary], awards: Iterable[Award]) -> list[Row]:
    """What waits for another person, or for the site."""
    sent = [
        Row(work.badge, _application_address(work), str(work.state), operator_date(work.sent_at))
        for work in applications
        if work.state in WITH_OTHERS and work.sent_at is not None
    ]
    in_preparation = [
        Row(
            _("%(name)s: your badge is being made") % {"name": award.version.name},
            _award_address(award),
            _("Met"),
            operator_date(award.awarded_at),
        )
        for award in awards
        if not award.is_signed
    ]
    return sent + in_preparation


def _page_addresses() -> PageAddresses:
    my_journey, start = reverse("dashboard:my-journey"), reverse("journey:start")
    return PageAddresses(
        roles=f"{reverse('people:welcome')}?next={my_journey}",
        assessment=start if has_page(start) else "",
        new_goal=reverse("journey:new-goal"),
        areas="/",
    )
