"""Sixty requests in one moment send no more than a day allows."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from ettle.feedback import actions
from ettle.feedback.tests import factories
from ettle.kit.limits.counters import consume, remaining_uses
from ettle.kit.mail.email_limits import OUTSIDE_EMAILS, count_emails
from ettle.kit.models import WaitingTask
from ettle.kit.refusal import LimitReached
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.locks]
REQUESTS, LEFT = 60, 10


def send_at_once(send: Callable[[int], object]) -> int:
    """Call it 60 times, all from the same moment, and return how many were not refused.

    A database in memory has one connection that threads cannot share: there one call follows the other.
    """
    done: list[int] = []
    start = threading.Barrier(REQUESTS)

    def try_to_send(number: int) -> None:
        try:
            send(number)
        except LimitReached:
            return
        done.append(number)

    def run(number: int) -> None:
        start.wait()
        try:
            try_to_send(number)
        finally:
            connection.close()

    if "memory" in str(connection.settings_dict["NAME"]):
        for number in range(REQUESTS):
            try_to_send(number)
        return len(done)
    threads = [threading.Thread(target=run, args=[number]) for number in range(REQUESTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def test_sixty_emails_to_outside_addresses_at_once_send_what_the_day_has_left() -> None:
    factories.publish_version()
    feedback = factories.begin_feedback(cast.isla())
    report = factories.make_report(feedback, factories.invite_observers(feedback, peers=6))
    person = feedback.person
    left = remaining_uses(OUTSIDE_EMAILS, str(person.uuid), now=cast.NOW)
    consume(OUTSIDE_EMAILS, str(person.uuid), now=cast.NOW, uses=left - LEFT)
    before = WaitingTask.objects.count()

    def share(number: int) -> None:
        address = f"ruth-{number}@example.net"
        actions.share_summary(report, name="Ruth", email=address, capabilities=[], words="Hello", now=cast.NOW)

    assert send_at_once(share) == LEFT
    assert WaitingTask.objects.count() - before == LEFT
    assert report.summaries.count() == LEFT


def test_sixty_people_who_write_to_one_address_at_once_share_its_limit() -> None:
    people = [uuid.uuid4() for _ in range(REQUESTS)]

    def write(number: int) -> None:
        with transaction.atomic():  # as every action does: what is refused costs nothing
            count_emails(OUTSIDE_EMAILS, by=people[number], to=["ruth@example.net"], now=cast.NOW)

    assert send_at_once(write) == 40
    assert (
        sum(remaining_uses(OUTSIDE_EMAILS, str(person), now=cast.NOW) == OUTSIDE_EMAILS.most for person in people) == 20
    )
