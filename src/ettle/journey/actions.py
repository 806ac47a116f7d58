"""Publish an instrument, answer it line by line, finish it; set a goal and take it one small step at a time.

An answer is its own record of who said what and when, so answers get no audit line; beginning and finishing do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ettle.framework import queries as framework
from ettle.journey.models import (
    Answer,
    Assessment,
    Goal,
    GoalEvent,
    Importance,
    Instrument,
    InstrumentVersion,
    Result,
    Sheet,
)
from ettle.journey.queries import answers_so_far, importances_so_far
from ettle.journey.scoring import Line
from ettle.journey.specs import InstrumentSpec, check
from ettle.kit import audit
from ettle.kit.refused import Refused

if TYPE_CHECKING:
    from ettle.framework.models import Item
    from ettle.people.models import User

ENDED = "This self-assessment is finished, so its answers stay as they are. You can begin another."
NOT_ASKED = "Choose one of the answers on the page"


@transaction.atomic
def publish_instrument(spec: InstrumentSpec, *, by: User | None, now: datetime) -> InstrumentVersion:
    """Publish an instrument; the same content again is the version already there.

    Raises Refused with the first thing to mend.
    """
    for problem in check(spec):
        raise Refused(f"{problem.path}: {problem.words}")
    instrument, _ = Instrument.objects.get_or_create(key=spec.key)
    newest = instrument.versions.order_by("-edition").first()
    content_hash = _hash(asdict(spec))
    if newest is not None and newest.content_hash == content_hash:
        return newest
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        edition=newest.edition + 1 if newest else 1,
        title=spec.title,
        minutes=spec.minutes,
        framework_key=spec.framework,
        framework_edition=spec.framework_edition,
        question=spec.question,
        scale=[asdict(point) for point in spec.scale],
        uncounted=[asdict(choice) for choice in spec.uncounted],
        importance_question=spec.importance_question,
        importance_scale=[asdict(point) for point in spec.importance_scale],
        reason_question=spec.reason_question,
        content_hash=content_hash,
        published_at=now,
    )
    audit.record(by, "published an instrument", version, now=now)
    return version


@transaction.atomic
def begin(*, person: User, version: InstrumentVersion, role: str, now: datetime) -> Assessment:
    """Open an assessment, or return the one that is open.

    Raises Refused when the framework has no lines for this role.
    """
    sheet = _sheet(version, role)
    assessment, is_new = Assessment.objects.get_or_create(
        person=person, ended_at=None, defaults={"sheet": sheet, "begun_at": now}
    )
    if is_new:
        audit.record(person, "began a self-assessment", assessment, now=now)
    return assessment


@transaction.atomic
def begin_afresh(*, person: User, version: InstrumentVersion, role: str, now: datetime) -> Assessment:
    """Lay the open assessment aside, with what was answered, and open another."""
    for earlier in Assessment.objects.select_for_update().filter(person=person, ended_at=None):
        earlier.ended_at = now
        earlier.save(update_fields=["ended_at"])
        audit.record(person, "laid a self-assessment aside", earlier, now=now)
    return begin(person=person, version=version, role=role, now=now)


@transaction.atomic
def save_answer(assessment: Assessment, *, line: str, said: str, now: datetime) -> None:
    """Keep what was said to one line. Said again, nothing is added.

    said: a point of the scale, "not-my-role", "not-sure" or "skipped". Skipping never takes an answer away.
    Raises Refused when the assessment has ended or the answer was never offered.
    """
    held = _still_open(assessment)
    if line not in {asked.key for asked in held.sheet.lines()} or said not in _offered(held.version):
        raise Refused(NOT_ASKED, field="said")
    latest = held.answers.filter(line=line).last()
    if latest is not None and said in {latest.said, Answer.Word.SKIPPED}:
        return
    score, word = (int(said), "") if said.isdigit() else (None, said)
    Answer.objects.create(assessment=held, line=line, score=score, word=word, answered_at=now)


@transaction.atomic
def save_importance(
    assessment: Assessment, *, capability: str, importance: int | None, reason: str, now: datetime
) -> None:
    """Keep how much a capability matters and why. Said again, nothing is added."""
    held = _still_open(assessment)
    points = {point.value for point in held.version.importance_points()}
    if capability not in {asked.capability_key for asked in held.sheet.lines()} or importance not in points | {None}:
        raise Refused(NOT_ASKED, field="importance")
    latest = held.importances.filter(capability=capability).last()
    if latest is not None and (latest.importance, latest.reason) == (importance, reason):
        return
    Importance.objects.create(
        assessment=held, capability=capability, importance=importance, reason=reason, answered_at=now
    )


@transaction.atomic
def finish(assessment: Assessment, *, now: datetime) -> Result:
    """Close an assessment and keep it as it stands; finishing again returns the same result.

    Raises Refused when nothing was answered, or when it was laid aside for another.
    """
    held = _held(assessment)
    if held.ended_at is not None:
        return _result_of(held)
    answers = answers_so_far(held)
    if all(said == Answer.Word.SKIPPED for said in answers.values()):
        raise Refused("Answer at least one line, then there is something to show")
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    importances = {
        key: {"importance": said.importance, "reason": said.reason} for key, said in importances_so_far(held).items()
    }
    result = Result.objects.create(assessment=held, answers=answers, importances=importances, finished_at=now)
    audit.record(held.person, "finished a self-assessment", held, now=now)
    return result


@dataclass(frozen=True)
class GoalWords:
    """What a goal says. outcome: what should be different for people. sign: how the person will know."""

    outcome: str
    behaviour: str
    sign: str
    helper: str
    themes: Sequence[Item]


@dataclass(frozen=True)
class Step:
    """A small step and the day it is meant for."""

    step: str
    by_on: date | None


@transaction.atomic
def set_goal(words: GoalWords, *, person: User, first: Step, now: datetime) -> Goal:
    """Set a goal with its first small step."""
    goal = Goal(person=person, set_at=now)
    _write(goal, words)
    _turn(goal, GoalEvent.Kind.SET, first, now)
    audit.record(person, "set a goal", goal, now=now)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, words: GoalWords, step: Step, now: datetime) -> None:
    """Change the words of an open goal, and its step where that differs."""
    held = _held_goal(goal)
    _write(held, words)
    if (held.step, held.by_on) != (step.step, step.by_on):
        _turn(held, GoalEvent.Kind.CHANGED, step, now)
    audit.record(held.person, "changed a goal", held, now=now)


@transaction.atomic
def move_step(goal: Goal, *, by_on: date, now: datetime) -> None:
    """Give the step another day."""
    held = _held_goal(goal)
    if held.by_on != by_on:
        _turn(held, GoalEvent.Kind.MOVED, Step(held.step, by_on), now)


@transaction.atomic
def split_step(goal: Goal, *, smaller: Step, now: datetime) -> None:
    """Put a smaller step in place of one that is too big. The big one stays in the story of the goal."""
    held = _held_goal(goal)
    if (held.step, held.by_on) != (smaller.step, smaller.by_on):
        _turn(held, GoalEvent.Kind.SPLIT, smaller, now)


@transaction.atomic
def finish_step(goal: Goal, *, now: datetime) -> None:
    """Mark the step done. Done twice is done once."""
    held = _held_goal(goal)
    if held.stands != GoalEvent.Kind.STEP_DONE:
        _turn(held, GoalEvent.Kind.STEP_DONE, Step(held.step, held.by_on), now)


@transaction.atomic
def choose_next_step(goal: Goal, *, following: Step, now: datetime) -> None:
    """Put the next small step after one that is done."""
    _turn(_held_goal(goal), GoalEvent.Kind.NEXT_STEP, following, now)


@transaction.atomic
def close_goal(goal: Goal, *, kind: GoalEvent.Kind, now: datetime) -> None:
    """Close a goal as reached or stopped. Closed again, nothing changes."""
    held = Goal.objects.of(goal.person).get(pk=goal.pk)
    if held.is_open():
        _turn(held, kind, Step(held.step, held.by_on), now)
        audit.record(held.person, f"closed a goal as {kind}", held, now=now)


@transaction.atomic
def take_up_goal(goal: Goal, *, now: datetime) -> None:
    """Open a closed goal again, with its last step."""
    held = Goal.objects.of(goal.person).get(pk=goal.pk)
    if not held.is_open():
        _turn(held, GoalEvent.Kind.TAKEN_UP, Step(held.step, held.by_on), now)
        audit.record(held.person, "took a goal up again", held, now=now)


def _held_goal(goal: Goal) -> Goal:
    Goal.objects.select_for_update().get(pk=goal.pk)
    held = Goal.objects.of(goal.person).get(pk=goal.pk)
    if not held.is_open():
        raise Refused("This goal is closed. Take it up again first.")
    return held


def _write(goal: Goal, words: GoalWords) -> None:
    goal.outcome, goal.behaviour, goal.sign, goal.helper = words.outcome, words.behaviour, words.sign, words.helper
    goal.save()
    goal.themes.set(words.themes)


def _turn(goal: Goal, kind: GoalEvent.Kind, step: Step, now: datetime) -> None:
    GoalEvent.objects.create(goal=goal, kind=kind, step=step.step, by_on=step.by_on, at=now)


def _result_of(held: Assessment) -> Result:
    result = Result.objects.filter(assessment=held).first()
    if result is None:
        raise Refused("You began this self-assessment afresh. Go on with the newer one.")
    return result


def _held(assessment: Assessment) -> Assessment:
    """The assessment, locked: answers from two pages at once go one after the other."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("sheet__version", "person")
        .get(pk=assessment.pk)
    )


def _still_open(assessment: Assessment) -> Assessment:
    held = _held(assessment)
    if held.ended_at is not None:
        raise Refused(ENDED)
    return held


def _offered(version: InstrumentVersion) -> set[str]:
    return {str(point.value) for point in version.points()} | set(version.uncounted_labels()) | {Answer.Word.SKIPPED}


def _sheet(version: InstrumentVersion, role: str) -> Sheet:
    lines = _lines(version, role)
    if not lines:
        raise Refused("There are no lines for this role yet. Choose another role.", field="role")
    content = [asdict(line) for line in lines]
    sheet, _ = Sheet.objects.get_or_create(
        version=version, role=role, content_hash=_hash(content), defaults={"content": content}
    )
    return sheet


def _lines(version: InstrumentVersion, role: str) -> Sequence[Line]:
    lines = []
    for indicator in framework.indicators_for(role):
        theme = indicator.parent
        capability = theme.parent if theme else None
        if theme is None or capability is None:
            continue
        lines.append(
            Line(
                key=indicator.key,
                wording=indicator.statement,
                theme_key=theme.key,
                theme=theme.title,
                capability_key=capability.key,
                capability=capability.title,
            )
        )
    return lines


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
