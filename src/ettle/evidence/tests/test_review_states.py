"""Administrators see how long the oldest application waits for a review."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ettle.evidence.models import Submission
from ettle.evidence.promises import actions as promises
from ettle.evidence.review_states import list_states
from ettle.evidence.tests import factories
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_it_says_how_many_wait_and_how_long_the_oldest(now: datetime) -> None:
    nothing, *_rest = list_states(now)
    factories.submit_application(now=now)
    Submission.objects.update(sent_at=now - timedelta(days=5))
    promises.store_usual_wait(now=now)

    waiting, _owners, late = list_states(now)

    assert (nothing.words, nothing.is_good) == ("Nothing waits", True)
    assert (waiting.words, waiting.is_good) == ("1 waits, for 5\xa0days", True)
    assert (late.words, late.is_good) == ("0 of 1 application sent in the last 90 days", True)


def test_a_late_answer_needs_someone_and_is_counted() -> None:
    cast.bashir()
    factories.submit_application()
    late = NOW + timedelta(days=20)
    promises.store_usual_wait(now=late - timedelta(minutes=30))  # nobody has noticed yet
    _waiting, _owners, unnoticed = list_states(late)
    promises.explain_late_answers(now=late)
    _waiting, _owners, uncounted = list_states(late)
    promises.store_usual_wait(now=late)

    waiting, _owners, counted = list_states(late)

    assert not waiting.is_good
    assert "1 is late. Ask the assessors whether they need help" in waiting.words
    assert "The oldest is ‘Management and leadership’, sent 20 days ago. Bashir Khan has it" in waiting.words
    assert waiting.path == "/review/pool/"
    for state in (unnoticed, uncounted, counted):  # ‘0 of 1’ beside ‘1 is late’ would be two answers
        assert (state.words, state.is_good) == ("1 of 1 application sent in the last 90 days", False)


def test_what_was_reviewed_does_not_wait(now: datetime) -> None:
    factories.send_review(factories.submit_application(), cast.bashir(), "met", "not-yet")

    assert next(list_states(now)).words == "Nothing waits"


def test_what_has_no_assessor_is_named_with_who_was_told(now: datetime) -> None:
    cast.dougal()
    factories.submit_application(now=now)

    _waiting, unowned, _late = list_states(now)

    assert not unowned.is_good
    assert unowned.words.endswith("The first is ‘Management and leadership’. We told Dougal Ross")
