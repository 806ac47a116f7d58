"""A recording and files of an answer: private as its words, part of what was sent, deleted with an undo."""

from __future__ import annotations

import io
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ettle.evidence import actions
from ettle.evidence.models import AnswerFile, Application, SentFile
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.people.actions import leave
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from ettle.people.types import SIGNED_IN_AT
from ettle.texts import attachments
from ettle.texts.actions import delete_removed_files
from ettle.texts.tests.sound_samples import read_sample
from ettle.texts.tests.test_pdf_file import make_pdf, make_photo

pytestmark = pytest.mark.django_db
ASK = "Your assessor may not be able to hear it"


@pytest.fixture(autouse=True)
def _use_temporary_store(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def application(client: CheckedClient) -> Application:
    client.force_login(cast.isla())
    return factories.begin_application(cast.isla())


def page(name: str, application: Application, *more: Any, position: int = 1) -> str:
    return reverse(f"evidence:{name}", args=[application.uuid, position, *more])


def record(client: CheckedClient, application: Application, content: bytes | None = None, position: int = 1) -> Any:
    sound = SimpleUploadedFile("Jean.webm", content or read_sample("chromium.webm"))
    return client.post(page("record", application, position=position), {"recording": sound})


def add(
    client: CheckedClient, application: Application, content: bytes, name: str = "a.jpg", shows: str = "A plan"
) -> Any:
    return client.post(page("add-file", application), {"file": SimpleUploadedFile(name, content), "shows": shows})


def stored_files() -> list[str]:
    return default_storage.listdir("attached")[1] if default_storage.exists("attached") else []


def send(application: Application, now: Any = NOW) -> Any:
    return factories.submit_application(application, now=now)


def test_a_recording_is_stored_without_its_metadata_and_heard_by_range(
    client: CheckedClient, application: Application
) -> None:
    answer = record(client, application, read_sample("opus.webm"))

    stored = AnswerFile.objects.get()
    heard = client.get(page("file", application, stored.uuid), headers={"Range": "bytes=0-3"})
    assert answer["Location"] == page("criterion", application)
    assert (heard.status_code, heard["Content-Type"], heard["Cache-Control"]) == (
        206,
        "audio/webm",
        "private, no-store",
    )
    assert b"SECRET" not in client.get(page("file", application, stored.uuid)).getvalue()
    assert "Jean" not in "".join(stored_files())
    assert (stored.seconds, stored.length) == (1, "0 min 01 s")


def test_only_the_page_of_the_recorder_may_use_the_microphone(client: CheckedClient, application: Application) -> None:
    assert "microphone=(self)" in client.get(page("record", application))["Permissions-Policy"]
    assert "microphone=()" in client.get(page("criterion", application))["Permissions-Policy"]


def test_each_page_names_its_file_button_and_the_recorder_says_what_it_needs(
    client: CheckedClient, application: Application
) -> None:
    recorder = client.get(page("record", application)).content.decode()
    file = client.get(page("add-file", application)).content.decode()

    assert '<noscript><p class="notice">Recording here needs scripts.' in recorder
    assert '<label for="id_recording">Choose a recording</label>' in recorder
    assert '<label for="id_file">Choose a file</label>' in file
    assert 'role="group"' not in recorder + file


def test_a_recording_asks_for_its_words_and_cannot_be_sent_without(
    client: CheckedClient, application: Application
) -> None:
    record(client, application)

    shown = client.get(page("criterion", application)).content.decode()
    check = client.get(reverse("evidence:check", args=[application.uuid])).content.decode()

    assert ASK in shown
    assert "type what your recording says" in check


def test_nobody_else_hears_a_recording(client: CheckedClient, application: Application) -> None:
    record(client, application)
    stored = AnswerFile.objects.get()

    for other in (cast.callum(), cast.bashir(), cast.freya(), cast.morag(), cast.dougal()):
        client.force_login(other)
        assert client.get(page("file", application, stored.uuid)).status_code == 404
        assert record(client, application).status_code == 404
        assert client.post(page("remove-file", application, stored.uuid)).status_code == 404
        assert client.post(page("restore-file", application, stored.uuid)).status_code == 404
    assert client.get(f"/media/{stored.file.name}").status_code == 404
    client.logout()
    assert client.get(page("file", application, stored.uuid)).status_code == 302


def test_what_was_sent_is_heard_by_the_assessor_of_that_submission_alone(
    client: CheckedClient, application: Application
) -> None:
    record(client, application)
    stored = AnswerFile.objects.get()
    submission = send(application)
    address = reverse("evidence:sent-file", args=[submission.uuid, stored.uuid])

    factories.practise(cast.bashir(), submission)
    client.force_login(cast.bashir())
    decide = client.get(reverse("evidence:decide", args=[submission.uuid, 1])).content.decode()
    heard = client.get(address)

    assert (heard.status_code, heard["Content-Type"]) == (200, "audio/webm")
    assert f'src="{address}"' in decide
    assert "Their recording, 0 min 03 s" in decide
    assert address not in client.get(reverse("evidence:decide", args=[submission.uuid, 2])).content.decode()
    for other in (cast.isla(), cast.callum(), cast.morag(), cast.freya()):
        client.force_login(other)
        assert client.get(address).status_code in {403, 404}


def test_what_was_not_sent_is_not_heard_by_the_assessor(client: CheckedClient, application: Application) -> None:
    record(client, application)
    first = AnswerFile.objects.get()
    record(client, application, read_sample("tone.mp3"))
    submission = send(application)

    client.force_login(cast.bashir())

    assert client.get(reverse("evidence:sent-file", args=[submission.uuid, first.uuid])).status_code == 404
    assert SentFile.objects.get().file.uuid != first.uuid


def test_a_sent_answer_keeps_its_recording_when_the_learner_deletes_theirs(
    client: CheckedClient, application: Application, django_capture_on_commit_callbacks: Any
) -> None:
    record(client, application)
    stored = AnswerFile.objects.get()
    submission = send(application)

    assert client.post(page("remove-file", application, stored.uuid)).status_code == 302
    assert AnswerFile.objects.get().removed_at is None  # it was sent, so it cannot be changed
    factories.switch_off_second_marking()
    factories.send_review(submission, cast.bashir(), "not-yet", "met")
    client.post(page("remove-file", application, stored.uuid))
    with django_capture_on_commit_callbacks(execute=True):
        delete_removed_files.call(at=(timezone.now() + timedelta(days=2)).isoformat())

    assert AnswerFile.objects.get().removed_at is not None
    assert SentFile.objects.get().file == stored
    assert len(stored_files()) == 1


def test_deleting_can_be_undone_for_a_day(
    client: CheckedClient, application: Application, django_capture_on_commit_callbacks: Any
) -> None:
    record(client, application)
    stored = AnswerFile.objects.get()

    client.post(page("remove-file", application, stored.uuid))
    gone = client.get(page("criterion", application)).content.decode()
    client.post(page("restore-file", application, stored.uuid))
    back = client.get(page("criterion", application)).content.decode()

    assert "You deleted a recording of 0 min 03 s" in gone
    assert "<audio" not in gone
    assert "<audio" in back
    client.post(page("remove-file", application, stored.uuid))
    with django_capture_on_commit_callbacks(execute=True):
        delete_removed_files.call(at=(timezone.now() + timedelta(hours=23)).isoformat())
    assert len(stored_files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        delete_removed_files.call(at=(timezone.now() + timedelta(hours=25)).isoformat())
    assert (stored_files(), AnswerFile.objects.count()) == ([], 0)


def test_a_new_recording_takes_the_place_of_the_old_and_the_old_can_come_back(
    client: CheckedClient, application: Application
) -> None:
    record(client, application)
    first = AnswerFile.objects.get()
    record(client, application, read_sample("aac.m4a"))
    second = AnswerFile.objects.exclude(pk=first.pk).get()

    assert AnswerFile.objects.shown().get() == second
    client.post(page("restore-file", application, first.uuid))

    assert AnswerFile.objects.shown().get() == first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script>", "Choose a recording in the form"),
        (read_sample("opus.webm")[:2000], "it is damaged or not complete"),
        (read_sample("flac.ogg"), "Choose a recording in the form"),
        (make_photo(), "Choose a recording in the form"),
        (b"OggS" + bytes(5 * 1024 * 1024), "smaller than 5 MB"),
    ],
)
def test_a_bad_recording_is_refused_in_words_and_loses_nothing(
    client: CheckedClient, application: Application, content: bytes, words: str
) -> None:
    record(client, application)

    answer = record(client, application, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert AnswerFile.objects.shown().count() == 1
    assert len(stored_files()) == 1


def test_a_picture_is_drawn_again_and_a_pdf_is_cleaned(client: CheckedClient, application: Application) -> None:
    add(client, application, make_photo(), shows="A plan on a wall")
    add(client, application, make_pdf(), name="plan.pdf", shows="The plan")

    picture, document = AnswerFile.objects.order_by("pk")
    shown = client.get(page("criterion", application)).content.decode()
    seen = client.get(page("file", application, picture.uuid)).getvalue()
    downloaded = client.get(page("file", application, document.uuid))
    assert 'alt="A plan on a wall. Open the full picture"' in shown
    assert "Download the PDF plan.pdf" in shown
    assert Image.open(io.BytesIO(seen)).size == (40, 30)
    assert b"SECRET" not in seen
    assert (downloaded["Content-Type"], downloaded["Content-Disposition"].split(";")[0]) == (
        "application/pdf", "attachment"
    )  # fmt: skip
    assert "sandbox" in downloaded["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "shows", "words"),
    [
        (b"<svg onload='alert(1)'/>", "x", "Choose a picture (JPEG, PNG, WebP or HEIC) or a PDF"),
        (b"%PDF-1.7 nothing", "x", "We could not read this PDF"),
        (make_pdf(password="x"), "x", "This PDF has a password"),
        (b"x" * (10 * 1024 * 1024 + 1), "x", "smaller than 10 MB"),
        (make_photo(), "", "Say in a few words what the file shows"),
    ],
    ids=["svg", "broken", "locked", "large", "no words"],
)
def test_a_bad_file_is_refused_in_words(
    client: CheckedClient, application: Application, content: bytes, shows: str, words: str
) -> None:
    answer = add(client, application, content, shows=shows)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert stored_files() == []


def test_the_number_and_the_size_of_files_are_limited(
    client: CheckedClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(attachments.MAX_FILES):
        add(client, application, make_photo())
    one_more = add(client, application, make_photo())
    monkeypatch.setattr(attachments, "QUOTA", 100)
    too_much = record(client, application)

    assert "Delete one first" in one_more.content.decode()
    assert "This does not fit into your" in too_much.content.decode()
    assert AnswerFile.objects.count() == attachments.MAX_FILES


def test_a_learner_reads_from_eighty_per_cent_on_how_much_room_there_is(
    client: CheckedClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(client, application, make_photo())
    used = AnswerFile.objects.get().size
    pages = [page(name, application) for name in ("record", "add-file")]
    words = "MB for recordings and files. What you delete stops counting after a day, unless you have sent it."

    monkeypatch.setattr(attachments, "QUOTA", used * 10 // 8 + 10)
    assert not any(words in client.get(address).content.decode() for address in pages)
    monkeypatch.setattr(attachments, "QUOTA", used * 10 // 8)

    assert all(words in client.get(address).content.decode() for address in pages)


def test_files_go_with_a_draft_and_with_their_person(
    client: CheckedClient, application: Application, django_capture_on_commit_callbacks: Any
) -> None:
    record(client, application)
    add(client, application, make_photo())
    assert len(stored_files()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(application, by=cast.isla(), now=NOW)
    assert stored_files() == []

    again = factories.begin_application(cast.isla())
    record(client, again)
    send(again)
    with django_capture_on_commit_callbacks(execute=True):
        leave(cast.isla(), now=NOW)
    assert stored_files() == []
    assert not SentFile.objects.exists()


def test_a_persons_download_has_their_recordings(client: CheckedClient, application: Application) -> None:
    record(client, application)
    session = client.session
    session[SIGNED_IN_AT] = "2999-01-01T00:00:00+00:00"
    session.save()

    taken = zipfile.ZipFile(io.BytesIO(client.get("/me/settings/download/").getvalue()))

    assert taken.read(f"files/{AnswerFile.objects.get().file.name}")[:4] == b"\x1a\x45\xdf\xa3"


def test_another_part_or_an_unknown_file_is_not_found(client: CheckedClient, application: Application) -> None:
    record(client, application)
    stored = AnswerFile.objects.get()

    assert client.get(page("file", application, stored.uuid, position=2)).status_code == 404
    assert client.get(page("file", application, uuid.uuid4())).status_code == 404
    assert client.get(page("record", application, position=9)).status_code == 404


def test_a_recording_without_words_is_named_in_the_list_and_on_the_page_before_sending(
    client: CheckedClient, application: Application
) -> None:
    record(client, application)

    shown = {
        name: client.get(reverse(f"evidence:{name}", args=[application.uuid])).content.decode()
        for name in ("application", "check", "download")
    }

    assert all("Recording saved, words still to type" in words for words in shown.values())
    assert "0 words" not in shown["check"].partition("Recording saved")[0]
