"""The administrator sees what was laid aside and has it tried again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from ettle.kit.models import AuditLine, WaitingTask
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid_aside(now: datetime) -> WaitingTask:
    return WaitingTask.objects.create(
        function="ettle.kit.mail.delivery.deliver_email", created_at=now, run_after=now, attempts=8, given_up_at=now
    )


def test_a_task_laid_aside_gets_its_tries_back(client: Client, laid_aside: WaitingTask) -> None:
    client.force_login(cast.dougal())
    assert "Laid aside" in client.get(reverse("kit:manage")).content.decode()

    client.post(reverse("kit:try-again", args=[laid_aside.pk]))

    laid_aside.refresh_from_db()
    assert (laid_aside.given_up_at, laid_aside.attempts) == (None, 0)
    assert AuditLine.objects.get().act == "asked for a task to be tried again"
    assert "Nothing is laid aside" in client.get(reverse("kit:manage")).content.decode()


def test_a_second_press_is_told_that_it_is_done(client: Client, laid_aside: WaitingTask) -> None:
    client.force_login(cast.dougal())
    address = reverse("kit:try-again", args=[laid_aside.pk])
    client.post(address)

    page = client.post(address, follow=True).content.decode()

    assert "not laid aside any more" in page


def test_nobody_else_finds_it(client: Client, laid_aside: WaitingTask) -> None:
    client.force_login(cast.agnes())

    assert client.post(reverse("kit:try-again", args=[laid_aside.pk])).status_code == 404


def test_the_parts_of_a_page_are_sound_with_and_without_errors(client: Client) -> None:
    client.force_login(cast.dougal())

    assert client.get(reverse("branding:components")).status_code == 200
    assert client.post(reverse("branding:components"), {}).status_code == 422
