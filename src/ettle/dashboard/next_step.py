"""The next step, chosen from facts about a person. Pure: the same facts always give the same step.

What the person has nearly finished, or what another person prepared for them, comes before what is new. A goal's step
whose day has passed is asked about without reproach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

# Answers repeated sooner than this say more about the day than about the person.
REASSESSMENT_INTERVAL = timedelta(days=90)
# A step due this soon comes before unfinished work elsewhere.
NEAR_DATE = timedelta(days=2)


@dataclass(frozen=True)
class OpenAssessment:
    """An open self-assessment: its progress and where to continue."""

    answered: int
    of: int
    address: str


@dataclass(frozen=True)
class Aim:
    """An open goal. step: "" when its last step is done."""

    outcome: str
    step: str
    by_on: date | None
    address: str
    next_address: str


@dataclass(frozen=True)
class Work:
    """An application, an invitation or a badge: its name, its day and its page. has_expired: it must be renewed."""

    title: str
    address: str
    day: date
    has_expired: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything that decides the next step. looked_on: the day of the newest result."""

    today: date
    has_role: bool = False
    looked_on: date | None = None
    assessing: OpenAssessment | None = None
    aims: tuple[Aim, ...] = ()
    has_had_aims: bool = False
    to_correct: tuple[Work, ...] = ()
    to_finish: tuple[Work, ...] = ()
    invitations: tuple[Work, ...] = ()
    badges: tuple[Work, ...] = ()
    has_begun_anything: bool = False


@dataclass(frozen=True)
class NextStep:
    """kind: a stable name for tests and styles. why: the reason, from the person's own data. button: what it does."""

    kind: str
    words: str
    why: str
    button: str
    address: str


@dataclass(frozen=True)
class PageAddresses:
    """Addresses of pages that are the same for everyone. assessment: "" on a site without a self-assessment."""

    roles: str
    assessment: str
    new_goal: str
    areas: str


def next_step(facts: Facts, places: PageAddresses) -> NextStep:
    """Return the first step that applies; there is always one."""
    for rule in RULES:
        for step in rule(facts, places):
            return step
    return NextStep(
        "read",
        _("Read about something you want to lead on"),
        _("Nothing is waiting for you."),
        _("Choose an area"),
        places.areas,
    )


def _invitation_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for work in facts.invitations:
        why = _("Your evidence has been accepted. This activity is the last part before the badge.")
        words, button = _("Do the activity for %(title)s"), _("Open the activity")
        if work.has_expired:
            why = _("Your evidence has been accepted. The invitation has expired, and you can renew it yourself.")
            words, button = _("Renew your invitation for %(title)s"), _("Renew it")
        yield NextStep("invitation", words % {"title": work.title}, why, button, work.address)


def _correction_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for work in facts.to_correct:
        why = _("Your assessor said what to change. Only those answers are open.")
        yield NextStep(
            "mend",
            _("Change your answers for %(title)s") % {"title": work.title},
            why,
            _("Read what they said"),
            work.address,
        )


def _near_goal_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for aim in facts.aims:
        if aim.step and aim.by_on is not None and aim.by_on - facts.today <= NEAR_DATE:
            if aim.by_on < facts.today:
                yield NextStep(
                    "late-step",
                    aim.step,
                    _("The day you chose has passed. Do you still want this?"),
                    _("Decide"),
                    aim.address,
                )
            else:
                yield NextStep(
                    "step",
                    aim.step,
                    _("For your goal: %(outcome)s") % {"outcome": aim.outcome},
                    _("Open the goal"),
                    aim.address,
                )


def _role_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    is_new = not (facts.has_begun_anything or facts.aims or facts.assessing or facts.looked_on)
    if is_new and not facts.has_role:
        why = _("Then everything here is worded for what you do. You can change it at any time.")
        yield NextStep("role", _("Choose the role you lead in"), why, _("Choose your role"), places.roles)


def _open_assessment_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    if facts.assessing:
        words = _("Continue your self-assessment")
        why = _("You have answered %(number)s of %(total)s statements.") % {
            "number": facts.assessing.answered,
            "total": facts.assessing.of,
        }
        yield NextStep("assessing", words, why, _("Continue"), facts.assessing.address)


def _application_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for work in facts.to_finish:
        why = _("You started it. What you wrote is saved.")
        yield NextStep(
            "finish",
            _("Finish your application for %(title)s") % {"title": work.title},
            why,
            _("Continue"),
            work.address,
        )


def _first_assessment_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    if facts.looked_on is None and places.assessment:
        why = _("It takes a few minutes, and only you see it.")
        yield NextStep("look", _("Find out where you are now"), why, _("Rate the statements"), places.assessment)


def _new_goal_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    if not facts.aims:
        why = _("One thing that should be better for people, and one small step towards it.")
        words = _("Set another goal") if facts.has_had_aims else _("Set a goal")
        yield NextStep("goal", words, why, _("Set a goal"), places.new_goal)


def _goal_without_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for aim in facts.aims:
        if not aim.step:
            why = _("The last step for ‘%(outcome)s’ is done.") % {"outcome": aim.outcome}
            yield NextStep("next-step", _("Choose your next small step"), why, _("Choose a step"), aim.next_address)


def _reassessment_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    is_long_ago = facts.looked_on is not None and facts.today - facts.looked_on >= REASSESSMENT_INTERVAL
    if is_long_ago and places.assessment:
        why = _("It is three months or more since you last did.")
        yield NextStep("look-again", _("Look again at where you are"), why, _("Rate the statements"), places.assessment)


def _planned_goal_step(facts: Facts, places: PageAddresses) -> Iterator[NextStep]:
    for aim in facts.aims:
        if aim.step:
            yield NextStep(
                "step",
                aim.step,
                _("For your goal: %(outcome)s") % {"outcome": aim.outcome},
                _("Open the goal"),
                aim.address,
            )


Rule = Callable[[Facts, PageAddresses], Iterator[NextStep]]
RULES: tuple[Rule, ...] = (
    _invitation_step,
    _correction_step,
    _near_goal_step,
    _role_step,
    _open_assessment_step,
    _application_step,
    _first_assessment_step,
    _new_goal_step,
    _goal_without_step,
    _reassessment_step,
    _planned_goal_step,
)
