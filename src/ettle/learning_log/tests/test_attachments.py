"""Pictures and voice notes: content decides the type, only the owner gets them, and they are deleted completely."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ettle.kit.refusal import Refused
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import quotas, uploads
from ettle.learning_log.actions import attachments
from ettle.learning_log.models import Entry, EntryFile
from ettle.learning_log.queries import log_entries
from ettle.learning_log.tests import factories
from ettle.people.actions import leave
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW
from ettle.people.types import SIGNED_IN_AT
from ettle.texts.queries import MAX_RECORDING_SIZE, rewrite_recording
from ettle.texts.tests.sound_samples import read_sample

pytestmark = pytest.mark.django_db
SOUNDS = {
    ending: read_sample(name)
    for ending, name in {
        "m4a": "aac.m4a", "webm": "chromium.webm", "ogg": "opus.ogg", "mp3": "tone.mp3", "wav": "tone.wav"
    }.items()
}  # fmt: skip


@pytest.fixture(autouse=True)
def _use_temporary_store(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def entry(client: CheckedClient) -> Entry:
    isla = cast.isla()
    client.force_login(isla)
    return factories.create_entry(isla, happened="By the river")


def make_photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a picture with metadata about the place and the camera."""
    drawn, out = Image.new("RGB", size, "green"), io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "SECRET CAMERA"
    drawn.save(out, kind, exif=exif, **({"comment": b"SECRET COMMENT"} if kind == "JPEG" else {}))
    return out.getvalue()


def upload_file(client: CheckedClient, entry: Entry, field: str, content: bytes, name: str = "IMG_1.jpg") -> Any:
    path = reverse("learning_log:add-file", args=[entry.uuid])
    return client.post(path, {field: SimpleUploadedFile(name, content), "once": str(uuid.uuid4())})


def test_only_the_page_where_people_record_may_use_the_microphone(client: CheckedClient, entry: Entry) -> None:
    client.force_login(entry.writer)

    recording = client.get(reverse("learning_log:add-file", args=[entry.uuid]))["Permissions-Policy"]
    reading = client.get(reverse("learning_log:entry", args=[entry.uuid]))["Permissions-Policy"]

    assert "microphone=(self)" in recording
    assert "microphone=()" in reading
    assert "camera=()" in recording


def test_a_file_with_several_pictures_gives_the_first(client: CheckedClient, entry: Entry) -> None:
    first, second, out = Image.new("RGB", (90, 60), "green"), Image.new("RGB", (90, 60), "red"), io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])

    upload_file(client, entry, "picture", out.getvalue())

    attachment = EntryFile.objects.get()
    assert str(attachment.file.name).endswith(".jpg")
    assert len(Image.open(attachment.file).getcolors() or []) == 1


def stored_files() -> list[str]:
    return default_storage.listdir("log")[1] if default_storage.exists("log") else []


def file_path(file: EntryFile, name: str = "learning_log:file") -> str:
    return reverse(name, args=[file.entry.uuid, file.uuid])


def test_a_picture_is_reencoded_and_shown_to_its_owner_only(client: CheckedClient, entry: Entry) -> None:
    upload_file(client, entry, "picture", make_photo(), name="../../Mrs Doyle.php")

    attachment = EntryFile.objects.get()
    shown = client.get(file_path(attachment))
    content = shown.getvalue()
    assert Image.open(io.BytesIO(content)).size == (640, 480)
    assert b"SECRET" not in content
    assert b"Exif" not in content
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    assert Image.open(io.BytesIO(client.get(file_path(attachment) + "?small").getvalue())).width == 400
    assert "Doyle" not in "".join(stored_files())
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    assert file_path(attachment) in client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    for other in (cast.callum(), cast.freya(), cast.bashir(), cast.morag(), cast.dougal()):
        client.force_login(other)
        assert client.get(file_path(attachment)).status_code == 404
        assert client.post(file_path(attachment, "learning_log:remove-file")).status_code == 404
        assert upload_file(client, entry, "picture", make_photo()).status_code == 404


