"""Read the plans of sessions, and a session from the side of one participant."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit.input.spec_texts import show_texts
from ettle.kit.input.specs import Spec
from ettle.kit.mail import signed_links
from ettle.together.models import SESSION_LASTS, PairSession, Participant, SessionPlan
from ettle.together.types import PlannedPart, SharedAnswer, Stage, plan_parts
from ettle.together.types.specs import (
    ActionLearningSpec,
    QuestionSpec,
    SupervisionSpec,
    TalkPartSpec,
    TeamSpec,
)

if TYPE_CHECKING:
    from ettle.people.models import User

SUPERVISION, TEAM, ACTION_LEARNING = "supervision", "team", "action-learning"
LINK_PURPOSE = "together-participant"
SUMMARY_PURPOSE = "together-summary"
# Shown as a square on the one phone, and scanned there and then.
SUMMARY_LINK_LASTS = timedelta(minutes=30)
S = TypeVar("S", bound=Spec)


def find_plan(kind: str, spec: type[S]) -> S | None:
    """How this kind of session runs; None when no pack has said so."""
    content = SessionPlan.objects.filter(kind=kind).values_list("content", flat=True).first()
    return spec.from_stored(content) if content else None


def _shown_plan(kind: str, spec: type[S]) -> S | None:
    plan = find_plan(kind, spec)
    return show_texts(plan) if plan else None


def supervision_plan() -> SupervisionSpec | None:
    return _shown_plan(SUPERVISION, SupervisionSpec)


def team_plan() -> TeamSpec | None:
    return _shown_plan(TEAM, TeamSpec)


def action_learning_plan() -> ActionLearningSpec | None:
    return _shown_plan(ACTION_LEARNING, ActionLearningSpec)


@dataclass(frozen=True)
class OwnAnswer:
    """What a participant wrote themself. number: of the question, from 1."""

    number: int
    question: QuestionSpec
    words: str
    is_shared: bool


@dataclass(frozen=True)
class PartOfTalk:
    """A part of the talk with its minutes and what was shared for it."""

    planned: PlannedPart[TalkPartSpec]
    shared: Sequence[SharedAnswer]


@dataclass(frozen=True)
class Seat:
    """A session as one of the two sees it. other: None until somebody has joined. token: in the address."""

    me: Participant
    other: Participant | None
    plan: SupervisionSpec
    token: str

    @property
    def session(self) -> PairSession:
        return self.me.session

    @property
    def both_finished(self) -> bool:
        return bool(self.me.finished_at and self.other and self.other.finished_at)

    @property
    def stage(self) -> Stage:
        if self.both_finished:
            return Stage.TALK
        if not self.session.is_on_shared_phone:
            return Stage.WAIT if self.me.finished_at else Stage.ANSWER
        if self.me.is_starter:
            return Stage.HAND_OVER if self.me.finished_at else Stage.ANSWER
        return Stage.ANSWER if self.other and self.other.finished_at else Stage.WAIT

    @property
    def has_other_left(self) -> bool:
        """Whether the other has finished with the whole session, or deleted their account."""
        return self.other.left_at is not None if self.other else not self.session.code

    def own_answers(self) -> list[OwnAnswer]:
        """What this participant wrote, in the order of the questions."""
        return list(_answers_of(self.me, self.plan))

    def shared_answers(self) -> list[SharedAnswer]:
        """What both chose to share, the starter's first; empty until both have finished."""
        if not self.both_finished or self.other is None:
            return []
        both = sorted((self.me, self.other), key=lambda participant: not participant.is_starter)
        return [
            SharedAnswer(participant.name, answer.question.key, answer.question.ask, answer.words)
            for participant in both
            for answer in _answers_of(participant, self.plan)
            if answer.is_shared
        ]

    def talk(self) -> list[PartOfTalk]:
        """The parts of the talk with their minutes, built from what was shared."""
        shared = self.shared_answers()
        answered = {answer.question for answer in shared}
        without = {part.key for part in self.plan.parts if part.questions and not answered & set(part.questions)}
        return [
            PartOfTalk(planned, [answer for answer in shared if answer.question in planned.part.questions])
            for planned in plan_parts(self.plan.parts, main=self.plan.main, without=without)
        ]

    def acts(self) -> list[tuple[str, str]]:
        """(name, act) of each who has agreed to something, the starter first."""
        both = [participant for participant in (self.me, self.other) if participant is not None]
        both.sort(key=lambda participant: not participant.is_starter)
        return [(participant.name, participant.act) for participant in both if participant.act]


