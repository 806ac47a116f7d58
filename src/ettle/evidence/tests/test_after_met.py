"""After ‘met’: an invitation or the award, by the badge's order and the learner's role. Once, wherever it stops."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.urls import reverse

from ettle.activities import actions as activities
from ettle.activities import queries as activity_queries
from ettle.activities.models import Completion, Invitation
from ettle.activities.tests import factories as activity_factories
from ettle.activities.types.specs import RequiredActivity
from ettle.badges.models import Award, BadgeVersion
from ettle.evidence import actions
from ettle.evidence.models import Application, EndorsementDuty, Mark, Review, Submission
from ettle.evidence.tests import factories
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
LATER = factories.LATER
ORDERS = ("evidence-activity", "activity-evidence", "evidence")


class Stopped(BaseException):
    """The process stops here."""


def create_badge(order: str) -> BadgeVersion:
    """The leadership badge in this order, with the sort for everyone and a scenario by role, and an endorsement."""
    version = factories.create_leadership_badge()
    if order != "evidence":
        for key in ("sort-20", "s3-rota", "s6-letters"):
            activities.publish(activity_factories.spec(key), by=None, now=cast.NOW)
        by_role = (RequiredActivity(key="s3-rota", roles=("frontline",)), RequiredActivity(key="s6-letters"))
        activities.require(version, [[RequiredActivity(key="sort-20")], by_role], by=None, now=cast.NOW)
    changes = {"order": order, "endorsement": "required", "endorsement_days": 90}
    BadgeVersion.objects.filter(pk=version.pk).update(**changes)
    return BadgeVersion.objects.get(pk=version.pk)


def finish_activities(learner: Any) -> None:
    """The learner completes every activity they were invited to, as if by its last step."""
    for invited in Invitation.objects.get(learner=learner).activities.all():
        attempt = activities.begin(invited, learner=learner, now=cast.NOW)
        activity = invited.activity_version.activity
        Completion.objects.create(learner=learner, activity=activity, attempt=attempt, at=cast.NOW)


def mark_as_met(order: str) -> Submission:
    """Isla's work, met by a mark that counts at LATER."""
    factories.switch_off_second_marking()
    application = factories.begin_application(version=create_badge(order))
    if order == "activity-evidence":
        finish_activities(cast.isla())
    submission = factories.submit_application(application)
    factories.draft_decisions(submission, cast.bashir(), "met", "met", now=LATER - factories.SETTLES)
    actions.review(submission, assessor=cast.bashir(), letter="Well done", now=LATER - factories.SETTLES)
    return submission


def settle() -> None:
    actions.settle_due_marks(now=LATER)


def outcome() -> dict[str, int]:
    """How many of each thing that follows there are."""
    return {
        "reviews": Review.objects.count(),
        "invitations": Invitation.objects.completing_badges().count(),
        "awards": Award.objects.count(),
        "signings": WaitingTask.objects.filter(key__startswith="sign/").count(),
        "duties": EndorsementDuty.objects.count(),
        "emails": WaitingTask.objects.filter(key__regex=r"^mail/(invited|answered)/").count(),
        "ended": Application.objects.exclude(ended_at=None).count(),
        "answers audited": AuditLine.objects.filter(act="sent an answer to the learner").count(),
    }


def expected(order: str) -> dict[str, int]:
    """Exactly one of each; the award waits for activities that come after the evidence."""
    awards = int(order != "evidence-activity")
    counts = {"invitations": 1 - awards, "awards": awards, "signings": awards}
    return dict.fromkeys(outcome(), 1) | counts


@contextmanager
def stopping_at(number: int, stop: Callable[[], None]) -> Iterator[list[int]]:
    """Call `stop` instead of the statement with this number. Yields a list of the statements that ran."""
    ran: list[int] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            ran.append(len(ran))
            if len(ran) == number:
                stop()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield ran


def raise_stopped() -> None:
    raise Stopped


def count_statements() -> int:
    with stopping_at(-1, raise_stopped) as ran:
        settle()
    return len(ran)


@pytest.mark.parametrize("order", ORDERS)
def test_a_stop_at_any_statement_leaves_all_or_nothing_and_the_next_try_does_it_once(order: str) -> None:
    mark_as_met(order)
    before = outcome()

    number = 0
    while Mark.objects.pending().exists():
        number += 1
        try:
            with stopping_at(number, raise_stopped):
                settle()
        except Stopped:
            assert outcome() == before

    assert number > 20
    assert outcome() == expected(order)
    settle()
    assert outcome() == expected(order)


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", ORDERS)
def test_a_process_that_is_killed_on_the_way_leaves_all_or_nothing(order: str) -> None:
    if connection.settings_dict["NAME"].startswith("file:memorydb"):
        pytest.skip("A database in memory ends with its process; files and PostgreSQL stay")
    mark_as_met(order)
    before = outcome()

    for number in (1, 2, 3, 5, 8, 13, 21, 34, 55, 89):
        _settle_in_a_process_that_dies(number)
        assert outcome() in (before, expected(order))
    settle()

    assert outcome() == expected(order)


def _settle_in_a_process_that_dies(number: int) -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:
        with stopping_at(number, lambda: os._exit(9)):
            settle()
        os._exit(0)
    os.waitpid(child, 0)


def test_the_invitation_is_to_what_the_learners_role_is_meant_for() -> None:
    mark_as_met("evidence-activity")

    settle()

    invitation = activity_queries.invitations_of(cast.isla()).get()
    assert [str(group[0].activity_version.activity) for group in invitation.groups] == ["sort-20", "s3-rota"]


def test_an_activity_that_comes_first_blocks_sending_and_awards_nothing_itself() -> None:
    application = factories.write_answers(factories.begin_application(version=create_badge("activity-evidence")))
    with pytest.raises(Refused, match="First do the activity"):
        actions.submit(application, by=cast.isla(), looked=True, now=cast.NOW)

    finish_activities(cast.isla())

    assert actions.submit(application, by=cast.isla(), looked=True, now=cast.NOW).round == 1
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("evidence-activity", "you are invited to an activity. After it you get the badge."),
        ("activity-evidence", "When every criterion is met, you get the badge."),
        ("evidence", "When every criterion is met, you get the badge."),
    ],
)
def test_the_page_after_sending_says_what_this_order_does(client: CheckedClient, order: str, words: str) -> None:
    application = factories.begin_application(version=create_badge(order))
    if order == "activity-evidence":
        finish_activities(cast.isla())
    factories.submit_application(application)
    client.force_login(cast.isla())

    page = client.get(reverse("evidence:application", args=[application.uuid])).content.decode()

    assert words in page


def test_activities_that_are_done_already_award_the_badge_with_the_answer() -> None:
    submission = mark_as_met("evidence-activity")
    invited = activities.invite_first(
        learner=cast.isla(), version=submission.application.version, return_path="/", now=cast.NOW
    )
    assert invited is not None
    finish_activities(cast.isla())

    settle()

    assert Award.objects.count() == 1
