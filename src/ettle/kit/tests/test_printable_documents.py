"""A printable document has the same words as PDF and as text, and sets what people wrote as text."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.kit.files.printable_documents import (
    MISSING_GLYPHS,
    DocumentSection,
    PrintableDocument,
    download_response,
    render_pdf,
    render_text,
)

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


def test_a_sign_that_no_font_has_does_not_stop_the_sheet() -> None:
    pdf = render_pdf(PrintableDocument("Your profile", ("Well done 🙂 你好",), ()))

    assert pdf.startswith(b"%PDF-")
    assert "🙂 你好" in render_text(PrintableDocument("Your profile", ("Well done 🙂 你好",), ()))
    assert MISSING_GLYPHS not in render_text(PrintableDocument("Your profile", ("Well done 🙂",), ()))


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


def _unpacked(pdf: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
