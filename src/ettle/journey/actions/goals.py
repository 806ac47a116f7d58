"""Set a goal and take it one small step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ettle.journey.actions import look_backs
from ettle.journey.models import (
    Goal,
    GoalEvent,
    LookBackAnswer,
)
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.framework.models import Item
    from ettle.people.models import User


@dataclass(frozen=True)
class GoalDetails:
    """What a goal says. outcome: what should be different for people. cue: when to act. sign: how one will know."""

    outcome: str
    behaviour: str
    sign: str
    helper: str
    themes: Sequence[Item]
    cue: str = ""


@dataclass(frozen=True)
class Step:
    """A small step and the day it is meant for."""

    step: str
    by_on: date | None


@transaction.atomic
def set_goal(words: GoalDetails, *, person: User, first: Step, now: datetime, weeks: Sequence[int] = ()) -> Goal:
    """Set a goal with its first small step. weeks: when the person wants to be asked by email to look back."""
    goal = Goal(person=person, set_at=now)
    _write_details(goal, words)
    _record_event(goal, GoalEvent.Kind.SET, first, now)
    look_backs.promise(goal, weeks=weeks, now=now)
    audit.record(person, "set a goal", goal, now=now)
    return goal


@transaction.atomic
def set_act(act: str, *, outcome: str, person: User, now: datetime) -> Goal:
    """Make one small act a goal, to be asked about on Friday. The same act, while it is open, is the same goal."""
    get_user_model().objects.select_for_update().get(pk=person.pk)
    same = Goal.objects.for_person(person).open().filter(Q(("step", act))).first()
    if same is not None:
        return same
    day = look_backs.next_friday(now)
    goal = set_goal(
        GoalDetails(outcome=outcome, behaviour="", sign="", helper="", themes=()),
        person=person, first=Step(act, day), now=now,
    )  # fmt: skip
    look_backs.promise_on(goal, day=day, now=now)
    return Goal.objects.for_person(person).get(pk=goal.pk)


@transaction.atomic
def confirm_act(goal: Goal, *, now: datetime) -> None:
    """ "I did it", pressed on the page of a link in an email: the goal is reached. Pressed twice, it counts once."""
    Goal.objects.select_for_update().get(pk=goal.pk)
    locked = Goal.objects.for_person(goal.person).get(pk=goal.pk)
    if locked.is_open():
        look_backs.look_back(locked, how=LookBackAnswer.How.REACHED, words="", now=now)
        close_goal(locked, kind=GoalEvent.Kind.REACHED, now=now)


@transaction.atomic
def change_goal(goal: Goal, *, words: GoalDetails, step: Step, now: datetime) -> None:
    """Change the words of an open goal, and its step where that differs."""
    locked = _lock_open_goal(goal)
    _write_details(locked, words)
    if (locked.step, locked.by_on) != (step.step, step.by_on):
        _record_event(locked, GoalEvent.Kind.CHANGED, step, now)
    audit.record(locked.person, "changed a goal", locked, now=now)


@transaction.atomic
def correct_goal(goal: Goal, *, words: GoalDetails, step: Step, weeks: Sequence[int], now: datetime) -> None:
    """Change a goal whose form was corrected and sent again, and when the person wants to be asked about it."""
    change_goal(goal, words=words, step=step, now=now)
    if weeks:
        look_backs.promise(goal, weeks=weeks, now=now)
    else:
        look_backs.stop(goal, now=now)


@transaction.atomic
def move_step(goal: Goal, *, by_on: date, now: datetime) -> None:
    """Give the step another day."""
    locked = _lock_open_goal(goal)
    if locked.by_on != by_on:
        _record_event(locked, GoalEvent.Kind.MOVED, Step(locked.step, by_on), now)


@transaction.atomic
def split_step(goal: Goal, *, smaller: Step, now: datetime) -> None:
    """Put a smaller step in place of one that is too big. The big one stays in the story of the goal."""
    locked = _lock_open_goal(goal)
    if (locked.step, locked.by_on) != (smaller.step, smaller.by_on):
        _record_event(locked, GoalEvent.Kind.SPLIT, smaller, now)


@transaction.atomic
def finish_step(goal: Goal, *, now: datetime) -> None:
    """Mark the step done. Done twice is done once."""
    locked = _lock_open_goal(goal)
    if locked.status != GoalEvent.Kind.STEP_DONE:
        _record_event(locked, GoalEvent.Kind.STEP_DONE, Step(locked.step, locked.by_on), now)


@transaction.atomic
def choose_next_step(goal: Goal, *, following: Step, now: datetime) -> None:
    """Put the next small step after one that is done."""
    _record_event(_lock_open_goal(goal), GoalEvent.Kind.NEXT_STEP, following, now)


@transaction.atomic
def close_goal(goal: Goal, *, kind: GoalEvent.Kind, now: datetime) -> None:
    """Close a goal as reached or stopped. Closed again, nothing changes."""
    locked = Goal.objects.for_person(goal.person).get(pk=goal.pk)
    if locked.is_open():
        _record_event(locked, kind, Step(locked.step, locked.by_on), now)
        look_backs.stop(locked, now=now)
        audit.record(locked.person, f"closed a goal as {kind}", locked, now=now)


@transaction.atomic
def reopen_goal(goal: Goal, *, now: datetime) -> None:
    """Open a closed goal again, with its last step."""
    locked = Goal.objects.for_person(goal.person).get(pk=goal.pk)
    if not locked.is_open():
        _record_event(locked, GoalEvent.Kind.TAKEN_UP, Step(locked.step, locked.by_on), now)
        audit.record(locked.person, "took a goal up again", locked, now=now)


def _lock_open_goal(goal: Goal) -> Goal:
    Goal.objects.select_for_update().get(pk=goal.pk)
    locked = Goal.objects.for_person(goal.person).get(pk=goal.pk)
    if not locked.is_open():
        raise Refused(_("This goal is closed. Start it again first."))
    return locked


def _write_details(goal: Goal, words: GoalDetails) -> None:
    goal.outcome, goal.behaviour, goal.sign, goal.helper = words.outcome, words.behaviour, words.sign, words.helper
    goal.cue = words.cue
    goal.save()
    goal.themes.set(words.themes)


def _record_event(goal: Goal, kind: GoalEvent.Kind, step: Step, now: datetime) -> None:
    GoalEvent.objects.create(goal=goal, kind=kind, step=step.step, by_on=step.by_on, at=now)
