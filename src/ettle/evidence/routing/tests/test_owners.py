"""Every submission that waits has an owner who may own it, or a named person was alerted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ettle.evidence import actions, queries
from ettle.evidence.models import (
    AssessorProfile,
    Assignment,
    Leave,
    OwnerAlert,
    Promise,
    Relation,
    Submission,
)
from ettle.evidence.routing import actions as routing
from ettle.evidence.routing.actions import assignments
from ettle.evidence.routing.queries import ReaderKind, expected_reader, owner_of
from ettle.evidence.scheduled_tasks import look_after_owners
from ettle.evidence.tests import factories
from ettle.evidence.tests.test_concurrency import run_together
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people import actions as people
from ettle.people.models import Membership, User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.people.models import Organisation

pytestmark = pytest.mark.django_db


def make_assessor(name: str, organisation: Organisation | None = None) -> User:
    """Someone who assesses for an organisation, or for the whole site."""
    person = User.objects.create_user(f"{name.lower()}@example.org", name=name, welcomed_at=NOW)
    person.memberships.create(organisation=organisation, role="assessor", began_at=NOW)
    return person


def owner(submission: Submission) -> User | None:
    assignment = owner_of(submission)
    return assignment.assessor if assignment else None


def send_of(learner: User) -> Submission:
    return factories.submit_application(factories.begin_application(learner))


def run_tasks(now: datetime) -> None:
    look_after_owners.call(at=now.isoformat())


def test_sending_gives_an_owner_in_the_same_transaction_and_emails_them_alone() -> None:
    make_assessor("Pool")
    bashir = cast.bashir()

    submission = factories.submit_application()
    task_queue.run_due()

    assert owner(submission) == bashir
    assert [message.to for message in mail.outbox if "Work to review" in message.subject] == [[bashir.email]]
    assert "19 October 2026" in mail.outbox[0].body


def test_the_organisations_own_assessors_come_before_the_pool_and_the_pool_is_for_the_rest() -> None:
    pool, bashir = make_assessor("Pool"), cast.bashir()

    assert owner(send_of(cast.isla())) == bashir
    assert owner(send_of(cast.stranger())) == pool
    assert owner(send_of(cast.ewan())) == pool  # Larch Care has no assessor here


def test_the_least_loaded_gets_the_next_and_equals_are_decided_by_the_work() -> None:
    assessors = {make_assessor(name, cast.rowan_house()) for name in ("Ada", "Ben", "Cat")}

    owners = [owner(send_of(factories.create_learner(number))) for number in range(6)]

    assert {*owners[:3]} == {*owners[3:]} == assessors


@pytest.mark.parametrize(
    ("profile", "is_theirs"),
    [
        ({"badges": ["management-and-leadership"]}, True),
        ({"badges": ["first-steps"]}, False),
        ({"roles": ["frontline", "citizen"]}, True),
        ({"roles": ["manager"]}, False),
        ({"languages": ["en-gb"]}, True),
        ({"languages": ["gd"]}, False),
    ],
)
def test_an_assessor_gets_only_what_they_take_on(profile: dict[str, list[str]], is_theirs: bool) -> None:
    bashir = cast.bashir()
    cast.dougal()
    AssessorProfile.objects.create(assessor=bashir, **profile)

    submission = factories.submit_application()

    assert (owner(submission) == bashir) is is_theirs


def test_nobody_owns_their_own_work() -> None:
    isla = cast.isla()
    isla.memberships.create(organisation=cast.rowan_house(), role="assessor", began_at=NOW)
    cast.dougal()

    assert owner(factories.submit_application()) is None


@pytest.mark.parametrize("kind", ["manager", "known"])
def test_a_person_that_the_learner_named_never_assesses_their_work(kind: str) -> None:
    bashir, isla = cast.bashir(), cast.isla()
    cast.dougal()
    actions.declare_relation(person=isla, email="BASHIR@example.org", kind=kind, now=NOW)

    submission = factories.submit_application()

    assert owner(submission) is None
    assert not queries.reviewable_by(bashir).exists()
    with pytest.raises(Refused):
        factories.draft_decisions(submission, bashir, "met", "met")


def test_naming_a_line_manager_after_sending_passes_the_work_on_at_once() -> None:
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()
    assert owner(submission) == bashir

    actions.declare_relation(person=cast.isla(), email=bashir.email, kind="manager", now=NOW)

    assert owner(submission) == pool


def test_a_named_person_who_makes_an_account_or_changes_their_address_stays_named() -> None:
    cast.dougal()
    isla = cast.isla()
    actions.declare_relation(person=isla, email="ada@example.org", kind="manager", now=NOW)
    ada = make_assessor("Ada", cast.rowan_house())
    bashir = cast.bashir()
    actions.declare_relation(person=isla, email=bashir.email, kind="known", now=NOW)
    User.objects.filter(pk=bashir.pk).update(email="b.khan@example.org")

    submission = factories.submit_application()

    assert owner(submission) is None
    assert not queries.reviewable_by(User.objects.get(pk=bashir.pk)).exists()
    assert not queries.reviewable_by(ada).exists()


def test_without_an_assessor_a_named_administrator_is_alerted_at_once_and_again_every_day() -> None:
    dougal = cast.dougal()
    submission = send_of(cast.stranger())
    assert [alert.person for alert in OwnerAlert.objects.all()] == [dougal]

    for hour in range(1, 72):
        run_tasks(NOW + timedelta(hours=hour))

    alerts = list(OwnerAlert.objects.filter(submission=submission, why="no-owner"))
    gaps = [later.alerted_at - earlier.alerted_at for earlier, later in pairwise(alerts)]
    assert len(alerts) >= 3
    assert max(gaps) <= timedelta(days=1)


def test_the_next_administrator_is_alerted_the_next_day() -> None:
    dougal, agnes = cast.dougal(), cast.agnes()
    User.objects.filter(pk=agnes.pk).update(is_superuser=True)
    send_of(cast.stranger())

    run_tasks(NOW + timedelta(hours=23, minutes=30))

    assert {alert.person for alert in OwnerAlert.objects.all()} == {dougal, agnes}


def test_when_the_alerted_person_leaves_another_one_is_alerted_at_the_next_look() -> None:
    dougal = cast.dougal()
    submission = factories.submit_application()
    other = cast.agnes()
    User.objects.filter(pk=other.pk).update(is_superuser=True)
    run_tasks(NOW + timedelta(minutes=15))
    assert submission.alerts.get().person == dougal

    User.objects.filter(pk=dougal.pk).update(is_active=False)
    run_tasks(NOW + timedelta(minutes=30))
    run_tasks(NOW + timedelta(minutes=45))

    assert [alert.person for alert in submission.alerts.order_by("pk")] == [dougal, other]


def test_a_lead_of_the_pool_is_alerted_in_place_of_administrators() -> None:
    cast.dougal()
    lead = make_assessor("Lead")
    AssessorProfile.objects.create(assessor=lead, leads_pool=True, badges=["first-steps"])

    send_of(cast.stranger())

    assert [alert.person for alert in OwnerAlert.objects.all()] == [lead]


def test_a_new_assessor_gets_what_waited_without_one() -> None:
    dougal, sam = cast.dougal(), cast.callum()
    submission = send_of(cast.stranger())

    people.name_site_assessor(email=sam.email, by=dougal, now=NOW)
    task_queue.run_due()

    assert owner(submission) == sam


def end_membership(person: User) -> None:
    people.end_membership(membership=Membership.objects.get(person=person), by=cast.dougal(), now=NOW)


def erase(person: User) -> None:
    people.leave(person, now=NOW)


@pytest.mark.parametrize("go", [end_membership, erase])
def test_when_the_owner_goes_someone_else_owns_it_at_once(go: object) -> None:
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()
    assert owner(submission) == bashir

    go(bashir)  # type: ignore[operator]  # one of the two above

    assert owner(submission) == pool
    ended = Assignment.objects.get(assessor=bashir)
    assert ended.why_ended == "may-not"


def test_an_account_that_is_switched_off_loses_its_work_within_a_quarter_of_an_hour() -> None:
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()
    User.objects.filter(pk=bashir.pk).update(is_active=False)

    run_tasks(NOW + timedelta(minutes=15))

    assert owner(submission) == pool


def test_when_the_learner_leaves_their_organisation_its_assessor_does_not_keep_the_work() -> None:
    cast.bashir()
    pool = make_assessor("Pool")
    submission = factories.submit_application()

    end_membership(cast.isla())

    assert owner(submission) == pool


def test_who_has_no_work_here_costs_one_short_query_when_they_leave() -> None:
    """A file of people may end thousands of memberships at once."""
    with CaptureQueriesContext(connection) as captured:
        assert assignments.reassign_broken(of=cast.ewan(), now=NOW) == 0

    about = [query["sql"] for query in captured if "evidence_assignment" in query["sql"]]
    assert len(about) == 1
    assert "evidence_leave" not in about[0]


def test_a_learner_who_is_erased_leaves_nothing_that_waits() -> None:
    cast.bashir()
    submission = factories.submit_application()

    people.leave(cast.isla(), now=NOW)

    assert owner(submission) is None
    assert not Promise.objects.open().exists()
    run_tasks(NOW + timedelta(days=30))
    assert not OwnerAlert.objects.exists()


def test_at_the_start_of_leave_the_deputy_gets_the_work_and_nothing_new_comes() -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    for number in range(2):
        make_assessor(f"Pool{number}")
    deputy = make_assessor("Deputy", cast.rowan_house())
    Leave.objects.create(assessor=ada, begins_on=date(2026, 10, 1), ends_on=date(2027, 10, 1), recorded_at=NOW)
    Leave.objects.create(assessor=deputy, begins_on=date(2026, 10, 5), ends_on=date(2026, 10, 5), recorded_at=NOW)
    submission = factories.submit_application()
    assert owner(submission) == bashir
    actions.record_leave(
        assessor=bashir, begins_on=date(2026, 10, 8), ends_on=date(2026, 10, 16), deputy=deputy, by=bashir, now=NOW
    )
    assert owner(submission) == bashir  # not yet

    run_tasks(NOW + timedelta(days=3))

    assert owner(submission) == deputy
    assert Assignment.objects.open().get().why == "deputy"
    assert owner(send_of(cast.callum())) != ada


def test_leave_that_begins_today_passes_the_work_on_at_once() -> None:
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()

    actions.record_leave(assessor=bashir, begins_on=NOW.date(), ends_on=NOW.date(), deputy=None, by=bashir, now=NOW)

    assert owner(submission) == pool


def test_passing_it_on_gives_it_to_the_next_and_saying_that_you_know_them_gives_all_of_theirs() -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    pool = make_assessor("Pool")
    submission = factories.submit_application()
    first = owner(submission)
    second = ada if first == bashir else bashir
    assert first is not None

    actions.hand_over(submission, assessor=first, now=NOW)
    assert owner(submission) == second

    actions.declare_interest(submission, assessor=second, now=NOW)
    assert owner(submission) == pool


def test_a_colleague_may_still_answer_and_the_owner_keeps_it_until_then() -> None:
    bashir, ada = cast.bashir(), make_assessor("Ada", cast.rowan_house())
    submission = factories.submit_application()
    first = owner(submission)
    colleague = ada if first == bashir else bashir

    factories.draft_decisions(submission, colleague, "met", "met")

    assert owner(submission) == first
    actions.withdraw(submission.application, by=cast.isla(), now=NOW)
    assert owner(submission) is None
    assert Assignment.objects.get().why_ended == "withdrawn"


def test_the_learner_is_told_before_writing_who_would_read_it() -> None:
    version = factories.create_leadership_badge()
    isla, sam = cast.isla(), cast.stranger()
    assert expected_reader(sam, version.badge, NOW).kind is ReaderKind.NOBODY
    cast.bashir()

    assert expected_reader(isla, version.badge, NOW).organisation == "Rowan House"
    assert expected_reader(sam, version.badge, NOW).is_nobody
    make_assessor("Pool")
    assert expected_reader(sam, version.badge, NOW).is_pool


def test_a_relation_can_be_taken_back_and_only_by_the_learner() -> None:
    isla = cast.isla()
    relation = actions.declare_relation(person=isla, email="x@example.org", kind="known", now=NOW)
    with pytest.raises(Refused):
        actions.remove_relation(relation, by=cast.callum(), now=NOW)

    actions.remove_relation(relation, by=isla, now=NOW)

    assert not Relation.objects.exists()


def test_only_the_assessor_or_an_administrator_records_leave() -> None:
    day = NOW.date()
    for stranger in (cast.morag(), cast.stranger(), cast.isla(), cast.freya()):
        with pytest.raises(Refused):
            actions.record_leave(assessor=cast.bashir(), begins_on=day, ends_on=day, deputy=None, by=stranger, now=NOW)
    actions.record_leave(assessor=cast.bashir(), begins_on=day, ends_on=day, deputy=None, by=cast.dougal(), now=NOW)


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_one_owner() -> None:
    cast.dougal()
    submission = send_of(cast.stranger())
    for name in ("Ada", "Ben"):
        make_assessor(name)

    run_together(*[lambda: routing.assign_waiting(now=NOW)] * 4)

    assert Assignment.objects.filter(submission=submission).count() == 1


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_hand_over_at_once_leave_no_owner_of_answered_work() -> None:
    bashir = cast.bashir()
    make_assessor("Pool")
    submission = factories.submit_application()
    factories.draft_decisions(submission, bashir, "met", "met")

    run_together(
        lambda: actions.review(submission, assessor=bashir, letter="Hello", now=NOW),
        lambda: actions.hand_over(submission, assessor=bashir, now=NOW),
    )

    is_answered = not Promise.objects.open().exists()
    assert Assignment.objects.open().exists() is not is_answered
