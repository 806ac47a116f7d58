"""Nobody can use applications to fill the inbox of an assessor or of an administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ettle.evidence import actions
from ettle.evidence.limits import REFERRALS, REVIEW_NOTICES, SENT_APPLICATIONS
from ettle.evidence.models import Application, Submission
from ettle.evidence.tests import factories
from ettle.kit.limits.counters import consume, remaining_uses
from ettle.kit.models import WaitingTask
from ettle.kit.refusal import LimitReached
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db


def count_emails() -> int:
    return WaitingTask.objects.filter(key__startswith="mail/to-review/").count()


def send_and_withdraw(times: int) -> None:
    cast.bashir()
    version = factories.create_leadership_badge()
    for _ in range(times):
        application = factories.begin_application(version=version)
        factories.submit_application(application)
        actions.withdraw(factories.reload_application(application), by=cast.isla(), now=NOW)


def test_sent_and_withdrawn_again_and_again_ends_with_a_sentence(client: Client) -> None:
    consume(SENT_APPLICATIONS, str(cast.isla().uuid), now=NOW, uses=SENT_APPLICATIONS.most - 2)
    send_and_withdraw(2)
    sent = count_emails()
    application = factories.write_answers(factories.begin_application())

    with pytest.raises(LimitReached, match=r"as many applications as you can in a day\. You can go on at"):
        actions.submit(application, by=application.learner, looked=True, now=NOW)

    assert sent == count_emails() == 2
    assert Application.objects.get(pk=application.pk).answers.count() == 2
    client.force_login(cast.isla())
    with time_machine.travel(NOW, tick=False):
        page = client.post(
            reverse("evidence:check", args=[application.uuid]), {**factories.declared_fields(), "looked": "on"}
        )
    assert page.status_code == 429
    assert "as many applications as you can in a day" in page.content.decode()
    assert page["Retry-After"] == str(24 * 60 * 60)  # what a script says that sent the form
    later = NOW + SENT_APPLICATIONS.within + timedelta(minutes=1)
    actions.submit(application, by=application.learner, looked=True, now=later)


def test_referred_and_put_back_again_and_again_ends_with_a_sentence() -> None:
    cast.dougal()
    submission, bashir = factories.submit_application(), cast.bashir()
    consume(REFERRALS, str(bashir.uuid), now=NOW, uses=REFERRALS.most)

    with pytest.raises(LimitReached, match="referred as many applications as you can"):
        actions.refer(submission, assessor=bashir, referee=cast.freya(), why="risk", words="See line two", now=NOW)

    assert Submission.objects.waiting().filter(pk=submission.pk).exists()


def test_an_assessor_who_has_had_very_many_notices_finds_the_rest_in_the_queue(client: Client) -> None:
    bashir = cast.bashir()
    consume(REVIEW_NOTICES, bashir.email, now=NOW, uses=REVIEW_NOTICES.most)

    submission = factories.submit_application()

    assert count_emails() == 0
    assert remaining_uses(REVIEW_NOTICES, bashir.email, now=NOW) == 0
    client.force_login(bashir)
    assert reverse("evidence:review", args=[submission.uuid]) in client.get(reverse("evidence:queue")).content.decode()
