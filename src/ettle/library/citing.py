"""Sources as lists that other programs read: BibTeX, RIS, and plain text. Pure functions.

A source is written as one line: “Author (year) Title. Place: Publisher.” What cannot be taken apart is kept whole as
the title, so that nothing is lost and nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import slugify

_WRITTEN = re.compile(r"(?P<author>[^()]{2,200}?) \((?P<year>\d{4})[a-z]?\)[.,:]? (?P<rest>.+)", re.DOTALL)
_SENTENCE = re.compile(r"(?P<title>.+?[.?!])(?:\s+(?P<more>.+))?$", re.DOTALL)
_BIBTEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """As written in an area. pages as a reader would write them: "28–29"."""

    text: str
    pages: str = ""
    url: str = ""


@dataclass(frozen=True)
class Taken:
    """A source taken apart. more: what follows the title, such as place and publisher."""

    title: str
    author: str = ""
    year: str = ""
    more: str = ""


@dataclass(frozen=True)
class Kind:
    label: str
    content_type: str
    write: Callable[[Sequence[Source]], str]


def take_apart(text: str) -> Taken:
    line = " ".join(text.split())
    found = _WRITTEN.fullmatch(line)
    if found is None:
        return Taken(line.rstrip("."))
    parts = _SENTENCE.match(found["rest"])
    title, more = (parts["title"], parts["more"] or "") if parts else (found["rest"], "")
    return Taken(title.removesuffix("."), found["author"], found["year"], more.removesuffix("."))


def each_once(sources: Iterable[Source]) -> list[Source]:
    """The same source named twice is one; pages that differ make it two."""
    return list(dict.fromkeys(sources))


def bibtex(sources: Sequence[Source]) -> str:
    keys: dict[str, int] = {}
    return "\n".join(_entry(source, keys) for source in sources)


def _entry(source: Source, keys: dict[str, int]) -> str:
    taken = take_apart(source.text)
    name = slugify(f"{(taken.author or taken.title).split(',')[0][:30]} {taken.year}").replace("-", "") or "source"
    keys[name] = keys.get(name, 0) + 1
    key = name if keys[name] == 1 else f"{name}-{keys[name]}"
    # Names stand in braces of their own: an organisation must not be taken for first and last names.
    fields = {
        "author": f"{{{_braced(taken.author)}}}" if taken.author else "",
        "title": f"{{{_braced(taken.title)}}}",
        "year": taken.year,
        "note": _braced(taken.more),
        "pages": _braced(_line(source.pages)).replace("–", "--"),
        "url": _line(source.url).translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}),
    }
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n"


def _braced(text: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in text)


def ris(sources: Sequence[Source]) -> str:
    return "".join(_record(source) for source in sources)


def _record(source: Source) -> str:
    taken = take_apart(source.text)
    first, _, last = _line(source.pages).replace("-", "–").partition("–")
    fields = [
        ("TY", "GEN"), ("AU", taken.author), ("PY", taken.year), ("TI", taken.title), ("N1", taken.more),
        ("SP", first.strip()), ("EP", last.strip()), ("UR", _line(source.url)),
    ]  # fmt: skip
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n\r\n"


def plain(sources: Sequence[Source]) -> str:
    return "".join(_sentence(source) + "\n\n" for source in sources)


def _sentence(source: Source) -> str:
    pages = f" Pages {_line(source.pages)}." if source.pages else ""
    return f"{_line(source.text)}{pages}{f' {_line(source.url)}' if source.url else ''}"


def _line(text: str) -> str:
    """One line, whatever was written: a line break would begin a new field."""
    return " ".join(text.split())


KINDS = {
    "bib": Kind("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Kind("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "txt": Kind("plain text", "text/plain; charset=utf-8", plain),
}
