"""Documents to print or download, as a tagged PDF, as a page and as plain text of the same words."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ettle.kit.files.fonts import installed_fonts
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.pages.brand import current_brand

TEMPLATE = Path(__file__).parents[1] / "typst" / "printable_document.typ"
MISSING_GLYPHS = _("Some letters or signs cannot be printed in this file. The text file has all of them.")


@dataclass(frozen=True)
class DocumentSection:
    """The content under one heading: paragraphs, then points, then a table with column names."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class PrintableDocument:
    """about: lines under the title, such as the day and who sees it. foot: at the bottom of every page."""

    title: str
    about: tuple[str, ...]
    parts: tuple[DocumentSection, ...]
    foot: str = ""


def render_pdf(document: PrintableDocument) -> bytes:
    """Return a tagged PDF (PDF/UA-1). With a character that no font here has, it is PDF 1.7 without the claim of
    conformity, and says so. The operator's fonts are read only for words that the main font cannot set."""
    return compile_tagged_pdf(TEMPLATE, asdict(_show_texts(document)))


def compile_tagged_pdf(template: Path, words: Mapping[str, Any]) -> bytes:
    """Return a PDF as `render_pdf` does, from another typst template.

    words: read by the template as data, with the site's name, the foot and the language added. It prints the lines of
    "about", which are those of the document and, where a character cannot be set, that sentence.
    """
    # Loading it takes a few tens of milliseconds, which only people who print pay for.
    import typst  # noqa: PLC0415

    for any_font in (False, True):
        try:
            return _compile_pdf(template, words, standard="ua-1", any_font=any_font)
        except typst.TypstError:
            continue
    words = {**words, "about": [*words["about"], str(MISSING_GLYPHS)]}
    return _compile_pdf(template, words, standard="1.7", any_font=True)


def render_text(document: PrintableDocument) -> str:
    """Return the same words as plain text, at most 78 characters a line where words allow it."""
    return "\n".join(_text_lines(_show_texts(document))).rstrip() + "\n"


def render_html(document: PrintableDocument) -> str:
    """Return the same words as a page that needs no other file."""
    words = {"document": _show_texts(document), "site": current_brand().name, "language": get_language() or ENGLISH}
    return render_to_string("kit/printable_document.html", words)


RENDERERS: dict[str, tuple[Callable[[PrintableDocument], bytes | str], str]] = {
    "pdf": (render_pdf, "application/pdf"),
    "html": (render_html, "text/html; charset=utf-8"),
    "txt": (render_text, "text/plain; charset=utf-8"),
}


def download_response(document: PrintableDocument, *, kind: str, name: str = "") -> HttpResponse:
    """Return the document as a download, named after its title or by another name. kind: a key of RENDERERS."""
    render, content_type = RENDERERS[kind]
    file_name = f"{slugify(name or document.title) or 'sheet'}.{kind}"
    return HttpResponse(
        render(document),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "private, no-store"},
    )


def _show_texts(part: Any) -> Any:
    """Return a document or a part of one with pack texts in the reader's language: joined, they would be English."""
    if isinstance(part, str | Promise):
        return str(part)
    if isinstance(part, tuple | list):
        return tuple(map(_show_texts, part))
    return replace(part, **{field.name: _show_texts(getattr(part, field.name)) for field in fields(part)})


def _compile_pdf(
    template: Path, words: Mapping[str, Any], *, standard: Literal["ua-1", "1.7"], any_font: bool
) -> bytes:
    import typst  # noqa: PLC0415

    site, language = current_brand().name, (get_language() or "en").partition("-")[0]
    given = {**words, "site": site, "foot": words.get("foot") or site, "language": language}
    pdf: bytes = typst.compile(
        template.read_bytes(),
        sys_inputs={"document": json.dumps(given, cls=DjangoJSONEncoder), "any-font": "yes" if any_font else "no"},
        pdf_standards=standard,
        ignore_system_fonts=True,
        **({"font_paths": installed_fonts()} if any_font else {}),
    )
    return pdf


def _text_lines(document: PrintableDocument) -> Iterator[str]:
    yield document.title
    yield "=" * min(len(document.title), 78)
    yield from document.about
    for part in document.parts:
        yield from ("", "", part.heading, "-" * min(len(part.heading), 78))
        for words in part.paragraphs:
            yield from (*_wrap_text(words), "")
        for point in part.points:
            yield from _wrap_text(point, first="- ", rest="  ")
        for row in part.rows:
            named = zip(part.columns[1:], row[1:], strict=False)
            yield from _wrap_text(row[0], first="- ", rest="  ")
            yield from (f"    {name}: {cell}" for name, cell in named if cell)


def _wrap_text(words: str, *, first: str = "", rest: str = "") -> Iterator[str]:
    for number, line in enumerate(words.splitlines() or [""]):
        yield from textwrap.wrap(line, 78, initial_indent=rest if number else first, subsequent_indent=rest) or [""]
