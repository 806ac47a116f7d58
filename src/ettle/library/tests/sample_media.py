"""Pictures, films and captions made for tests."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ettle.library.pack_content import pack_files
from ettle.people.tests import cast

CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:04.000\nWould you like to do this with me?\n"


def photo(width: int = 64, height: int = 48, kind: str = "JPEG", *, place: bool = False) -> bytes:
    """A picture; place: with the location where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (56.0, 6.0, 44.0)})
        exif[0x010F] = "SecretPhone"
    Image.new("RGB", (width, height), "#7a5").save(out, kind, exif=exif)
    return out.getvalue()


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def film() -> bytes:
    """The boxes of an MP4 film, with a location in them."""
    return (
        box(b"ftyp", b"isom\0\0\0\0isom")
        + box(b"moov", box(b"udta", box(b"\xa9xyz", b"+56.1-3.9/")))
        + box(b"mdat", bytes(range(256)) * 40)
    )


def stored_picture() -> int:
    """The primary key of a stored picture."""
    picture = pack_files.load_file("pictures/table.jpg", photo(), by=None, now=cast.NOW).picture
    assert picture is not None
    return int(picture.pk)
