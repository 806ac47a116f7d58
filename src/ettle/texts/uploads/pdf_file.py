"""A PDF, checked and written again in a process of its own that can be killed: it comes from anyone.

Run as `python -m ettle.texts.uploads.pdf_file`: the file on standard input, the new one on standard output. The exit
code says why there is none.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import threading
from typing import Any

import pikepdf
from django.utils.translation import gettext_lazy as _

from ettle.kit.refusal import Refused

TIMEOUT_SECONDS = 20.0
MAX_PROCESSOR_SECONDS = 10
MAX_MEMORY_BYTES = 1 << 30
MAX_AT_ONCE = 2  # in each web process, so that some of its threads always serve pages
MAX_PAGES = 50
MAX_RESULT_BYTES = 12 * 1024 * 1024
MAX_OBJECTS = 50_000
LOCKED, LONG, BROKEN = 10, 11, 12
REFUSALS = {
    LOCKED: _("This PDF has a password. Save it without one and choose it again"),
    LONG: _("A PDF may have at most 50 pages. Choose the pages that show what you did"),
    BROKEN: _("We could not read this PDF: it is damaged, or too complicated. Print it to a new PDF and choose that"),
}
BUSY = _("We are reading many files just now. Try again in a minute")
# Of the whole document: what runs, opens something, carries files, or says who made it.
ROOT_KEYS = (
    "/OpenAction", "/AA", "/Names", "/AcroForm", "/Metadata", "/PieceInfo", "/Collection", "/URI", "/Extensions",
    "/DSS", "/Perms", "/Threads", "/SpiderInfo", "/AF", "/Legal", "/Requirements",
)  # fmt: skip
# Of any object in it.
OBJECT_KEYS = ("/AA", "/A", "/JS", "/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/Private", "/RichMedia")
DRAWN_NOTES = ("/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square", "/Circle", "/Line", "/Ink")
# What a mark says of its author.
NOTE_KEYS = ("/T", "/Contents", "/RC", "/Subj", "/M", "/CreationDate", "/Popup", "/NM", "/IRT")
_JPEG_START, _JPEG_SCAN = b"\xff\xd8", 0xDA
_JPEG_NOTES = {*range(0xE1, 0xEE), 0xEF, 0xFE}  # Exif, XMP and comments; not APP0 and APP14, which say the colours

_free = threading.BoundedSemaphore(MAX_AT_ONCE)


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def rewrite_pdf(content: bytes) -> bytes:
    """Return a PDF without scripts, actions, forms, attached files and metadata. Raises Refused."""
    if not _free.acquire(blocking=False):
        raise Refused(BUSY, field="file")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ettle.texts.uploads.pdf_file"],
            input=content,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(REFUSALS[BROKEN], field="file") from None
    finally:
        _free.release()
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Refused(REFUSALS.get(done.returncode, REFUSALS[BROKEN]), field="file")
    return done.stdout


class Unacceptable(Exception):
    """The document is refused. code: one of REFUSALS."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def clean_document(content: bytes) -> bytes:
    """Return the cleaned document. Raises Unacceptable."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _write_clean(document)
    except pikepdf.PasswordError:
        raise Unacceptable(LOCKED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, OverflowError, RecursionError, NotImplementedError):
        raise Unacceptable(BROKEN) from None


def _write_clean(document: pikepdf.Pdf) -> bytes:
    _check_document(document)
    _drop_keys(document.Root, ROOT_KEYS)
    _drop_keys(document.trailer, ("/Info",))
    for page in document.pages:
        _clean_notes(page.obj)
    for item in document.objects:
        _clean_object(item)
    document.remove_unreferenced_resources()
    out = io.BytesIO()
    document.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        deterministic_id=True,
        recompress_flate=True,
    )
    if out.tell() > MAX_RESULT_BYTES:
        raise Unacceptable(BROKEN)
    return out.getvalue()


def _check_document(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Unacceptable(LOCKED)
    if len(document.pages) > MAX_PAGES:
        raise Unacceptable(LONG)
    if not len(document.pages) or len(document.objects) > MAX_OBJECTS:
        raise Unacceptable(BROKEN)


def _drop_keys(item: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _clean_notes(page: Any) -> None:
    """Keep marks that are only drawn; drop links, fields, attached files, films and pop-ups."""
    notes = page.get("/Annots")
    if notes is None:
        return
    marks = [
        note for note in notes if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) in DRAWN_NOTES
    ]
    for note in marks:
        _drop_keys(note, NOTE_KEYS + OBJECT_KEYS)
    page["/Annots"] = pikepdf.Array(marks)


def _clean_object(item: Any) -> None:
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    _drop_keys(item, OBJECT_KEYS)
    if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name.DCTDecode:
        settings = item.get("/DecodeParms")
        stripped = strip_jpeg(item.read_raw_bytes())
        item.write(
            stripped,
            filter=pikepdf.Name.DCTDecode,
            decode_parms=settings if isinstance(settings, pikepdf.Dictionary) else None,
        )


def strip_jpeg(picture: bytes) -> bytes:
    """Return a JPEG without Exif (where it was taken), XMP and comments; unchanged where its parts cannot be read."""
    if not picture.startswith(_JPEG_START):
        return picture
    rest, at = bytearray(_JPEG_START), 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        kind, size = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4], "big")
        if kind == _JPEG_SCAN or size < 2:
            break
        if kind not in _JPEG_NOTES:
            rest += picture[at : at + 2 + size]
        at += 2 + size
    return bytes(rest) + picture[at:]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_PROCESSOR_SECONDS, MAX_PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        cleaned = clean_document(sys.stdin.buffer.read())
    except Unacceptable as refused:
        sys.exit(refused.code)
    sys.stdout.buffer.write(cleaned)


if __name__ == "__main__":
    main()
