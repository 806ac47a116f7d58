"""The administrator's page says at a glance how the site is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ettle.kit.mail.delivery import deliver_email
from ettle.kit.models import WaitingTask
from ettle.kit.site_states import list_states
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_every_state_has_words_and_what_waits_says_how_long(now: datetime) -> None:
    deliver_email.enqueue(subject="Hello", body="", to="a@example.org", kind="account")
    WaitingTask.objects.update(run_after=now - timedelta(hours=2))

    states = {state.title: state for state in list_states(now)}

    assert all(state.words for state in states.values())
    assert states["Email to send"].words == "1 waits, for 2\xa0hours"
    assert not states["Email to send"].is_good
    assert states["Tasks to do"].words == "Nothing waits"
    assert not states["How people reach you"].is_good
    assert "free of" in states["Disk"].words


def test_a_failed_task_needs_somebody(now: datetime) -> None:
    deliver_email.enqueue(subject="Hello", body="", to="a@example.org", kind="account")
    WaitingTask.objects.update(given_up_at=now)

    (failed,) = [state for state in list_states(now) if state.title == "Failed tasks"]

    assert (failed.words, failed.is_good, failed.path) == ("1 task did not work", False, "#tasks")


def test_the_administrators_page_takes_at_most_ten_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(cast.dougal())
    client.get("/manage/")  # a process looks once whether migrations wait

    with django_assert_max_num_queries(10):
        page = client.get("/manage/").content.decode()

    assert "At a glance" in page
    assert "Ready for visitors" in page
