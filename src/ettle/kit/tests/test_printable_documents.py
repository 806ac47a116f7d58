"""A printable document has the same words as PDF and as text, and sets what people wrote as text."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.kit.files import fonts
from ettle.kit.files.printable_documents import (
    MISSING_GLYPHS,
    DocumentSection,
    PrintableDocument,
    download_response,
    render_pdf,
    render_text,
)
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
HOSTILE = '#eval("1+1") *bold* $x^2$ <label> @ref \\ #import "/etc/passwd": x // not a comment "quoted"'
DOCUMENT = PrintableDocument(
    "Your profile",
    ("3 June 2026", "Seen by: you"),
    (
        DocumentSection("Vision", ("I see what matters.\nAnd say it.",), points=("One", "Two")),
        DocumentSection(
            "Lines", columns=("Line", "Said"), rows=(("I ask before I help", "Usually"), (HOSTILE, "Rarely"))
        ),
    ),
)


def test_what_people_wrote_is_never_read_as_markup() -> None:
    pdf = render_pdf(DOCUMENT)

    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in _unpacked(pdf)
    assert HOSTILE in render_text(DOCUMENT).replace("\n  ", " ")


@pytest.mark.parametrize("script", fonts.SAMPLES)
def test_every_script_of_the_workforce_is_printed(script: str) -> None:
    name = fonts.SAMPLES[script]
    parts = (DocumentSection(f"What {name} said", (name,), (name,), ("Line", "Said"), ((name, name),)),)

    pdf = render_pdf(PrintableDocument(name, (name,), parts))

    assert b"pdfuaid" in _unpacked(pdf)
    glyphs = _glyphs_of(pdf)
    assert len(glyphs) > 5
    assert 0 not in glyphs


def test_without_fonts_the_sheet_and_the_administrators_page_say_so(
    client: CheckedClient, settings: Settings, tmp_path: Path
) -> None:
    client.force_login(cast.dougal())
    assert "Every script that we test can be printed" in client.get("/manage/").content.decode()
    settings.FONTS_DIR = tmp_path / "none"

    pdf = render_pdf(PrintableDocument("Your profile", ("Well done 王小明",), ()))

    assert b"pdfuaid" not in _unpacked(pdf)
    assert 0 in _glyphs_of(pdf)
    page = client.get("/manage/").content.decode()
    assert "<li>Chinese</li>" in page
    assert "<li>Latin</li>" not in page


def test_a_sign_that_no_font_has_does_not_stop_the_sheet(settings: Settings, tmp_path: Path) -> None:
    settings.FONTS_DIR = tmp_path
    pdf = render_pdf(PrintableDocument("Your profile", ("Well done 🙂 你好",), ()))

    assert pdf.startswith(b"%PDF-")
    assert "🙂 你好" in render_text(PrintableDocument("Your profile", ("Well done 🙂 你好",), ()))
    assert str(MISSING_GLYPHS) not in render_text(PrintableDocument("Your profile", ("Well done 🙂",), ()))


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=25)
def test_no_words_break_it(title: str, words: str) -> None:
    document = PrintableDocument(
        title,
        (words,),
        (DocumentSection(words, (words,), points=(words,), columns=("A", "B"), rows=((words, title),)),),
    )

    assert render_pdf(document).startswith(b"%PDF-")
    assert render_text(document)


def test_the_text_has_every_word_of_the_sheet() -> None:
    text = render_text(DOCUMENT)

    for words in (
        "Your profile",
        "3 June 2026",
        "Vision",
        "And say it.",
        "- One",
        "I ask before I help",
        "Said: Usually",
    ):
        assert words in text


def test_the_file_is_named_for_what_it_is() -> None:
    answer = download_response(DOCUMENT, kind="pdf")

    assert answer["Content-Disposition"] == 'attachment; filename="your-profile.pdf"'
    assert answer["Cache-Control"] == "private, no-store"


def _glyphs_of(pdf: bytes) -> set[int]:
    """Return the glyph ids of all text in fonts with two bytes a glyph. 0 is the box of a missing glyph."""
    strings = [
        re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, string, flags=re.DOTALL)
        for shown in re.findall(rb"\bBT\b(.*?)\bET\b", _unpacked(pdf), re.DOTALL)
        for string in re.findall(rb"\(((?:[^()\\]|\\.)*)\)", shown, re.DOTALL)
    ]
    pairs = [string for string in strings if len(string) % 2 == 0]
    return {int.from_bytes(string[place : place + 2]) for string in pairs for place in range(0, len(string), 2)}


def _unescaped(escape: re.Match[bytes]) -> bytes:
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return bytes([int(escape[1], 8)]) if escape[1].isdigit() else named.get(escape[1], escape[1])


def _unpacked(pdf: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
