"""The scheduled tasks of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from ettle.evidence.endorsement import duties
from ettle.evidence.marking import actions as marking
from ettle.evidence.promises import actions as promises
from ettle.evidence.routing import actions as routing
from ettle.kit.tasks.scheduled_tasks import ScheduledTask
from ettle.kit.tasks.task_queue import task


@task
def explain_late_answers(*, at: str) -> None:
    """Tell learners whose date has passed, and give them a new one."""
    promises.explain_late_answers(now=datetime.fromisoformat(at))


@task
def look_after_owners(*, at: str) -> None:
    """Give everything that waits an owner who may own it, or alert a named person; pass on what is not begun."""
    now = datetime.fromisoformat(at)
    routing.reassign_broken(now=now)
    routing.assign_waiting(now=now)
    routing.hand_over_unbegun(now=now)
    routing.alert_due_soon(now=now)


@task
def remind_of_endorsements(*, at: str) -> None:
    """Remind the people who are asked to endorse, and the learners whose badge needs it."""
    duties.send_reminders(now=datetime.fromisoformat(at))


@task
def store_usual_wait(*, at: str) -> None:
    """Compute again how long people usually wait."""
    promises.store_usual_wait(now=datetime.fromisoformat(at))


@task
def measure_marking(*, at: str) -> None:
    """Compute how far assessors agree, and who decides otherwise than colleagues do."""
    now = datetime.fromisoformat(at)
    marking.store_agreement(now=now)
    marking.store_drift(now=now)


SCHEDULED_TASKS = [
    ScheduledTask("evidence/late", timedelta(minutes=15), explain_late_answers),
    ScheduledTask("evidence/owners", timedelta(minutes=15), look_after_owners),
    ScheduledTask("evidence/endorsements", timedelta(hours=1), remind_of_endorsements),
    ScheduledTask("evidence/usual-wait", timedelta(hours=1), store_usual_wait),
    ScheduledTask("evidence/marking", timedelta(days=1), measure_marking),
]