def test_a_picture_is_described_in_the_persons_words_and_never_by_its_file_name(
    client: CheckedClient, entry: Entry
) -> None:
    upload_file(client, entry, "picture", make_photo(), name="IMG_20260302_jean.jpg")

    attachment = EntryFile.objects.get()
    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert 'alt="Your picture, not described yet. Open the full picture"' in page
    assert "You have not described this picture yet" in page
    body = json.dumps({"text": "Two chairs by the window"})
    headers = {"If-Match": '"0"', "Idempotency-Key": str(uuid.uuid4())}
    save = reverse("learning_log:save", args=[entry.uuid, attachment.part])
    assert client.put(save, body, content_type="application/json", headers=headers).status_code == 200
    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert 'alt="Two chairs by the window. Open the full picture"' in page
    assert "You have not described" not in page


def test_a_name_in_the_name_of_a_file_is_pointed_out(client: CheckedClient, entry: Entry) -> None:
    upload_file(client, entry, "picture", make_photo(), name="IMG_20260302_jean.jpg")

    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert "The name of a file could identify someone" in page


def test_a_long_file_name_is_shortened_where_people_see_it(client: CheckedClient, entry: Entry) -> None:
    name = f"{'A walk by the river ' * 10}with Jean.jpg"

    upload_file(client, entry, "picture", make_photo(), name=name)

    shortened = EntryFile.objects.get().name
    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert len(shortened) == 120
    assert shortened.startswith("A walk by the river A walk")
    assert shortened.endswith("with Jean.jpg")
    assert "…" in shortened
    assert "The name of your file is long. We left out its middle" in page


def test_the_description_can_be_given_with_the_picture(client: CheckedClient, entry: Entry) -> None:
    path = reverse("learning_log:add-file", args=[entry.uuid])
    picture = SimpleUploadedFile("a.jpg", make_photo())

    client.post(path, {"picture": picture, "shows": "Two chairs", "once": str(uuid.uuid4())})

    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert 'alt="Two chairs. Open the full picture"' in page
    assert ("What the picture shows", "Two chairs") in log_entries(entry.writer, most=1)[0].parts


def test_a_picture_that_moves_says_that_its_first_frame_was_saved(client: CheckedClient, entry: Entry) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("green", "red")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    upload_file(client, entry, "picture", out.getvalue(), name="wave.gif")

    page = client.get(reverse("learning_log:entry", args=[entry.uuid])).content.decode()
    assert "Your picture moves. We saved its first frame" in page


@pytest.mark.parametrize("ending", SOUNDS)
def test_a_voice_note_is_detected_by_its_content_and_asks_for_a_transcript(
    client: CheckedClient, entry: Entry, ending: str
) -> None:
    upload_file(client, entry, "voice", SOUNDS[ending], name="note.html")

    attachment = EntryFile.objects.get()
    played = client.get(file_path(attachment), headers={"Range": "bytes=0-3"})
    assert (played.status_code, played["Content-Type"]) == (
        206,
        uploads.MEDIA_TYPES["webm" if ending == "ogg" else ending],
    )
    page = client.get(reverse("learning_log:entry", args=[entry.uuid]))
    assert "You have not typed what this voice note says" in page.content.decode()
    assert "a voice note has no text yet" in client.get("/me/log/").content.decode()
    body = json.dumps({"text": "We laughed about the kettle"})
    save = reverse("learning_log:save", args=[entry.uuid, attachment.part])
    headers = {"If-Match": '"0"', "Idempotency-Key": str(uuid.uuid4())}
    assert client.put(save, body, content_type="application/json", headers=headers).status_code == 200
    page = client.get(reverse("learning_log:entry", args=[entry.uuid]))
    assert "You have not typed what" not in page.content.decode()
    assert "By the river" in client.get("/me/log/?q=kettle").content.decode()
    assert "has no text yet" not in client.get("/me/log/").content.decode()
    assert [log_entry.parts[-1] for log_entry in log_entries(cast.isla(), most=10)] == [
        ("What the voice note says", "We laughed about the kettle")
    ]


@pytest.mark.parametrize("voice", [b"<html>", b"\xff", b""])
def test_a_form_with_a_good_picture_and_a_bad_voice_note_stores_neither(
    client: CheckedClient, entry: Entry, voice: bytes
) -> None:
    response = upload_both(client, entry, voice)

    assert response.status_code == 422
    assert (EntryFile.objects.count(), stored_files()) == (0, [])


