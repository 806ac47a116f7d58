"""The last step and the badge: one or none, however quick and however often. With the badges room’s own door."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from ettle.activities import queries
from ettle.activities.items.scenario import actions as scenario_actions
from ettle.activities.items.sort import actions as sort_actions
from ettle.activities.models import Completion, Invitation
from ettle.activities.tests import factories
from ettle.badges import queries as badges
from ettle.kit.models import WaitingTask
from ettle.people.tests import cast

WORDS = "word " * 25


def all_but_the_last_step(invitation: Invitation) -> list[Any]:
    """Play the sort and the rota up to their last step; return what takes each last step."""
    sort, rota = (factories.begin(invited) for invited in invitation.activities.all())
    for number in range(1, 20):
        sort_actions.place_card(sort, number=number, category="both", now=cast.NOW)
    for number, option in enumerate(("ask-together", "limit", "thank-and-review"), start=1):
        scenario_actions.choose(rota, number=number, option=option, now=cast.NOW)
    return [
        lambda: sort_actions.place_card(sort, number=20, category="both", now=cast.NOW),
        lambda: scenario_actions.reflect(rota, words=WORDS, now=cast.NOW),
    ]


@pytest.mark.django_db
def test_the_last_step_awards_the_badge_and_promises_its_signing() -> None:
    invitation = factories.invitation("sort-20", "rota")
    first, last = all_but_the_last_step(invitation)

    first()
    assert not badges.learner_awards(cast.isla()).exists()
    last()
    last()

    award = badges.learner_awards(cast.isla()).get()
    assert award.version == invitation.version
    assert WaitingTask.objects.filter(key=f"sign/{award.uuid}").count() == 1


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_two_activities_finished_at_the_same_moment_award_one_badge() -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")
    invitation = factories.invitation("sort-20", "rota")
    steps = all_but_the_last_step(invitation)
    start = threading.Barrier(6)
    faults: list[BaseException] = []

    def take(step: Any) -> None:
        try:
            start.wait(10)
            step()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(step,)) for step in steps * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert faults == []
    assert Completion.objects.count() == 2
    assert queries.invitations_of(cast.isla()).get().is_done
    assert apps.get_model("badges", "Award").objects.count() == 1
