"""One query says of many applications what each says of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.models import Application
from ettle.evidence.tests import factories
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def glance_of(application: Application) -> State:
    mine = {glance.uuid: glance.state for glance in queries.application_summaries(application.learner)}
    return mine[application.uuid]


def test_it_says_the_same_at_every_turn_of_an_application() -> None:
    application = factories.begun()
    seen = []

    def look() -> None:
        assert glance_of(application) == factories.fresh(application).state
        seen.append(glance_of(application))

    look()
    factories.written(application)
    look()
    first = factories.sent(application)
    look()
    factories.drafted(first, cast.bashir(), "met", "not-yet")
    look()
    factories.decided(first, cast.bashir(), "met", "not-yet")
    look()
    next_day = factories.LATER + timedelta(days=1)
    again = factories.written(factories.fresh(application), f"{factories.ENOUGH} tomorrow", now=next_day)
    second = actions.submit(again, by=again.learner, looked=True, now=next_day)
    look()
    factories.decided(second, cast.bashir(), "met", now=factories.LATER + timedelta(days=2))
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
    application = factories.sent().application

    actions.withdraw(application, by=application.learner, now=factories.LATER)

    assert queries.application_summaries(application.learner) == []


def test_it_takes_one_query(django_assert_num_queries: Any) -> None:
    learner = cast.isla()
    factories.sent(factories.begun(learner))
    factories.begun(learner, factories.first_steps())

    with django_assert_num_queries(1):
        assert len(queries.application_summaries(learner)) == 2
