"""Leave a session of two, stop it for both, and end those that are a day old. What was written is deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.journey import actions as journey
from ettle.kit import audit
from ettle.kit.database import traces
from ettle.kit.tasks.task_queue import task
from ettle.together.models import PairSession, Participant

if TYPE_CHECKING:
    from ettle.journey.models import Goal

TABLES = ("together_participant", "together_pairsession")


@transaction.atomic
def leave_session(participant: Participant, *, now: datetime) -> None:
    """Finish for one of the two. What they kept to themself is deleted now, the rest when the other has left too.

    On one phone both finish at once.
    """
    session = PairSession.objects.select_for_update().filter(pk=participant.session_id).first()
    if session is None:
        return
    mine = Participant.objects.filter(pk=participant.pk, left_at=None).first()
    if mine is not None:
        mine.answers = {key: answer for key, answer in mine.answers.items() if answer["is_shared"]}
        mine.left_at = now
        mine.save(update_fields=["answers", "left_at"])
    others = Participant.objects.filter(session=session, left_at=None)
    if session.is_on_shared_phone or not others.exists():
        _delete_session(session, now)
        return
    session.changes += 1
    session.save(update_fields=["changes"])
    traces.schedule_scrub(TABLES, key=f"together/{session.uuid}/left", now=now)


@transaction.atomic
def leave_with_goal(participant: Participant, *, title: str, now: datetime) -> Goal | None:
    """Finish, and make the act a goal of the person who agreed it. None for a guest, and without an act."""
    goal = None
    if participant.person is not None and participant.act:
        goal = journey.set_act(participant.act, outcome=title, person=participant.person, now=now)
    leave_session(participant, now=now)
    return goal


@transaction.atomic
def stop_session(participant: Participant, *, now: datetime) -> None:
    """End the session for both at once. Nothing of it stays. Stopped twice, nothing more happens."""
    session = PairSession.objects.select_for_update().filter(pk=participant.session_id).first()
    if session is not None:
        _delete_session(session, now)
        audit.record(participant.person, "stopped a session for two", None, now=now)


@task
def end_expired(*, at: str) -> None:
    """End the sessions that began a day ago."""
    now = datetime.fromisoformat(at)
    for session in PairSession.objects.expired(now):
        with transaction.atomic():
            _delete_session(session, now)


def _delete_session(session: PairSession, now: datetime) -> None:
    """Delete the rows, and have the traces that they leave in the database's files removed."""
    key = f"together/{session.uuid}"
    session.delete()
    traces.schedule_scrub(TABLES, key=key, now=now)
