"""Pictures, films and captions: what is accepted, what is stored, how it is served."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from ettle.kit.files import images
from ettle.kit.refusal import Refused
from ettle.library.media_files import film_files
from ettle.library.media_files.models import Film
from ettle.library.pack_content import pack_files
from ettle.library.tests import sample_media
from ettle.people.tests import cast
from ettle.texts import queries as texts

db = pytest.mark.django_db


def test_the_location_in_a_picture_is_removed() -> None:
    picture = images.reencode_image(sample_media.photo(place=True)).read()

    assert b"SecretPhone" not in picture
    assert not Pillow.open(io.BytesIO(picture)).getexif()


def test_a_picture_is_never_wider_than_a_page_needs() -> None:
    assert Pillow.open(images.reencode_image(sample_media.photo(4000, 3000))).size == (1600, 1200)


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"GIF89a" + bytes(40), sample_media.photo()[:60], b"\x89PNG\r\n\x1a\n"]
)
def test_a_file_that_is_not_a_picture_is_refused_with_a_message(content: bytes) -> None:
    with pytest.raises(Refused, match="JPEG, PNG, WebP or HEIC"):
        images.reencode_image(content)


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(Refused, match="too large"):
        images.reencode_image(sample_media.photo(9000, 9000, "PNG"))


@db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.png", b"<svg/>"),
        ("a.jpg", sample_media.photo(kind="PNG")),
    ],
)
def test_a_picture_of_another_kind_is_refused_in_the_workshop(client: Client, name: str, content: bytes) -> None:
    client.force_login(cast.agnes())

    response = client.post("/cms/images/add/", {"title": "x", "file": sample_media.upload(content, name)})

    assert response.status_code == 200
    assert not Image.objects.exists()


@db
def test_a_picture_uploaded_in_the_workshop_is_encoded_again(client: Client) -> None:
    client.force_login(cast.agnes())

    client.post(
        "/cms/images/add/",
        {"title": "A table", "file": sample_media.upload(sample_media.photo(place=True), "IMG_1.jpg")},
    )

    picture = Image.objects.get()
    assert b"SecretPhone" not in picture.file.read()
    assert "IMG_1" not in picture.file.name
    served = client.get(picture.file.url)
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"


@db
def test_loading_the_same_file_twice_changes_nothing_and_a_new_one_replaces_it() -> None:
    first = pack_files.load_file("pictures/a.png", sample_media.photo(kind="PNG"), by=None, now=cast.NOW)
    again = pack_files.load_file("pictures/a.png", sample_media.photo(kind="PNG"), by=None, now=cast.NOW)
    newer = pack_files.load_file("pictures/a.png", sample_media.photo(70, 48, "PNG"), by=None, now=cast.NOW)

    assert first.pk == again.pk == newer.pk
    assert newer.picture is not None
    assert newer.picture.width == 70
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("captions", "words"),
    [
        (b"hello", "first line is WEBVTT"),
        (b"WEBVTT\n\n1 --> 2\nx", "Line 3 of the captions"),
        (b"WEBVTT\n\n00:04.000 --> 00:01.000\nx", "go forwards"),
        (b"WEBVTT\n", "no words yet"),
        (b"WEBVTT\n\xff\xfe", "UTF-8"),
    ],
)
def test_captions_that_no_browser_reads_are_refused_with_a_message(captions: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        film_files.validate_captions(captions)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parsing_of_films_and_captions(content: bytes) -> None:
    assert len(texts.strip_location(content)) == len(content)
    for read in (
        film_files.validate_captions,
        lambda head: film_files.detect_suffix(head, len(head)),
        images.reencode_image,
    ):
        try:
            read(content)
        except Refused:
            continue


@db
def test_the_location_in_a_film_is_removed_and_it_is_served_in_ranges(client: Client) -> None:
    client.force_login(cast.agnes())
    client.post("/cms/snippets/library/film/add/", film_form())

    film = Film.objects.get()
    assert b"56.1" not in film.file.read()
    whole = client.get(film.file.url)
    assert whole.headers["Content-Type"] == "video/mp4"
    part = client.get(film.file.url, headers={"range": "bytes=10-19"})
    assert part.status_code == 206
    assert len(part.content) == 10
    assert client.get(film.file.url, headers={"range": "bytes=999999-"}).status_code == 416
    assert client.get(film.captions.url).headers["Content-Type"] == "text/vtt; charset=utf-8"


@db
def test_a_film_is_recognised_by_its_content(client: Client) -> None:
    client.force_login(cast.agnes())

    response = client.post(
        "/cms/snippets/library/film/add/", film_form(file=sample_media.upload(b"MZ" * 50, "film.mp4"))
    )

    assert b"MP4 or WebM" in response.content
    assert not Film.objects.exists()


@db
def test_other_files_in_the_storage_are_not_served(client: Client) -> None:
    default_storage.save("images/page.html", io.BytesIO(b"<script>"))
    default_storage.save("original_images/secret.jpg", io.BytesIO(b"x"))

    for path in ("images/page.html", "original_images/secret.jpg", "images/../secret.key", "..%2fsecret.key"):
        assert client.get(f"/media/{path}").status_code == 404


def film_form(**changes: Any) -> dict[str, Any]:
    fields = {
        "title": "Asking first",
        "file": sample_media.upload(sample_media.film(), "holiday.mp4"),
        "captions": sample_media.upload(sample_media.CAPTIONS, "a.vtt"),
        "transcript": '{"blocks": [{"key": "a", "text": "Would you?", "type": "unstyled"}], "entityMap": {}}',
        "credit": "",
    }
    return fields | changes


@db
@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [("images", "IMG_1.jpg", sample_media.photo(place=True)), ("documents", "notes.txt", b"Notes about Jean")],
)
def test_a_refused_upload_of_several_files_keeps_nothing(
    client: Client, kind: str, name: str, content: bytes, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.dougal())

    response = client.post(
        f"/cms/{kind}/multiple/add/", {"title": "x" * 300, "files[]": sample_media.upload(content, name)}
    )

    assert response.json()["success"] is False
    assert not UploadedFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@db
def test_several_pictures_are_uploaded_at_once_and_encoded_again(client: Client, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.agnes())

    response = client.post(
        "/cms/images/multiple/add/", {"files[]": sample_media.upload(sample_media.photo(place=True), "IMG_1.jpg")}
    )

    assert response.json()["success"] is True
    assert b"SecretPhone" not in Image.objects.get().file.read()


def png_bomb() -> bytes:
    out = io.BytesIO()
    Pillow.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


@db
@pytest.mark.parametrize(
    "content",
    [png_bomb(), sample_media.photo()[:300], sample_media.photo(kind="PNG")[:60], sample_media.photo(kind="WEBP")[:40]],
    ids=["bomb", "truncated JPEG", "truncated PNG", "truncated WebP"],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.gif", "a.heic"])
def test_a_bomb_or_a_truncated_picture_is_refused_in_words_in_the_workshop(
    client: Client, content: bytes, name: str
) -> None:
    client.force_login(cast.agnes())

    response = client.post("/cms/images/add/", {"title": "x", "file": sample_media.upload(content, name)})
    several = client.post("/cms/images/multiple/add/", {"files[]": sample_media.upload(content, name)})

    assert response.status_code == 200
    assert several.status_code == 200
    assert several.json()["success"] is False
    assert not Image.objects.exists()


@db
def test_a_heic_of_a_phone_is_stored_as_a_jpeg(client: Client) -> None:
    client.force_login(cast.agnes())

    picture = sample_media.upload(sample_media.photo(kind="HEIF"), "a.heic")
    client.post("/cms/images/add/", {"title": "x", "file": picture})

    assert Image.objects.get().file.name.endswith(".jpg")
