"""A learner is promised an answer by a day. The promise is a row: kept, or counted and explained."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ettle.evidence import actions
from ettle.evidence.models import ClosedDay, Promise, ReviewAim, Submission
from ettle.evidence.promises import actions as promises
from ettle.evidence.promises import queries as promise_queries
from ettle.evidence.promises.words import format_wait
from ettle.evidence.promises.working_days import WorkingCalendar, bank_holidays, operator_date
from ettle.evidence.review import work_queue
from ettle.evidence.tests import factories
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.queries import assessor_scope
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 10, 2)
LATE = NOW + timedelta(days=30)


def test_weekends_and_bank_holidays_do_not_count() -> None:
    calendar = WorkingCalendar()

    assert calendar.add_days(FRIDAY, 1) == date(2026, 10, 5)
    assert calendar.add_days(FRIDAY, 10) == date(2026, 10, 16)
    assert calendar.add_days(date(2026, 11, 27), 1) == date(2026, 12, 1)  # St Andrew's Day is a Monday in 2026


def test_holidays_are_those_of_the_operator() -> None:
    with override_settings(HOLIDAYS=("GB", "ENG")):
        bank_holidays.cache_clear()
        assert WorkingCalendar().add_days(date(2026, 11, 27), 1) == date(2026, 11, 30)
    with override_settings(HOLIDAYS=("", "")):
        bank_holidays.cache_clear()
        assert WorkingCalendar().is_working_day(date(2026, 12, 25))
    bank_holidays.cache_clear()


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_hand_over_and_alert_come_in_order_and_never_after_the_due_date(sent_on: date, working_days: int) -> None:
    calendar = WorkingCalendar()

    due = calendar.add_days(sent_on, working_days)
    hand_over = calendar.days_after_share(sent_on, working_days, 0.6)
    alert = calendar.days_after_share(sent_on, working_days, 0.8)

    assert sent_on < hand_over <= alert <= due
    assert all(calendar.is_working_day(day) for day in (hand_over, alert, due))


def test_sending_promises_an_answer_by_a_day() -> None:
    ClosedDay.objects.create(day=date(2026, 10, 12), name="Autumn holiday")

    promise = factories.submit_application().promise  # on Monday 5 October

    assert (promise.working_days, promise.due_on) == (10, date(2026, 10, 20))
    assert (promise.hand_over_on, promise.alert_on) == (date(2026, 10, 15), date(2026, 10, 19))


def test_a_badge_may_promise_another_number_of_days_than_the_site() -> None:
    version = factories.create_leadership_badge()
    ReviewAim.objects.create(badge=None, working_days=5)
    assert promise_queries.load_terms().aim_days(version.badge) == 5

    ReviewAim.objects.create(badge=version.badge, working_days=3)

    assert factories.submit_application(factories.begin_application(version=version)).promise.working_days == 3


def test_the_day_is_the_operators_and_not_that_of_whoever_asks() -> None:
    late_in_the_evening = datetime(2026, 10, 5, 23, 30, tzinfo=UTC)  # already Tuesday in Scotland

    assert operator_date(late_in_the_evening) == date(2026, 10, 6)


def test_the_learner_reads_the_date_before_and_after_sending(client: CheckedClient) -> None:
    cast.bashir()
    application = factories.begin_application()
    client.force_login(cast.isla())
    start = client.get(reverse("evidence:start", args=["management-and-leadership"])).content.decode()
    factories.submit_application(application)

    sent = client.get(reverse("evidence:application", args=[application.uuid])).content.decode()

    assert "you will have an answer by about <strong>" in start
    assert "You will have an answer by about <strong>19 October 2026</strong>" in sent


def test_an_answer_closes_the_promise() -> None:
    submission = factories.submit_application()

    factories.send_review(submission, cast.bashir(), "met", "met")

    assert not Promise.objects.open().exists()
    assert promises.explain_late_answers(now=LATE) == 0


def test_withdrawing_closes_the_promise() -> None:
    submission = factories.submit_application()

    actions.withdraw(submission.application, by=cast.isla(), now=NOW)

    assert not Promise.objects.open().exists()


def test_open_promises_are_exactly_the_submissions_without_an_answer() -> None:
    answered = factories.submit_application()
    factories.send_review(answered, cast.bashir(), "not-yet", "met")
    changed = factories.write_answers(answered.application, f"{factories.ENOUGH} and how it went", now=LATE)
    again = actions.submit(changed, by=cast.isla(), looked=True, now=LATE)
    version = answered.application.version
    withdrawn = factories.submit_application(factories.begin_application(cast.callum(), version))
    actions.withdraw(withdrawn.application, by=cast.callum(), now=NOW)

    unanswered = Submission.objects.filter(review=None, application__ended_at=None)

    assert {promise.submission for promise in Promise.objects.open()} == set(unanswered) == {again}


def test_a_late_answer_is_counted_once_and_explained_with_a_new_date(client: CheckedClient) -> None:
    cast.bashir()
    submission = factories.submit_application()
    on_the_day = NOW + timedelta(days=14, hours=10)
    assert promises.explain_late_answers(now=on_the_day) == 0

    explained = [promises.explain_late_answers(now=on_the_day + timedelta(days=days)) for days in (1, 1, 2)]
    task_queue.run_due()

    promise = Promise.objects.get(submission=submission)
    assert explained == [1, 0, 0]
    assert promise.breached_at == on_the_day + timedelta(days=1)
    assert promise.next_due_on == date(2026, 10, 27)
    assert Promise.objects.exclude(breached_at=None).count() == 1
    email = next(message for message in mail.outbox if "is late" in message.subject)
    assert email.to == ["isla@example.org"]
    assert "19 October 2026" in email.body
    assert "27 October 2026" in email.body
    client.force_login(cast.isla())
    page = client.get(reverse("evidence:application", args=[submission.application.uuid])).content.decode()
    assert "We now aim to answer by <strong>27 October 2026</strong>" in page


def test_no_date_is_given_while_no_assessor_can_read_it(client: CheckedClient) -> None:
    submission = factories.submit_application()

    assert promises.explain_late_answers(now=LATE) == 1
    task_queue.run_due()

    email = next(message for message in mail.outbox if message.to == ["isla@example.org"])
    assert "still waits" in email.subject
    assert "2026" not in email.body
    client.force_login(cast.isla())
    page = client.get(reverse("evidence:application", args=[submission.application.uuid])).content.decode()
    assert "We now aim to answer by" not in page


def test_when_the_new_date_passes_too_there_is_another() -> None:
    factories.submit_application()
    promises.explain_late_answers(now=NOW + timedelta(days=15))

    assert promises.explain_late_answers(now=LATE) == 1

    promise = Promise.objects.get()
    assert promise.next_due_on is not None
    assert promise.next_due_on > LATE.date()
    assert Promise.objects.exclude(breached_at=None).count() == 1


def test_the_queue_begins_with_what_is_due_first() -> None:
    slow, quick = factories.create_leadership_badge(), factories.create_first_steps()
    ReviewAim.objects.create(badge=quick.badge, working_days=2)
    first = factories.submit_application(factories.begin_application(cast.isla(), slow))
    application = factories.begin_application(cast.callum(), quick)
    for criterion in application.criteria[:2]:
        application.confirmations.create(criterion=criterion, confirmed_at=NOW)
    second = factories.submit_application(application, now=NOW + timedelta(hours=5))

    scope = assessor_scope(cast.bashir())
    assert list(work_queue.in_queue(cast.bashir(), scope)) == [second, first]


@pytest.mark.locks
def test_the_usual_wait_is_an_exact_median_of_90_days() -> None:
    version = factories.create_leadership_badge()
    for learner, days in ((cast.isla(), 2), (cast.callum(), 4), (cast.freya(), 9)):
        learner.memberships.get_or_create(organisation=cast.rowan_house(), role="learner", defaults={"began_at": NOW})
        sent = factories.submit_application(factories.begin_application(learner, version))
        factories.send_review(sent, cast.bashir(), "met", "met", now=NOW + timedelta(days=days))

    assert promises.store_usual_wait(now=NOW + timedelta(days=10)) == timedelta(days=4)
    assert promises.store_usual_wait(now=NOW + timedelta(days=5)) == timedelta(days=3)
    assert promise_queries.current_terms().usual_wait == timedelta(days=3)
    assert promises.store_usual_wait(now=NOW + timedelta(days=100)) is None
    assert promise_queries.current_terms().usual_wait is None


def test_a_wait_is_named_by_the_days_in_which_it_ended() -> None:
    assert format_wait(timedelta(hours=5)) == "1 day"
    assert format_wait(timedelta(days=1)) == "1 day"
    assert format_wait(timedelta(days=1, hours=9)) == "2 days"
