"""Before a first review of a badge an assessor decides on its examples and sees the differences."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ettle.badges import actions as badges
from ettle.badges.models import BadgeVersion
from ettle.badges.types.specs import CriterionSpec
from ettle.evidence import actions
from ettle.evidence.marking import actions as marking
from ettle.evidence.marking.queries import list_examples
from ettle.evidence.models import Calibration, Submission
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_review_pages import page_url
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
ACCEPTED, NOT_ENOUGH = "I asked him, and we changed the plan", "Leadership is important to me"


@pytest.fixture
def version() -> BadgeVersion:
    criterion = CriterionSpec(
        title="A real situation",
        question="What happened?",
        shows_met="An act by I",
        not_yet_when="A definition",
        met_example=ACCEPTED,
        not_yet_example=NOT_ENOUGH,
    )
    spec = factories._badge_spec("ET-150", "with-examples", "With examples", (criterion,))
    return badges.publish(spec, by=None, now=NOW)


@pytest.fixture
def submission(version: BadgeVersion) -> Submission:
    return factories.submit_application(factories.begin_application(version=version))


def test_the_first_review_waits_for_the_examples(client: CheckedClient, submission: Submission) -> None:
    with pytest.raises(actions.PracticeFirst):
        actions.claim(submission, assessor=cast.bashir(), now=NOW)
    client.force_login(cast.bashir())
    practice: Any = client.post(page_url("claim", submission.uuid))
    shown = client.get(practice.url).content.decode()
    assert ACCEPTED in shown
    assert NOT_ENOUGH in shown
    assert "An act by I" not in shown
    assert client.post(practice.url, {}).status_code == 422
    examples = list_examples(submission.application.version)

    client.post(practice.url, {example.name: "met" for example in examples})

    compared = client.get(practice.url).content.decode()
    assert "1 of your decisions differs from the standard" in compared
    assert "A definition" in compared
    assert page_url("review", submission.uuid) in compared
    assert actions.claim(submission, assessor=cast.bashir(), now=NOW).assessor == cast.bashir()


def test_nothing_is_decided_before_the_examples_by_whatever_way(client: CheckedClient, submission: Submission) -> None:
    client.force_login(cast.bashir())
    criterion = {"outcome": "met", "reason": "", "suggestion": ""}
    pages = [page_url("decide", submission.uuid, 1), page_url("decline", submission.uuid)]
    for page in (*pages, page_url("letter", submission.uuid)):
        shown: Any = client.get(page)
        assert "/review/practice/" in shown.url
    sent = [
        client.post(pages[0], criterion),
        client.post(pages[1], {"reason": "copied", "letter": "My words"}),
        client.post(page_url("letter", submission.uuid), {"letter": "My words"}),
        client.post(page_url("save-decision", submission.uuid, 1), criterion),
        client.post(page_url("save-letter", submission.uuid), {"letter": "My words"}),
    ]

    assert [answer.status_code for answer in sent] == [422] * 5
    assert all("First decide on the examples" in answer.content.decode() for answer in sent)
    assert b"My words" in sent[1].content
    assert not submission.drafts.exists()
    assert not submission.marks.exists()


def test_only_the_first_choices_count(version: BadgeVersion) -> None:
    first, again = {"a": "met"}, {"a": "not-yet"}
    for choices in (first, again):
        marking.record_practice(version, assessor=cast.bashir(), choices=choices, now=NOW)

    assert Calibration.objects.get().choices == first


@pytest.mark.parametrize("person", [cast.isla, cast.freya, cast.stranger])
def test_no_one_else_sees_the_examples_to_decide_on(client: CheckedClient, version: BadgeVersion, person: Any) -> None:
    client.force_login(person())

    assert client.get(reverse("evidence:calibration", args=[version.badge.slug])).status_code == 404
