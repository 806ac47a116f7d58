"""Work that is not begun in time goes to the next assessor; before it is late someone is alerted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ettle.evidence import actions
from ettle.evidence.models import OwnerAlert
from ettle.evidence.promises import actions as promises
from ettle.evidence.promises.working_days import operator_date
from ettle.evidence.routing.tests.test_owners import end_membership, make_assessor, owner, run_tasks, send_of
from ettle.evidence.tests import factories
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_what_is_not_begun_at_60_percent_goes_to_the_next_once() -> None:
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()

    run_tasks(NOW + timedelta(days=8))
    assert owner(submission) == bashir
    run_tasks(NOW + timedelta(days=9))
    assert owner(submission) == pool
    run_tasks(NOW + timedelta(days=10))

    assert owner(submission) == pool


def test_what_is_begun_or_has_no_other_assessor_stays_with_its_owner() -> None:
    bashir = cast.bashir()
    alone = factories.submit_application()
    run_tasks(NOW + timedelta(days=9))
    assert owner(alone) == bashir

    make_assessor("Pool")
    begun = send_of(cast.callum())
    factories.draft_decisions(begun, bashir, "met", "met")
    run_tasks(NOW + timedelta(days=9))

    assert owner(begun) == bashir


def test_at_80_percent_an_administrator_is_alerted_once() -> None:
    dougal = cast.dougal()
    cast.bashir()
    factories.submit_application()

    for day in (10, 11, 11, 12):
        run_tasks(NOW + timedelta(days=day))
    task_queue.run_due()

    alert = OwnerAlert.objects.get(why="due-soon")
    assert (alert.person, alert.alerted_at) == (dougal, NOW + timedelta(days=11))
    assert any("is due soon" in message.subject for message in mail.outbox)


def test_referred_work_has_no_new_owner_until_it_is_back() -> None:
    dougal = cast.dougal()
    bashir, pool = cast.bashir(), make_assessor("Pool")
    submission = factories.submit_application()
    referral = actions.refer(submission, assessor=bashir, referee=dougal, why="risk", words="Line two", now=NOW)
    end_membership(bashir)
    assert owner(submission) is None

    actions.return_to_queue(referral, by=bashir, now=NOW)

    assert owner(submission) == pool


def test_the_desk_says_late_and_not_soon_due(client: CheckedClient) -> None:
    now = timezone.now()
    client.force_login(cast.bashir())
    late = factories.submit_application(now=now - timedelta(days=30))
    promises.explain_late_answers(now=now)

    queue = client.get(reverse("evidence:queue")).content.decode()
    page = client.get(reverse("evidence:review", args=[late.uuid])).content.decode()

    assert ">Late<" in queue
    assert ">Soon due<" not in queue
    assert "It was due" in page
    assert page.index("Read and decide") < page.index('class="task-list"')


def test_the_desk_of_an_assessor_who_is_away_says_so(client: CheckedClient) -> None:
    today = operator_date(timezone.now())
    bashir = cast.bashir()
    client.force_login(bashir)
    factories.submit_application(now=timezone.now())
    assert "away until" not in client.get(reverse("evidence:queue")).content.decode()

    actions.record_leave(
        assessor=bashir, begins_on=today, ends_on=today + timedelta(days=3), deputy=None, by=bashir, now=timezone.now()
    )

    assert "away until" in client.get(reverse("evidence:queue")).content.decode()
