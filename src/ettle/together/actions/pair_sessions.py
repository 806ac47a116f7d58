"""Start a session of two, join it, answer, finish answering, and agree acts.

Each action locks the session, so that what two people press at one moment happens one after the other.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.limits.counters import consume
from ettle.kit.refusal import Refused
from ettle.together.limits import SESSION_STARTS
from ettle.together.models import PairSession, Participant
from ettle.together.types import Way
from ettle.together.types.join_codes import make_code

if TYPE_CHECKING:
    from ettle.people.models import User


class CodeNotFound(Refused):
    """No open session has the code."""


@transaction.atomic
def start_session(*, person: User, way: Way, other_name: str, now: datetime) -> Participant:
    """Start a session and return the seat of its starter. other_name: only on one phone; a guest says their own.

    Raises LimitReached when the person has started many today.
    """
    consume(SESSION_STARTS, str(person.uuid), now=now)
    is_alone = way is Way.TWO_PHONES
    session = PairSession.objects.create(
        starter=person, way=way.value, code=make_code() if is_alone else "", begun_at=now
    )
    starter = Participant.objects.create(session=session, person=person, is_starter=True, name=person.get_short_name())
    if not is_alone:
        Participant.objects.create(session=session, is_starter=False, name=other_name)
    audit.record(person, "started a session for two", None, now=now)
    return starter


@transaction.atomic
def join_session(code: str, *, name: str, key: uuid.UUID, person: User | None, now: datetime) -> Participant:
    """Take the second seat of the session with this code. The same form sent twice gives the same seat.

    Raises CodeNotFound when no open session has the code, and Refused for the person who started it.
    """
    session = PairSession.objects.select_for_update().open(now).filter(code=code).exclude(code="").first()
    if session is None:
        joined = Participant.objects.filter(join_key=key, session__in=PairSession.objects.open(now)).first()
        if joined is None:
            raise CodeNotFound(_("No open session has this code. Check it, or ask for a new one"), field="code")
        return joined
    if person is not None and session.starter_id == person.pk:
        raise Refused(_("You started this session. Enter the code on the other person’s phone"), field="code")
    joined = Participant.objects.create(session=session, person=person, is_starter=False, name=name, join_key=key)
    session.code = ""
    _note_change(session)
    return joined


@transaction.atomic
def save_answer(participant: Participant, *, question: str, words: str, is_shared: bool) -> None:
    """Store the answer to a question, shared or not. Without words there is no answer. Raises Refused once finished."""
    locked = _lock_participant(participant)
    if locked.finished_at is not None:
        raise Refused(_("You have finished your answers, so they cannot be changed now"))
    answers = {key: answer for key, answer in locked.answers.items() if key != question}
    if words:
        answers[question] = {"words": words, "is_shared": is_shared}
    Participant.objects.filter(pk=locked.pk).update(answers=answers)


@transaction.atomic
def finish_answers(participant: Participant, *, now: datetime) -> None:
    """Say that the answers are as they should be. Pressed twice, it counts once.

    On one phone the other person is about to hold it: what is not shared is deleted, so that nobody can open it.
    """
    locked = _lock_participant(participant)
    if locked.finished_at is not None:
        return
    if locked.session.is_on_shared_phone:
        locked.answers = {key: answer for key, answer in locked.answers.items() if answer["is_shared"]}
    locked.finished_at = now
    locked.save(update_fields=["answers", "finished_at"])
    _note_change(locked.session)


@transaction.atomic
def save_act(participant: Participant, *, act: str) -> None:
    """Store what a participant agreed to do. Raises Refused before both have finished their answers."""
    locked = _lock_participant(participant)
    if Participant.objects.filter(session=locked.session, finished_at=None).exists():
        raise Refused(_("You agree what to do when both of you have finished your answers"))
    if locked.act != act:
        Participant.objects.filter(pk=locked.pk).update(act=act)
        _note_change(locked.session)


def _lock_participant(participant: Participant) -> Participant:
    """The participant as they are now, with their session locked. Raises Refused when it has ended."""
    session = PairSession.objects.select_for_update().filter(pk=participant.session_id).first()
    locked = Participant.objects.select_for_update().filter(pk=participant.pk, left_at=None).first()
    if session is None or locked is None:
        raise Refused(_("This session has ended. Nothing of it is stored here any more"))
    locked.session = session
    return locked


def _note_change(session: PairSession) -> None:
    session.changes += 1
    session.save(update_fields=["code", "changes"])
