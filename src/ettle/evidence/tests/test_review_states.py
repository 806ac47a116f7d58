"""Administrators see how long the oldest application waits for a review."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ettle.evidence.models import Submission
from ettle.evidence.review_states import list_states
from ettle.evidence.tests import factories
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_it_says_how_many_wait_and_how_long_the_oldest(now: datetime) -> None:
    (nothing,) = list_states(now)
    factories.submit_application()
    Submission.objects.update(sent_at=now - timedelta(days=5))

    (waiting,) = list_states(now)

    assert (nothing.words, nothing.is_good) == ("Nothing waits", True)
    assert (waiting.words, waiting.is_good) == ("1 waits, for 5\xa0days", True)


def test_after_two_weeks_it_says_what_to_do(now: datetime) -> None:
    factories.submit_application()
    Submission.objects.update(sent_at=now - timedelta(days=15))

    (late,) = list_states(now)

    assert not late.is_good
    assert "Ask the assessors whether they need help" in late.words
    assert late.path == "/manage/assessors/"


def test_what_was_reviewed_does_not_wait(now: datetime) -> None:
    factories.send_review(factories.submit_application(), cast.bashir(), "met", "not-yet")

    assert next(list_states(now)).words == "Nothing waits"