def test_two_files_where_one_fits_are_both_refused(
    client: CheckedClient, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_FILES", 1)

    response = upload_both(client, entry, SOUNDS["ogg"])

    assert response.status_code == 422
    assert (EntryFile.objects.count(), stored_files()) == (0, [])


def test_a_picture_and_a_voice_note_are_stored_together(client: CheckedClient, entry: Entry) -> None:
    assert upload_both(client, entry, SOUNDS["ogg"]).status_code == 302

    assert sorted(EntryFile.objects.values_list("kind", flat=True)) == ["picture", "voice"]


def upload_both(client: CheckedClient, entry: Entry, voice: bytes) -> Any:
    files = {"picture": SimpleUploadedFile("IMG_1.jpg", make_photo()), "voice": SimpleUploadedFile("note.ogg", voice)}
    return client.post(reverse("learning_log:add-file", args=[entry.uuid]), {**files, "once": str(uuid.uuid4())})


HEADER = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0\x0d\x1d\x7c\x3f"


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("picture", b"GIF89a" + b"\0" * 90),
        ("picture", HEADER),
        ("picture", make_photo()[:300]),
        ("picture", b"x" * (uploads.MAX_PICTURE_SIZE + 1)),
        ("voice", b"<html><script>alert(1)</script>"),
        ("voice", make_photo()),
        ("voice", b"\xff"),
        ("voice", SOUNDS["ogg"] + b"x" * MAX_RECORDING_SIZE),
        ("picture", b""),
        ("neither", b""),
    ],
)  # fmt: skip
def test_a_file_that_is_neither_picture_nor_sound_is_an_error(
    client: CheckedClient, entry: Entry, field: str, content: bytes
) -> None:
    answer = upload_file(client, entry, field, content)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not EntryFile.objects.exists()
    assert stored_files() == []


@settings(max_examples=60)
@given(
    st.binary(max_size=400), st.sampled_from([*SOUNDS.values(), make_photo()[:200], HEADER, b"RIFF\0\0\0\0WEBPVP8 "])
)
def test_no_bytes_crash_the_upload_checks(tail: bytes, head: bytes) -> None:
    for content in (tail, head + tail):
        for read in (uploads.prepare_picture, uploads.prepare_voice_note):
            with suppress(Refused):
                read(content)


def test_the_number_and_the_size_of_files_are_limited(
    client: CheckedClient, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(attachments.MAX_FILES):
        upload_file(client, entry, "voice", SOUNDS["mp3"])
    one_more = upload_file(client, entry, "voice", SOUNDS["mp3"])
    monkeypatch.setattr(quotas, "FILE_SIZES", replace(quotas.FILE_SIZES, most=500))
    other = upload_file(client, factories.create_entry(cast.isla(), happened="x"), "picture", make_photo())

    assert "Remove one first" in one_more.content.decode()
    assert "You have used" in other.content.decode()
    assert len(stored_files()) == attachments.MAX_FILES


def test_files_are_deleted_with_their_entry_or_owner(
    client: CheckedClient, entry: Entry, django_capture_on_commit_callbacks: Any
) -> None:
    other = factories.create_entry(cast.isla(), happened="Other")
    for target, field, content in (
        (entry, "picture", make_photo()),
        (entry, "voice", SOUNDS["wav"]),
        (other, "picture", make_photo()),
    ):
        upload_file(client, target, field, content)
    assert len(stored_files()) == 5

    with django_capture_on_commit_callbacks(execute=True):
        file = entry.files.get(kind="voice")
        client.post(file_path(file, "learning_log:remove-file"), {"once": str(uuid.uuid4())})
    assert len(stored_files()) == 4
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("learning_log:delete", args=[entry.uuid]), {"once": str(uuid.uuid4())})
    assert len(stored_files()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        leave(cast.isla(), now=NOW)
    assert stored_files() == []
    assert not Entry.objects.exists()


def test_a_persons_download_has_their_files(client: CheckedClient, entry: Entry) -> None:
    upload_file(client, entry, "voice", SOUNDS["ogg"])
    session = client.session
    session[SIGNED_IN_AT] = "2999-01-01T00:00:00+00:00"
    session.save()

    answer = client.get("/me/settings/download/")

    taken = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    assert taken.read(f"files/{EntryFile.objects.get().file.name}") == rewrite_recording(SOUNDS["ogg"]).content
    assert "By the river" in taken.read("everything.json").decode()
