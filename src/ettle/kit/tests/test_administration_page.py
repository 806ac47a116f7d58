"""The administrator sees failed tasks and runs them again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ettle.kit.models import AuditLine, WaitingTask
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed_task(now: datetime) -> WaitingTask:
    return WaitingTask.objects.create(
        function="ettle.kit.mail.delivery.deliver_email", created_at=now, run_after=now, attempts=8, given_up_at=now
    )


def test_a_failed_task_gets_its_attempts_back(client: Client, failed_task: WaitingTask) -> None:
    client.force_login(cast.dougal())
    assert "Failed " in client.get(reverse("kit:manage")).content.decode()

    client.post(reverse("kit:try-again", args=[failed_task.pk]))

    failed_task.refresh_from_db()
    assert (failed_task.given_up_at, failed_task.attempts) == (None, 0)
    assert AuditLine.objects.latest("pk").act == "asked for a task to be tried again"
    assert "No task has failed" in client.get(reverse("kit:manage")).content.decode()


def test_a_second_press_says_that_it_is_done(client: Client, failed_task: WaitingTask) -> None:
    client.force_login(cast.dougal())
    address = reverse("kit:try-again", args=[failed_task.pk])
    client.post(address)

    page = client.post(address, follow=True).content.decode()

    assert "no longer among the failed tasks" in page


def test_nobody_else_finds_it(client: Client, failed_task: WaitingTask) -> None:
    client.force_login(cast.agnes())

    assert client.post(reverse("kit:try-again", args=[failed_task.pk])).status_code == 404


def test_the_parts_of_a_page_are_sound_with_and_without_errors(client: Client) -> None:
    client.force_login(cast.dougal())

    assert client.get(reverse("branding:components")).status_code == 200
    assert client.post(reverse("branding:components"), {}).status_code == 422
