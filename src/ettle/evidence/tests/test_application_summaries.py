"""One query computes the states of many applications, the same as each computes for itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from ettle.evidence import actions, queries
from ettle.evidence.application.state import State
from ettle.evidence.models import Application
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def summary_state(application: Application) -> State:
    mine = {summary.uuid: summary.state for summary in queries.application_summaries(application.learner)}
    return mine[application.uuid]


def test_the_summary_has_the_state_of_the_application_at_every_step() -> None:
    application = factories.begin_application()
    states = []

    def check_state() -> None:
        assert summary_state(application) == factories.reload_application(application).state
        states.append(summary_state(application))

    check_state()
    factories.write_answers(application)
    check_state()
    first = factories.submit_application(application)
    check_state()
    factories.draft_decisions(first, cast.bashir(), "met", "not-yet")
    check_state()
    factories.send_review(first, cast.bashir(), "met", "not-yet")
    check_state()
    next_day = factories.LATER + timedelta(days=1)
    again = factories.write_answers(
        factories.reload_application(application), f"{factories.ENOUGH} tomorrow", now=next_day
    )
    second = actions.submit(again, by=again.learner, looked=True, now=next_day)
    check_state()
    factories.send_review(second, cast.bashir(), "met", now=factories.LATER + timedelta(days=2))
    check_state()

    assert states == [
        State.NOT_STARTED,
        State.STARTED,
        State.SENT,
        State.WITH_AN_ASSESSOR,
        State.NOT_YET,
        State.SENT,
        State.EARNED,
    ]


def test_a_withdrawn_application_is_left_out() -> None:
    application = factories.submit_application().application

    actions.withdraw(application, by=application.learner, now=factories.LATER)

    assert queries.application_summaries(application.learner) == []


def test_it_takes_one_query(django_assert_num_queries: Any) -> None:
    learner = cast.isla()
    factories.submit_application(factories.begin_application(learner))
    factories.begin_application(learner, factories.create_first_steps())

    with django_assert_num_queries(1):
        assert len(queries.application_summaries(learner)) == 2


def test_an_application_that_was_only_opened_is_not_called_started(client: CheckedClient) -> None:
    client.force_login(cast.isla())
    application = factories.begin_application()
    opened = client.get(reverse("evidence:index")).content.decode()

    factories.save_answer(application, application.criteria[0], factories.ENOUGH)
    started = client.get(reverse("evidence:index")).content.decode()

    assert "Not started" in opened
    assert "Opened 5 October 2026" in opened
    assert "Started 5 October" not in opened
    assert "Started 5 October 2026" in started
