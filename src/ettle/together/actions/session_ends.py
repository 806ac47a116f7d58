"""Leave a session of two, stop it for both, and end those that are a day old. What was written is deleted."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ettle.journey import actions as journey
from ettle.kit import audit
from ettle.kit.database import traces
from ettle.kit.tasks.task_queue import task
from ettle.together.models import PairSession, Participant

if TYPE_CHECKING:
    from ettle.journey.models import Goal
    from ettle.people.models import User

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
        _keep_what_is_shared(mine, now)
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
def leave_with_account(person: User) -> None:
    """A person deletes their account: as if they had finished, so that the other can still take the summary.

    Only where both have finished their answers, because nothing was shown to the other before. All other sessions of
    the person end with the account.
    """
    now = timezone.now()
    for mine in Participant.objects.filter(person=person, session__in=PairSession.objects.open(now)):
        session = PairSession.objects.select_for_update().get(pk=mine.session_id)
        both = Participant.objects.filter(session=session)
        if both.exclude(pk=mine.pk).filter(left_at=None, finished_at__isnull=False).exists() and mine.finished_at:
            mine.person = None
            _keep_what_is_shared(mine, mine.left_at or now)
            session.starter = None if mine.is_starter else session.starter
            session.changes += 1
            session.save(update_fields=["starter", "changes"])


def _keep_what_is_shared(mine: Participant, left_at: datetime) -> None:
    mine.answers = {key: answer for key, answer in mine.answers.items() if answer["is_shared"]}
    mine.left_at = left_at
    mine.save(update_fields=["person", "answers", "left_at"])


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