def participant_token(participant: Participant) -> str:
    """The secret in the address of a participant's pages."""
    return signed_links.make_token(LINK_PURPOSE, str(participant.uuid))


def session_address(participant: Participant) -> str:
    return reverse("together:session", args=[participant_token(participant)])


def summary_link(guest: Participant) -> str:
    """The address that lets a second phone open the pages of a guest who used the starter's; for half an hour."""
    return reverse("together:take", args=[signed_links.make_token(SUMMARY_PURPOSE, str(guest.uuid))])


def find_guest_by_summary_link(token: str, *, now: datetime) -> Participant | None:
    """The guest of such a link; None when it is not ours or too old, or they have left, or the session has ended."""
    value = signed_links.read_token(SUMMARY_PURPOSE, token, lasts=SUMMARY_LINK_LASTS)
    rows = Participant.objects.filter(person=None, left_at=None, session__in=PairSession.objects.open(now))
    return rows.filter(uuid=uuid.UUID(value)).first() if value else None


def find_seat(token: str, *, now: datetime) -> Seat | None:
    """The seat of a link; None when it is not ours, has ended, or this participant has left."""
    value = signed_links.read_token(LINK_PURPOSE, token, lasts=SESSION_LASTS)
    if value is None:
        return None
    rows = Participant.objects.filter(uuid=uuid.UUID(value), left_at=None, session__in=PairSession.objects.open(now))
    me = rows.select_related("session", "person").first()
    plan = supervision_plan() if me else None
    if me is None or plan is None:
        return None
    other = Participant.objects.filter(session=me.session).exclude(pk=me.pk).first()
    return Seat(me, other, plan, token)


def find_participant_who_left(token: str, *, now: datetime) -> Participant | None:
    """Who has finished with the session of this link while the other is still in it; otherwise None."""
    value = signed_links.read_token(LINK_PURPOSE, token, lasts=SESSION_LASTS)
    if value is None:
        return None
    sessions = PairSession.objects.open(now).filter(participants__left_at=None)
    rows = Participant.objects.filter(uuid=uuid.UUID(value), session__in=sessions).exclude(left_at=None)
    return rows.select_related("session").first()


def count_changes(token: str, *, now: datetime) -> int | None:
    """How many changes a session has had; None when the link is not ours or the session has ended."""
    value = signed_links.read_token(LINK_PURPOSE, token, lasts=SESSION_LASTS)
    if value is None:
        return None
    rows = PairSession.objects.open(now).filter(participants__uuid=value, participants__left_at=None)
    return rows.values_list("changes", flat=True).first()


def open_sessions(person: User, *, now: datetime) -> QuerySet[Participant]:
    """The seats of a person in sessions that have not ended, the newest first, each with both participants loaded."""
    everyone = Prefetch("session__participants", Participant.objects.order_by("pk"))
    rows = Participant.objects.filter(person=person, left_at=None, session__in=PairSession.objects.open(now))
    return rows.select_related("session").prefetch_related(everyone).order_by("-session__begun_at")


def warn_before_leaving(person: User, now: datetime) -> list[str]:
    """What happens to open sessions if this person deletes their account now."""
    mine = Participant.objects.filter(person=person, session__in=PairSession.objects.open(now))
    if not mine.exists():
        return []
    return [
        _(
            "A session of supervision for two is still open. If you delete your account now, it ends for you. If you "
            "have both finished your answers, the other person can read what you shared and agreed until they finish, "
            "for at most 24 hours. If not, it ends for them too, and what they wrote is deleted."
        )
    ]


def _answers_of(participant: Participant, plan: SupervisionSpec) -> Sequence[OwnAnswer]:
    stored = participant.answers
    return [
        OwnAnswer(number, question, stored[question.key]["words"], stored[question.key]["is_shared"])
        for number, question in enumerate(plan.questions, 1)
        if question.key in stored
    ]
