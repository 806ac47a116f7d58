"""A PDF is written again without what runs, links, carries files or says who made it; or it is refused in words."""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ettle.kit.refusal import Refused
from ettle.texts.uploads import pdf_file
from ettle.texts.uploads.pdf_file import BROKEN, LOCKED, LONG, REFUSALS, Unacceptable


def make_photo() -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x010F] = "SECRET CAMERA"
    Image.new("RGB", (40, 30), "green").save(out, "JPEG", exif=exif, comment=b"SECRET COMMENT")
    return out.getvalue()


def make_pdf(pages: int = 1, *, password: str = "") -> bytes:
    """Return a PDF with one of everything that must not stay."""
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(300, 300))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SECRET SCRIPT')")
    document.Root.OpenAction = document.make_indirect(script)
    page.obj.AA = pikepdf.Dictionary(O=script)
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://secret.example/"),
    )  # fmt: skip
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=[0, 0, 9, 9], T="SECRET AUTHOR", Contents="SECRET"
    )
    page.obj.Annots = pikepdf.Array([document.make_indirect(link), mark])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA="SECRET XFA")
    document.attachments["secret.txt"] = b"SECRET FILE"
    picture = pikepdf.Stream(
        document, make_photo(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.obj.Contents = pikepdf.Stream(document, b"q 40 0 0 30 10 10 cm /Im0 Do Q")
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = ["SECRET NAME"]
    document.docinfo["/Author"] = "SECRET NAME"
    encryption = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(out, encryption=encryption or False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def read_everything(content: bytes) -> bytes:
    """Return a document with every stream unpacked, to search in."""
    with pikepdf.open(io.BytesIO(content)) as document:
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return out.getvalue()


def test_scripts_links_files_forms_and_metadata_are_not_stored() -> None:
    assert read_everything(make_pdf()).count(b"SECRET") >= 8

    cleaned = read_everything(pdf_file.rewrite_pdf(make_pdf()))

    assert b"SECRET" not in cleaned
    for word in (b"JavaScript", b"/OpenAction", b"/AA", b"secret.example", b"EmbeddedFile", b"AcroForm", b"/Link"):
        assert word not in cleaned


def test_the_pages_their_pictures_and_marks_stay() -> None:
    with pikepdf.open(io.BytesIO(pdf_file.rewrite_pdf(make_pdf(3)))) as document:
        assert len(document.pages) == 3
        page = document.pages[2]
        assert b"/Im0 Do" in page.obj.Contents.read_bytes()
        picture = Image.open(io.BytesIO(page.obj.Resources.XObject.Im0.read_raw_bytes()))
        assert picture.size == (40, 30)
        assert [str(note.Subtype) for note in page.obj.Annots] == ["/Highlight"]


def test_the_same_document_gives_the_same_file() -> None:
    content = make_pdf()

    assert pdf_file.rewrite_pdf(content) == pdf_file.rewrite_pdf(content)


def make_bomb() -> bytes:
    """Return a PDF whose cross-reference stream unpacks to a gigabyte."""
    packer, packed = zlib.compressobj(9), b""
    for _ in range(1024):
        packed += packer.compress(bytes(1024 * 1024))
    packed += packer.flush()
    head = b"1 0 obj<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return b"%PDF-1.7\n" + head + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (make_pdf(password="open"), LOCKED),
        (make_pdf(51), LONG),
        (make_pdf()[:200], BROKEN),
        (b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 9, BROKEN),
        (b"%PDF-" + b"[" * 100_000, BROKEN),
        (b"%PDF-1.7<html><script>alert(1)</script>", BROKEN),
    ],
    ids=["password", "long", "cut off", "circle", "nested", "page"],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, code: int) -> None:
    with pytest.raises(Refused) as refused:
        pdf_file.rewrite_pdf(content)

    assert str(refused.value) == str(REFUSALS[code])
    assert refused.value.field == "file"


def test_a_pdf_that_unpacks_to_a_gigabyte_is_refused() -> None:
    with pytest.raises(Refused):
        pdf_file.rewrite_pdf(make_bomb())


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=8)), max_size=5))
def test_a_damaged_pdf_is_cleaned_or_refused_and_nothing_else(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(SAMPLE)
    for place, patch in changes:
        content[place % len(content) : place % len(content) + len(patch)] = patch

    with suppress(Unacceptable):
        assert b"JavaScript" not in read_everything(pdf_file.clean_document(bytes(content)))


def test_a_jpeg_keeps_its_picture_and_loses_its_notes() -> None:
    stripped = pdf_file.strip_jpeg(make_photo())

    assert b"SECRET" not in stripped
    assert Image.open(io.BytesIO(stripped)).tobytes() == Image.open(io.BytesIO(make_photo())).tobytes()
    assert pdf_file.strip_jpeg(b"not a jpeg") == b"not a jpeg"


SAMPLE = make_pdf()
