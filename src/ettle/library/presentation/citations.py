"""Sources exported as BibTeX, RIS and plain text. Pure functions.

A source is written as one line: ‘Author (year) Title. Place: Publisher.’ What cannot be parsed becomes the title as a
whole, so that nothing is lost and nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WRITTEN = re.compile(r"(?P<author>[^()]{2,200}?) \((?P<year>\d{4})[a-z]?\)[.,:]? (?P<rest>.+)", re.DOTALL)
_SENTENCE = re.compile(r"(?P<title>.+?[.?!])(?:\s+(?P<more>.+))?$", re.DOTALL)
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A source as written in an area. pages: as printed in a citation, "28–29"."""

    text: str
    pages: str = ""
    url: str = ""


@dataclass(frozen=True)
class ParsedSource:
    """The parts of a source. more: what follows the title, such as place and publisher."""

    title: str
    author: str = ""
    year: str = ""
    more: str = ""


@dataclass(frozen=True)
class CitationFormat:
    label: StrOrPromise
    content_type: str
    write: Callable[[Sequence[Source]], str]


def parse_source(text: str) -> ParsedSource:
    line = " ".join(text.split())
    match = _WRITTEN.fullmatch(line)
    if match is None:
        return ParsedSource(line.rstrip("."))
    parts = _SENTENCE.match(match["rest"])
    title, more = (parts["title"], parts["more"] or "") if parts else (match["rest"], "")
    return ParsedSource(title.removesuffix("."), match["author"], match["year"], more.removesuffix("."))


def remove_duplicates(sources: Iterable[Source]) -> list[Source]:
    """Each source once, in order. The same text with different pages counts as another source."""
    return list(dict.fromkeys(sources))


def write_bibtex(sources: Sequence[Source]) -> str:
    keys: dict[str, int] = {}
    return "\n".join(_bibtex_entry(source, keys) for source in sources)


def _bibtex_entry(source: Source, keys: dict[str, int]) -> str:
    parsed = parse_source(source.text)
    name = slugify(f"{(parsed.author or parsed.title).split(',')[0][:30]} {parsed.year}").replace("-", "") or "source"
    keys[name] = keys.get(name, 0) + 1
    key = name if keys[name] == 1 else f"{name}-{keys[name]}"
    # Braces round the author, so that an organisation is not read as first and last names.
    fields = {
        "author": f"{{{_escape_bibtex(parsed.author)}}}" if parsed.author else "",
        "title": f"{{{_escape_bibtex(parsed.title)}}}",
        "year": parsed.year,
        "note": _escape_bibtex(parsed.more),
        "pages": _escape_bibtex(_join_lines(source.pages)).replace("–", "--"),
        "url": _join_lines(source.url).translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n"


def _escape_bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in text)


def write_ris(sources: Sequence[Source]) -> str:
    return "".join(_ris_record(source) for source in sources)


def _ris_record(source: Source) -> str:
    parsed = parse_source(source.text)
    first, _, last = _join_lines(source.pages).replace("-", "–").partition("–")
    fields = [
        ("TY", "GEN"), ("AU", parsed.author), ("PY", parsed.year), ("TI", parsed.title), ("N1", parsed.more),
        ("SP", first.strip()), ("EP", last.strip()), ("UR", _join_lines(source.url)),
    ]  # fmt: skip
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n\r\n"


def write_plain_text(sources: Sequence[Source]) -> str:
    return "".join(_plain_sentence(source) + "\n\n" for source in sources)


def _plain_sentence(source: Source) -> str:
    pages = " " + _("Pages %(pages)s.") % {"pages": _join_lines(source.pages)} if source.pages else ""
    return f"{_join_lines(source.text)}{pages}{f' {_join_lines(source.url)}' if source.url else ''}"


def _join_lines(text: str) -> str:
    """The text on one line: a line break would begin a new field."""
    return " ".join(text.split())


CITATION_FORMATS = {
    "bib": CitationFormat("BibTeX", "application/x-bibtex; charset=utf-8", write_bibtex),
    "ris": CitationFormat("RIS", "application/x-research-info-systems; charset=utf-8", write_ris),
    "txt": CitationFormat(_lazy("plain text"), "text/plain; charset=utf-8", write_plain_text),
}
