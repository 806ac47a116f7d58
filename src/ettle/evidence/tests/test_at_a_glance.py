"""One query says of many applications what each says of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ettle.evidence import actions, queries
from ettle.evidence.models import Application
from ettle.evidence.state import State
from ettle.evidence.tests import made
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def glance_of(application: Application) -> State:
    mine = {glance.uuid: glance.state for glance in queries.at_a_glance(application.learner)}
    return mine[application.uuid]


def test_it_says_the_same_at_every_turn_of_an_application() -> None:
    application = made.begun()
    seen = []

    def look() -> None:
        assert glance_of(application) == made.fresh(application).state
        seen.append(glance_of(application))

    look()
    made.written(application)
    look()
    first = made.sent(application)
    look()
    made.drafted(first, cast.bashir(), "met", "not-yet")
    look()
    made.decided(first, cast.bashir(), "met", "not-yet")
    look()
    next_day = made.LATER + timedelta(days=1)
    again = made.written(made.fresh(application), f"{made.ENOUGH} tomorrow", now=next_day)
    second = actions.submit(again, by=again.learner, looked=True, now=next_day)
    look()
    made.decided(second, cast.bashir(), "met", now=made.LATER + timedelta(days=2))
    look()

    assert seen == [
        State.NOT_STARTED,
        State.STARTED,
        State.SENT,
        State.WITH_AN_ASSESSOR,
        State.NOT_YET,
        State.SENT,
        State.EARNED,
    ]


def test_a_withdrawn_application_is_left_out() -> None:
    application = made.sent().application

    actions.withdraw(application, by=application.learner, now=made.LATER)

    assert queries.at_a_glance(application.learner) == []


def test_it_takes_one_query(django_assert_num_queries: Any) -> None:
    learner = cast.isla()
    made.sent(made.begun(learner))
    made.begun(learner, made.first_steps())

    with django_assert_num_queries(1):
        assert len(queries.at_a_glance(learner)) == 2
