"""Downloading everything: at once when there is little, made by the queue when there is much."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from ettle.kit.refusal import LimitReached
from ettle.kit.tasks import task_queue
from ettle.people import actions as people
from ettle.people.data_export import actions, queries
from ettle.people.models import DataExport
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/download/"


@pytest.fixture
def large(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A person with three files, where two are many."""
    settings.MEDIA_ROOT = tmp_path
    names = [default_storage.save(f"log/{number}.jpg", ContentFile(b"picture")) for number in range(3)]
    monkeypatch.setattr(queries, "files_of", lambda person: names)
    monkeypatch.setattr(queries, "MOST_FILES_AT_ONCE", 2)
    return names


@pytest.fixture
def isla(client: Client, now: datetime) -> Any:
    with time_machine.travel(now, tick=False):
        sign_in(client, now)
        yield client


def sign_in(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    session = client.session
    session["signed_in_at"] = now.isoformat()
    session.save()


def page(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_small_account_is_downloaded_at_once(isla: Client) -> None:
    answer = isla.get(PAGE)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ettle-isla-reid-2026-10-05.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert "isla@example.org" in archive.read("everything.json").decode()
        page = archive.read("everything.html").decode()
    assert "isla@example.org" in page
    assert "Rowan House" in page, "an organisation by its name"
    assert "<script" not in page
    assert not re.search(r"\d{4}-\d\d-\d\dT|Uuid|<dt>Person</dt><dd dir=.auto.>\d", page)
    assert page.index("isla@example.org") < page.index("We keep this so that you can sign in.")
    assert "emails are in your language" not in page, "nothing was chosen"


def test_a_small_account_is_downloaded_a_few_times_in_an_hour(isla: Client) -> None:
    codes = [isla.get(PAGE).status_code for _ in range(7)]

    assert codes == [200] * 6 + [429]
    assert "You can go on at" in page(isla)


def test_a_large_account_is_made_by_the_queue_with_an_email_when_it_is_ready(isla: Client, large: list[str]) -> None:
    assert "Prepare my download" in page(isla)

    isla.post(PAGE)
    assert "We are preparing your download" in page(isla)
    assert "0 of 3 files" in page(isla)
    task_queue.run_due()

    assert "Your download is ready" in page(isla)
    assert "12 October 2026" in page(isla)
    assert mail.outbox[-1].subject == "Your download is ready"
    answer = isla.get(f"{PAGE}file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ettle-isla-reid-2026-10-05.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]  # a FileResponse
        assert len(archive.namelist()) == 5


def test_the_page_shows_how_far_it_is(isla: Client, large: list[str], now: datetime) -> None:
    actions.ask_for_export(cast.isla(), now=now)
    DataExport.objects.update(done=2)

    assert '<progress id="progress" max="3" value="2">' in page(isla)


def test_pressing_twice_makes_one(isla: Client, large: list[str]) -> None:
    isla.post(PAGE)
    isla.post(PAGE)
    task_queue.run_due()

    assert DataExport.objects.count() == 1
    assert len(mail.outbox) == 1


def test_it_expires_and_its_file_goes(
    isla: Client, large: list[str], now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    actions.ask_for_export(cast.isla(), now=now)
    task_queue.run_due()
    file = DataExport.objects.get().file
    assert default_storage.exists(file)

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_expired_exports.call(at=(now + timedelta(days=8)).isoformat())

    assert not default_storage.exists(file)
    assert isla.get(f"{PAGE}file/").status_code == 404


def test_nobody_else_gets_it(isla: Client, large: list[str], now: datetime) -> None:
    actions.ask_for_export(cast.isla(), now=now)
    task_queue.run_due()
    other = Client()
    other.force_login(cast.callum())
    session = other.session
    session["signed_in_at"] = now.isoformat()
    session.save()

    assert other.get(f"{PAGE}file/").status_code == 404
    assert Client().get(f"{PAGE}file/").status_code == 302


def test_it_needs_a_recent_sign_in(isla: Client, large: list[str], now: datetime) -> None:
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert "sign-in-again" in isla.get(f"{PAGE}file/")["Location"]


def test_it_goes_with_the_account(
    large: list[str], now: datetime, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.ask_for_export(cast.isla(), now=now)
    task_queue.run_due()
    file = DataExport.objects.get().file

    with django_capture_on_commit_callbacks(execute=True):
        people.leave(cast.isla(), now=now)

    assert not default_storage.exists(file)
    assert not DataExport.objects.exists()


def test_one_that_failed_can_be_asked_for_again_the_next_day(large: list[str], now: datetime) -> None:
    first = actions.ask_for_export(cast.isla(), now=now)

    assert queries.current_export(cast.isla(), now + timedelta(hours=23)) == first
    assert queries.current_export(cast.isla(), now + timedelta(hours=25)) is None


def test_there_are_three_in_a_day_at_most(large: list[str], now: datetime) -> None:
    for _ in range(3):
        actions.ask_for_export(cast.isla(), now=now)
        task_queue.run_due()

    with pytest.raises(LimitReached):
        actions.ask_for_export(cast.isla(), now=now)


def test_the_name_of_the_file_is_fit_for_any_computer(now: datetime) -> None:
    person = cast.isla()

    person.name = "李小龍"
    assert queries.file_name(person, now, "zip") == "ettle-my-data-2026-10-05.zip"
    person.name = 'Zoë "Z" O’Hara / x'
    assert queries.file_name(person, now, "zip") == "ettle-zoe-z-ohara-x-2026-10-05.zip"
    assert reverse("people:download") == PAGE
