"""Administrators are told of problems of the site once a day, in words that name nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from ettle.kit.models import StoppedEmail, WaitingTask
from ettle.kit.operations import guarded_client
from ettle.kit.operations.guarded_client import NotFetched, Refusal
from ettle.kit.tasks import task_queue
from ettle.people.email.site_notices import post_site_notice, send_site_notices
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _failed_task(now: datetime) -> None:
    cast.dougal()
    cast.isla()
    arguments = {"args": [], "kwargs": {"to": "isla@example.org"}}
    WaitingTask.objects.create(
        function="a.task", created_at=now, run_after=now, given_up_at=now, arguments=arguments, last_error="isla"
    )


def send(at: datetime) -> None:
    send_site_notices.call(at=at.isoformat())
    task_queue.run_due()


def about_tasks() -> list[Any]:
    return [email for email in mail.outbox if "Failed tasks" in email.subject]


def test_each_administrator_is_told_once_a_day_and_nobody_else(now: datetime) -> None:
    for hours in (0, 1, 2):
        send(now + timedelta(hours=hours))

    (email,) = about_tasks()
    assert email.to == [cast.dougal().email]
    assert email.subject == "A problem of the site: Failed tasks"
    assert "1 task did not work." in email.body
    assert "What to do: Remove the cause" in email.body
    assert "/manage/" in email.body

    send(now + timedelta(days=1))

    assert len(about_tasks()) == 2


def test_the_words_name_nobody(now: datetime) -> None:
    send(now)

    (email,) = about_tasks()
    assert "isla" not in (email.subject + email.body).lower()


def test_nothing_is_sent_while_all_is_well(now: datetime) -> None:
    WaitingTask.objects.all().delete()

    send(now)

    assert about_tasks() == []


def test_an_administrator_can_turn_them_off(now: datetime) -> None:
    StoppedEmail.objects.create(email=cast.dougal().email, kind="site-problems", stopped_at=now)

    send(now)

    assert about_tasks() == []


def test_the_webhook_is_told_too_once_a_day(now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NOTICE_WEBHOOK = "https://hooks.example.org/secret"
    posted: list[tuple[str, Any]] = []
    monkeypatch.setattr(guarded_client, "post_json", lambda address, content: posted.append((address, content)))

    send(now)
    send(now + timedelta(hours=1))

    texts = [content["text"] for address, content in posted if "Failed tasks" in content["text"]]
    assert len(texts) == 1
    assert texts[0].startswith(f"{settings.PUBLIC_URL}: Failed tasks: 1 task did not work. Remove the cause")
    assert {address for address, _ in posted} == {settings.NOTICE_WEBHOOK}


def test_a_webhook_that_is_not_reached_is_tried_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NOTICE_WEBHOOK = "https://hooks.example.org/secret"

    def refuse(*_: Any) -> None:
        raise NotFetched(Refusal.UNREACHABLE)

    monkeypatch.setattr(guarded_client, "post_json", refuse)
    post_site_notice.enqueue(text="A problem")
    task_queue.run_due()

    row = WaitingTask.objects.get(function=post_site_notice.module_path)
    assert (row.finished_at, row.attempts) == (None, 1)
