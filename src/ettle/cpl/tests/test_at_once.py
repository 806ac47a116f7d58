"""Two people with one link, and a learner who withdraws while the verifier answers: one answer at most."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from ettle.badges.tests.test_at_once import at_once
from ettle.cpl import actions, queries
from ettle.cpl.models import Learning, Verification, VerificationAnswer
from ettle.cpl.suggestion_sources import Suggestion
from ettle.cpl.types import Source
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
SHOWN = {
    "learner": "Isla Reid",
    "regulator": "",
    "first": "2026-01-01",
    "last": "2026-12-31",
    "topics": [],
    "entries": [],
}


@pytest.fixture(autouse=True)
def _a_database_that_waits_its_turn(transactional_db: None, tmp_path: Any, settings: Any) -> None:
    settings.SEALING_KEY_FILE = tmp_path / "sealing-key"
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("A database in memory does not wait for its turn; files and PostgreSQL do")


@pytest.fixture
def asked() -> Verification:
    return actions.ask_verifier(person=cast.isla(), name="Ruth", email="ruth@example.net", shown=SHOWN, now=NOW)


def answer(verification: Verification) -> Callable[[], object]:
    return lambda: actions.answer_verification(verification, name="Ruth", job_title="Manager", missing={}, now=NOW)


def test_two_answers_at_one_moment_are_one_answer(asked: Verification) -> None:
    raised = at_once(answer(asked))

    assert [type(fault) for fault in raised] == [Refused] * 5
    assert queries.is_intact(VerificationAnswer.objects.get())


def test_a_link_that_was_withdrawn_a_moment_ago_takes_no_answer(asked: Verification) -> None:
    actions.withdraw_verification(asked, now=NOW)

    assert [type(fault) for fault in at_once(answer(asked), times=2)] == [Refused] * 2
    assert not VerificationAnswer.objects.exists()


def test_a_suggestion_that_is_added_twice_at_one_moment_counts_once() -> None:
    isla = cast.isla()
    suggestion = Suggestion(Source.AREA, "7", NOW.date(), "Read an area")

    raised = at_once(lambda: actions.count_suggestions([suggestion], person=isla, now=NOW))

    assert raised == []
    assert Learning.objects.count() == 1
