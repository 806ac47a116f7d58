"""Every time that a person did an activity with their account. Doing it again hides none of the earlier answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from ettle.activities.actions.stored_plays import StoredPlay
from ettle.activities.items.published_content import load_contents
from ettle.activities.items.registry import is_under_way, read_progress
from ettle.activities.models import Attempt, Completion

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.activities.items.play import Play
    from ettle.activities.models import ActivityVersion, AttemptQuerySet, Invitation, InvitedActivity
    from ettle.people.models import User


@dataclass(frozen=True)
class PastAttempt:
    """An attempt with at least one answer. trail: the address where it is read again."""

    began_at: datetime
    is_finished: bool
    trail: str


@dataclass(frozen=True)
class OtherAttempts:
    """others: the attempts of the same activity but the one shown, newest first. is_under_way: the newest can go on.

    is_newest: the one shown is the newest.
    """

    others: Sequence[PastAttempt] = ()
    is_under_way: bool = False
    is_newest: bool = True


@dataclass(frozen=True)
class InvitedState:
    """An activity of an invitation. is_under_way: it was begun, or begun again, and can go on.

    is_optional: another of its group is done, and one is enough.

    trail: where to read what was chosen, in the attempt that completed it where there is one; "" when nothing was.
    """

    invited: InvitedActivity
    is_under_way: bool
    is_optional: bool
    trail: str


@dataclass(frozen=True)
class PracticeUnderWay:
    """Practice that can go on. address: of the page to go on from. number: of the step there, from 1."""

    version: ActivityVersion
    address: str
    number: int
    at: datetime


def list_practice(learner: User) -> list[PracticeUnderWay]:
    """What a learner practises and has not finished, the last answered first. Of each activity only its newest attempt.

    Three queries at most.
    """
    newest = Attempt.objects.filter(
        learner=OuterRef("learner"), invited=None, activity_version__activity=OuterRef("activity_version__activity")
    )
    newest_key = newest.order_by("-number").values("pk")[:1]
    attempts = list(_load(Attempt.objects.filter(learner=learner, invited=None, pk=Subquery(newest_key))))
    load_contents(attempts)
    found = [_describe_practice(play) for play in map(_build_play, attempts) if _is_under_way(play)]
    return sorted(found, key=lambda practice: practice.at, reverse=True)


def _describe_practice(play: StoredPlay) -> PracticeUnderWay:
    number = read_progress(play).current
    current = StoredPlay(play.attempt, play.attempt.learner)
    at = play.responses[-1].at if play.responses else play.attempt.began_at
    return PracticeUnderWay(play.version, current.address("step", number=number), number, at)


def list_others(play: Play) -> OtherAttempts:
    """The other attempts of the activity that is played. None for a visitor. Two queries."""
    if play.attempt is None:
        return OtherAttempts()
    plays = _list_plays(play.attempt)
    others = [
        PastAttempt(other.attempt.began_at, not _is_under_way(other), other.address("trail"))
        for other in plays
        if other.responses and other.attempt.pk != play.attempt.pk
    ]
    return OtherAttempts(others, _is_under_way(plays[0]), is_newest=plays[0].attempt.pk == play.attempt.pk)


def find_answered(play: Play) -> Play | None:
    """The newest attempt of the same activity that has an answer; None when there is none."""
    if play.attempt is None:
        return None
    return next((other for other in _list_plays(play.attempt) if other.responses), None)


def list_states(invitation: Invitation) -> list[list[InvitedState]]:
    """The activities of an invitation by group, with what can be done with each. Three queries."""
    newest = Attempt.objects.filter(invited=OuterRef("invited")).order_by("-number").values("pk")[:1]
    attempts = _load(Attempt.objects.filter(invited__invitation=invitation, pk=Subquery(newest)))
    plays = {attempt.invited_id: _build_play(attempt) for attempt in attempts}
    under_way = {key: _is_under_way(play) for key, play in plays.items()}
    answered = {key: play.address("trail") for key, play in plays.items() if play.responses}
    trails = _completed_trails(invitation)
    return [
        [
            InvitedState(
                invited,
                is_under_way=under_way.get(invited.pk, False),
                is_optional=not invited.is_done and any(other.is_done for other in group),
                trail=trails.get(invited.activity_version.activity_id) or answered.get(invited.pk, ""),
            )
            for invited in group
        ]
        for group in invitation.groups
    ]


def _completed_trails(invitation: Invitation) -> dict[int, str]:
    """Of each activity that the learner has completed, where to read the attempt that completed it."""
    activities = [invited.activity_version.activity_id for invited in invitation.activities.all()]
    done = Completion.objects.filter(learner=invitation.learner_id, activity__in=activities)
    done = done.select_related(
        "attempt__activity_version__activity", "attempt__invited__invitation", "attempt__learner"
    )
    return {
        completion.activity_id: StoredPlay(completion.attempt, completion.attempt.learner, is_past=True).address(
            "trail"
        )
        for completion in done.defer("attempt__activity_version__content")
    }


def _list_plays(shown: Attempt) -> list[StoredPlay]:
    """Every attempt of the same invited activity, or of practice of the same activity, the newest first."""
    if shown.invited is None:
        attempts = Attempt.objects.practice_of(shown.learner, shown.activity_version.activity.key)
    else:
        attempts = Attempt.objects.filter(invited=shown.invited).order_by("-number")
    return [_build_play(attempt) for attempt in _load(attempts)]


def _load(attempts: AttemptQuerySet) -> AttemptQuerySet:
    # What is played is long, and cached (published_content).
    attempts = attempts.select_related("activity_version__activity", "invited__invitation", "learner")
    attempts = attempts.prefetch_related("responses")
    return attempts.defer("activity_version__content")


def _build_play(attempt: Attempt) -> StoredPlay:
    play = StoredPlay(attempt, attempt.learner, is_past=True)
    play.responses = list(attempt.responses.all())
    return play


def _is_under_way(play: StoredPlay) -> bool:
    return is_under_way(read_progress(play), is_practice=play.is_practice)
