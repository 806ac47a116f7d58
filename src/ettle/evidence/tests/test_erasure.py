"""What a learner can download, and what stays when they leave."""

from __future__ import annotations

import json

import pytest

from ettle.evidence import actions, queries
from ettle.evidence.models import Answer, SentAnswer
from ettle.evidence.tests import factories
from ettle.people.actions import export_personal_data, leave
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_a_leavers_text_is_deleted_and_the_decision_stays() -> None:
    submission = factories.submit_application()
    factories.send_review(submission, cast.bashir(), "met", "met")

    leave(cast.isla(), now=NOW)

    assert not Answer.objects.exists()
    assert set(SentAnswer.objects.values_list("text", flat=True)) == {""}
    review = factories.reload_application(submission.application).rounds[0].answered
    assert review is not None
    assert review.letter == ""
    assert review.decisions.count() == 2


def test_the_work_of_a_leaver_is_not_in_the_queue() -> None:
    factories.submit_application()

    leave(cast.isla(), now=NOW)

    assert queries.awaiting_review(cast.bashir()).count() == 0


def test_a_learners_download_has_their_text_and_no_referral() -> None:
    submission = factories.submit_application()
    words = "I worry about the child"
    actions.refer(submission, assessor=cast.bashir(), referee=cast.freya(), why="risk", words=words, now=NOW)

    taken = json.dumps(export_personal_data(cast.isla(), now=NOW))

    assert factories.ENOUGH in taken
    assert "worry" not in taken
