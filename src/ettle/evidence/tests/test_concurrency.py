"""Two people, or one person with two devices, at the same moment."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from ettle.evidence import actions
from ettle.evidence.models import Application, Leave, Review, Submission
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]


def run_together(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in its own thread, all from the same moment; return what each returned or raised.

    A database in memory has one connection that threads cannot share: there the acts run one after the other, each
    with what it read before the others wrote.
    """
    if connection.settings_dict["NAME"].startswith("file:memorydb"):
        return [_run_act(act) for act in acts]
    answers: dict[int, Any] = {}
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            answers[number] = _run_act(act)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]


def _run_act(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except (Refused, actions.Conflict) as error:
        return error


def test_beginning_on_two_devices_begins_once() -> None:
    isla, version = cast.isla(), factories.create_leadership_badge()

    begun = run_together(*[lambda: actions.begin(learner=isla, version=version, now=NOW)] * 4)

    assert len(set(begun)) == 1
    assert Application.objects.count() == 1


def test_saving_on_two_devices_stores_one_and_asks_about_the_other() -> None:
    application = factories.begin_application()
    criterion, isla = application.criteria[0], cast.isla()

    def save(text: str) -> Callable[[], Any]:
        arguments: dict[str, Any] = {"base": 0, "key": uuid.uuid4(), "by": isla, "now": NOW}
        return lambda: actions.save_answer(application, criterion=criterion, text=text, **arguments)

    outcomes = run_together(save("phone"), save("desk"), save("tablet"))

    answer = application.answers.get()
    assert sum(isinstance(outcome, actions.Conflict) for outcome in outcomes) == 2
    assert all(outcome.current == answer for outcome in outcomes if isinstance(outcome, actions.Conflict))


def test_the_same_save_twice_at_once_is_stored_once() -> None:
    application = factories.begin_application()
    criterion, isla = application.criteria[0], cast.isla()
    arguments: dict[str, Any] = {"text": "one", "base": 0, "key": uuid.uuid4(), "by": isla, "now": NOW}

    outcomes = run_together(*[lambda: actions.save_answer(application, criterion=criterion, **arguments)] * 3)

    assert {outcome.rev for outcome in outcomes} == {1}


def test_sending_twice_at_once_sends_once() -> None:
    application, isla = factories.write_answers(factories.begin_application()), cast.isla()

    outcomes = run_together(*[lambda: actions.submit(application, by=isla, looked=True, now=NOW)] * 3)

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2
    assert Submission.objects.count() == 1


def test_two_assessors_at_once_give_one_answer_and_one_badge() -> None:
    submission = factories.submit_application()
    bashir, other = cast.bashir(), cast.stranger()
    other.memberships.create(organisation=None, role="assessor", began_at=NOW)
    factories.switch_off_second_marking()
    factories.draft_decisions(submission, other, "met", "met", now=NOW)
    factories.draft_decisions(submission, bashir, "met", "met", now=factories.LATER)  # the first claim has expired
    much_later = factories.LATER + timedelta(days=1)

    outcomes = run_together(
        lambda: actions.review(submission, assessor=bashir, letter="Hello", now=much_later),
        lambda: actions.review(submission, assessor=other, letter="Hello", now=much_later),
    )
    run_together(*[lambda: actions.settle_due_marks(now=much_later + factories.SETTLES)] * 3)

    assert sum(isinstance(outcome, actions.AlreadyReviewed) for outcome in outcomes) == 1
    assert Review.objects.count() == 1
    assert factories.count_awards(cast.isla()) == 1


def test_two_assessors_who_claim_at_once_do_not_both_have_it() -> None:
    submission = factories.submit_application()
    bashir, other = cast.bashir(), cast.stranger()
    other.memberships.create(organisation=None, role="assessor", began_at=NOW)

    outcomes = run_together(
        lambda: factories.claim(submission, assessor=bashir, now=NOW),
        lambda: factories.claim(submission, assessor=other, now=NOW),
    )

    assert sum(isinstance(outcome, actions.WithColleague) for outcome in outcomes) == 1


def test_taking_back_and_settling_at_once_have_one_outcome() -> None:
    submission = factories.submit_application()
    isla, bashir = cast.isla(), cast.bashir()
    factories.draft_decisions(submission, bashir, "met", "met", now=NOW)
    mark = actions.review(submission, assessor=bashir, letter="Hello", now=NOW)
    before = NOW + factories.SETTLES - timedelta(seconds=1)

    outcomes = run_together(
        lambda: actions.take_back(mark, assessor=bashir, now=before),
        lambda: actions.settle_due_marks(now=NOW + factories.SETTLES),
    )

    is_taken_back = not isinstance(outcomes[0], Refused)
    assert factories.count_awards(isla) == (0 if is_taken_back else 1)
    assert submission.marks.count() == (0 if is_taken_back else 1)


def test_sending_and_withdrawing_at_once_have_one_outcome() -> None:
    submission = factories.submit_application()
    isla, bashir = cast.isla(), cast.bashir()
    factories.draft_decisions(submission, bashir, "met", "met")

    run_together(
        lambda: actions.withdraw(submission.application, by=isla, now=NOW),
        lambda: actions.review(submission, assessor=bashir, letter="Hello", now=factories.LATER),
    )
    run_together(lambda: actions.settle_due_marks(now=factories.LATER + factories.SETTLES))

    application = factories.reload_application(submission.application)
    assert application.is_withdrawn == (factories.count_awards(isla) == 0)


def test_taking_back_and_opening_at_once_have_one_outcome() -> None:
    bashir = cast.bashir()
    submission = factories.submit_application()
    isla = cast.isla()

    outcomes = run_together(
        lambda: actions.undo_send(submission.application, by=isla, now=NOW),
        lambda: factories.claim(submission, assessor=bashir, now=NOW),
    )

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    submission.refresh_from_db()
    assert (submission.opened_at is None) == (submission.taken_back_at is not None)


def test_two_forms_at_one_moment_record_days_away_once() -> None:
    assessor, monday = cast.bashir(), operator_date(NOW)

    def be_away(days: int) -> Callable[[], Any]:
        arguments: dict[str, Any] = {"begins_on": monday, "ends_on": monday + timedelta(days=days), "deputy": None}
        return lambda: actions.record_leave(assessor=assessor, by=assessor, now=NOW, **arguments)

    answers = run_together(*(be_away(days) for days in (1, 2, 3, 4)))

    assert Leave.objects.count() == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 3
