"""Nobody can use a 360 or a shared summary to send emails to strangers."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ettle.feedback import actions
from ettle.feedback.models import Feedback, Observer
from ettle.feedback.observer_groups import Group
from ettle.feedback.tests import factories
from ettle.kit.mail.email_limits import EMAILS_TO_ADDRESS, OUTSIDE_EMAILS
from ettle.kit.refusal import LimitReached, Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people_actions
from ettle.people.models import User
from ettle.people.queries import outside_email_fault
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
LURE = "NHS Payroll: claim your refund at http://nhs-pay.example/now"
LIST = "\n".join(f"victim-{number}@example.net" for number in range(229))


def sign_up(name: str) -> tuple[Client, str]:
    client = Client(REMOTE_ADDR="203.0.113.9")
    page = client.post("/account/sign-up/", {"name": name, "email": "lure@example.com"})
    if page.status_code != 302:
        return client, page.content.decode()
    task_queue.run_due()
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert code
    client.post("/account/sign-up/code/", {"action": "verify", "code": code[0]})
    return client, ""


def invite(client: Client, feedback: Feedback, addresses: str) -> tuple[str, str]:
    """Put addresses on the list and send; return both pages."""
    add = reverse("feedback:add", args=[feedback.uuid])
    before = client.get(add).content.decode()
    client.post(add, {"once": str(uuid.uuid4()), "group": "peers", "people": addresses})
    send = reverse("feedback:send", args=[feedback.uuid])
    answer = client.post(send, {"once": str(uuid.uuid4())}).content.decode()
    task_queue.run_due()
    return before, answer


def test_a_stranger_with_a_lure_for_a_name_sends_nothing_to_anyone() -> None:
    factories.publish_version()
    _, refused = sign_up(LURE)
    client, _ = sign_up("NHS Payroll")
    lure = User.objects.get(email="lure@example.com")
    assert "without a web address" in refused
    sent_before = len(mail.outbox)

    before, answer = invite(client, factories.begin_feedback(lure, now=timezone.now()), LIST)

    assert "Your account is new" in before
    assert "an administrator of this site" in before
    assert "Your account is new" in answer
    assert len(mail.outbox) == sent_before
    assert Observer.objects.count() == 229  # what they typed is there


def test_a_week_later_a_day_has_a_limit_that_a_restart_does_not_lift() -> None:
    factories.publish_version()
    client, _ = sign_up("Nell Hay")
    User.objects.update(joined_at=timezone.now() - timedelta(days=8))
    person = User.objects.get(email="lure@example.com")
    feedback = factories.begin_feedback(person, now=timezone.now())
    sent_before = len(mail.outbox)

    invite(client, feedback, LIST)
    cache.clear()  # what a new process has
    invite(client, feedback, "\n".join(f"more-{number}@example.net" for number in range(21)))
    observer = Observer.objects.earliest("email")
    Observer.objects.update(asked_at=timezone.now() - timedelta(hours=21))
    with pytest.raises(LimitReached):
        actions.send_again(observer, now=timezone.now())

    assert len(mail.outbox) - sent_before == OUTSIDE_EMAILS.most == 250


def test_an_administrators_yes_opens_the_door() -> None:
    person, dougal, now = cast.stranger(), cast.dougal(), timezone.now()
    factories.publish_version()
    feedback = factories.begin_feedback(person, now=now)
    observer = actions.Person(name="Ruth", email="ruth@example.net")
    actions.add_observers(feedback, group=Group.PEERS, people=[observer], have_agreed=False, now=now)
    client = CheckedClient()
    client.force_login(dougal)
    address = reverse("people:manage-person", args=[person.uuid])
    assert "Allow invitations" in client.get(address).content.decode()

    with pytest.raises(Refused, match="Your account is new"):
        actions.send_invitations(feedback, now=now)
    client.post(reverse("people:allow-outside-emails", args=[person.uuid]))

    assert actions.send_invitations(feedback, now=now) == 1
    assert "Allow invitations" not in client.get(address).content.decode()
    with pytest.raises(Refused):
        people_actions.allow_outside_emails(person=person, by=cast.isla(), now=now)


def test_sharing_a_summary_has_limits_and_a_new_account_gets_a_link_only() -> None:
    factories.publish_version()
    feedback = factories.begin_feedback(cast.isla())
    links = factories.invite_observers(feedback, peers=6)
    report = factories.make_report(feedback, links)

    def share(email: str) -> None:
        actions.share_summary(report, name="Ruth", email=email, capabilities=[], words="Hello", now=cast.NOW)

    for _ in range(EMAILS_TO_ADDRESS.most):
        share("ruth@example.net")
    with pytest.raises(LimitReached, match=r"ruth@example.net has had many invitations .* You can go on at") as refusal:
        share("ruth@example.net")
    assert refusal.value.field == "email"
    feedback.person.memberships.all().delete()
    User.objects.filter(pk=feedback.person.pk).update(joined_at=cast.NOW)
    report.feedback.person.refresh_from_db()
    with pytest.raises(Refused, match="Your account is new"):
        share("someone@example.net")
    share("")


def test_a_name_from_before_the_rule_is_made_safe_in_emails() -> None:
    isla = cast.isla()
    User.objects.filter(pk=isla.pk).update(name=f"{LURE}\nBcc: all@example.net\u202e")
    factories.publish_version()
    with time_machine.travel(cast.NOW, tick=False):
        feedback = factories.begin_feedback(isla)
        observer = actions.Person(name="Claim at pay.example.org", email="ruth@example.net")
        actions.add_observers(feedback, group=Group.PEERS, people=[observer], have_agreed=False, now=cast.NOW)
        actions.send_invitations(feedback, now=cast.NOW)
        task_queue.run_due()

    letter = mail.outbox[-1]
    words = f"{letter.subject} {letter.body}"
    assert not re.search(r"nhs-pay\.example|all@example|pay\.example\.org|\u202e", words)


@pytest.mark.parametrize(("days", "may_send"), [(7, False), (2, True), (0, True)])
def test_the_operator_says_how_old_an_account_must_be(settings: Any, days: int, may_send: bool) -> None:
    settings.KNOWN_AFTER_DAYS = days
    now = timezone.now()
    person = cast.stranger()
    User.objects.filter(pk=person.pk).update(joined_at=now - timedelta(days=3))
    person.refresh_from_db()

    assert (outside_email_fault(person, now=now) == "") is may_send
