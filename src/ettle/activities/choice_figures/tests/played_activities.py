"""Many people who did an activity, written as rows: to play it as they do would take minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from ettle.activities import actions
from ettle.activities.actions.choice_counts import publish_choice_figures, publish_version_figures
from ettle.activities.choice_figures.publication_rule import RULES
from ettle.activities.models import ActivityVersion, Attempt, ChoiceFigures, Response
from ettle.activities.tests import factories
from ettle.people import queries as people
from ettle.people.models import ChosenRole, User
from ettle.people.tests.cast import NOW

# Counted as they chose, so that a test can say what comes out.
EXACT = replace(RULES, true_share=1.0)
LONG_AGO = NOW - timedelta(days=30)
_numbers = count(1)


def publish_story(**changes: object) -> ActivityVersion:
    """The story ‘rota’ as an activity; with changes, its next edition."""
    return actions.publish(factories.spec("rota").model_copy(update=changes), by=None, now=NOW)


def play(
    version: ActivityVersion,
    choices: Sequence[tuple[str, str]],
    *,
    times: int = 1,
    role: str = "supervisor",
    began_at: datetime = LONG_AGO,
    act: str = "chose",
) -> list[User]:
    """So many new people of a role, who each did the activity once. choices: step and value, one a minute."""
    new = [User(email=f"player{next(_numbers)}@example.org", name="Someone") for _ in range(times)]
    found = User.objects.bulk_create(new)
    if role:
        ChosenRole.objects.bulk_create(ChosenRole(person=person, role=role, chosen_at=NOW) for person in found)
    for person in found:
        play_again(person, version, choices, began_at=began_at, act=act)
    return found


def play_again(
    person: User,
    version: ActivityVersion,
    choices: Sequence[tuple[str, str]],
    *,
    began_at: datetime = LONG_AGO,
    act: str = "chose",
) -> None:
    number = Attempt.objects.filter(learner=person).count() + 1
    attempt = Attempt.objects.create(
        learner=person, activity_version=version, number=number, seed=number, began_at=began_at
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            step=step,
            sequence=place,
            act=act if value else "back",
            value=value,
            at=began_at + timedelta(minutes=place),
        )
        for place, (step, value) in enumerate(choices, start=1)
    )


def count_exactly(version: ActivityVersion, *, now: datetime = NOW) -> dict[str, ChoiceFigures]:
    """Publish what is due without replacing answers; return the figures by role."""
    roles: dict[int, list[str]] = {}
    for person, role in people.chosen_role_keys():
        roles.setdefault(person, []).append(role)
    publish_version_figures(version, roles, now=now, rules=EXACT)
    return {figures.role: figures for figures in ChoiceFigures.objects.filter(version=version)}


def run_task(now: datetime = NOW) -> None:
    publish_choice_figures.func(at=now.isoformat())
