"""Rich text as a small tree: paragraphs and lists of runs. A text has one canonical form, as HTML and as Markdown.

The same words with the same marks are stored the same way, whether they came from Markdown or from an editor. So a text
that is exported as Markdown and loaded again is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby

MAX_LIST_DEPTH = 8
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_SPACES = re.compile(r"[ \t\n\r\f]+")
# The last two code points of every Unicode plane are noncharacters.
_LAST_TWO = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN_CHARACTERS = re.compile(rf"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_LAST_TWO}]")


@dataclass(frozen=True)
class Run:
    """Text with the same marks. link: an address, or "page:3" for our own page. A line break is one line feed."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


BREAK = Run("\n")
BLANKS = frozenset({" ", "\n"})


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs).replace("\n", " ")


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not. An item contains paragraphs and nested lists."""

    ordered: bool
    items: tuple[tuple[Part, ...], ...]


Part = Paragraph | Bullets


@dataclass
class _OpenList:
    """A list that is being parsed."""

    ordered: bool
    items: list[list[Part]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Parses cleaned HTML. Lists nested deeper than MAX_LIST_DEPTH join the list above."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self.runs: list[Run] = []
        self.lists: list[_OpenList] = []
        self.too_deep = 0
        self.marks: list[str] = []
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.runs.append(BREAK)
        elif tag == "a":
            self.link = _link_target(dict(attrs))
        elif tag in MARKS:
            self.marks.append(MARKS[tag])
        else:
            self.flush_runs()
            self._open_tag(tag)

    def _open_tag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and len(self.lists) < MAX_LIST_DEPTH:
            self.lists.append(_OpenList(tag == "ol"))
        elif tag in {"ul", "ol"}:
            self.too_deep += 1
        elif tag == "li" and self.lists:
            self.lists[-1].items.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.link = ""
        elif tag in MARKS:
            if MARKS[tag] in self.marks:
                self.marks.remove(MARKS[tag])
        else:
            self.flush_runs()
            if tag in {"ul", "ol"}:
                self._close_list()

    def _close_list(self) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif self.lists:
            done = self.lists.pop()
            items = tuple(tuple(item) for item in done.items if item)
            if items:
                self.add_part(Bullets(done.ordered, items))

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(_SPACES.sub(" ", _strip_forbidden(data)), frozenset(self.marks), self.link))

    def flush_runs(self) -> None:
        runs = _merge_runs(self.runs)
        self.runs = []
        if runs:
            self.add_part(Paragraph(runs))

    def add_part(self, part: Part) -> None:
        if self.lists and not self.lists[-1].items:
            self.lists[-1].items.append([])
        (self.lists[-1].items[-1] if self.lists else self.parts).append(part)


def _link_target(attrs: dict[str, str | None]) -> str:
    if attrs.get("linktype") == "page" and (attrs.get("id") or "").isdecimal():
        return f"page:{attrs['id']}"
    return _strip_forbidden(attrs.get("href") or "").strip()


def _strip_forbidden(text: str) -> str:
    """The text without the characters that HTML and Markdown cannot contain."""
    return _FORBIDDEN_CHARACTERS.sub("", text)


def _merge_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs merged where their marks are the same, with spaces collapsed and stripped.

    A blank gets the marks that both neighbours share.
    """
    bits = _strip_blanks([bit for run in runs for bit in _split_blanks(run)])
    looks = _resolve_looks(bits)
    done: list[Run] = []
    for bit, look in zip(bits, looks, strict=True):
        run = Run(bit.text, look.marks, look.link)
        if done and "\n" not in {run.text, done[-1].text} and _has_same_look(done[-1], run):
            done[-1] = Run(done[-1].text + run.text, run.marks, run.link)
        else:
            done.append(run)
    return tuple(done)


def _split_blanks(run: Run) -> Iterator[Run]:
    """A run split into its words and the blanks at its ends."""
    words = run.text.strip(" ")
    if run == BREAK or words == run.text:
        yield from [run] if run.text else []
        return
    blank = Run(" ", run.marks, run.link)
    if run.text[0] == " ":
        yield blank
    if words:
        yield Run(words, run.marks, run.link)
        if run.text[-1] == " ":
            yield blank


def _strip_blanks(bits: list[Run]) -> list[Run]:
    """The bits without a space next to another blank, and without blanks at either end."""
    done: list[Run] = []
    for bit in bits:
        before = done[-1].text if done else "\n"
        if bit.text == "\n" and before == " ":
            done.pop()
        if not (bit.text == " " and before in BLANKS) and not (bit.text == "\n" and not done):
            done.append(bit)
    while done and done[-1].text in BLANKS:
        done.pop()
    return done


def _resolve_looks(bits: list[Run]) -> list[Run]:
    """The marks of each bit: words keep theirs, a blank gets what both sides share."""
    looks, before = [], Run("")
    after = Run("")
    following = []
    for bit in reversed(bits):
        following.append(after)
        after = after if bit.text in BLANKS else bit
    for bit, beyond in zip(bits, reversed(following), strict=True):
        if bit.text in BLANKS:
            looks.append(_shared_look(before, beyond))
        else:
            before = bit
            looks.append(bit)
    return looks


def _shared_look(first: Run, other: Run) -> Run:
    """The marks that continue from one run to the next, given the nesting: link, strong, emphasis."""
    if first.link != other.link:
        return Run("")
    marks = first.marks & other.marks
    return Run("", marks if ("strong" in first.marks) == ("strong" in other.marks) else frozenset(), first.link)


def _has_same_look(first: Run, other: Run) -> bool:
    return first.marks == other.marks and first.link == other.link


def parse_html(html: str) -> tuple[Part, ...]:
    """The tree of cleaned HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush_runs()
    while reader.lists:
        reader._close_list()
    return tuple(reader.parts)


def plain_text(html: str) -> str:
    """The text without marks, on one line."""
    return " ".join(_join_words(parse_html(html)).split())


def _join_words(parts: Iterable[Part]) -> str:
    return " ".join(
        part.words if isinstance(part, Paragraph) else " ".join(_join_words(item) for item in part.items)
        for part in parts
    )


def render_html(parts: Iterable[Part], *, inside: bool = False) -> str:
    """The canonical HTML of a tree. inside: in a list item, where the first paragraph has no tag."""
    pieces, before = [], None
    for part in parts:
        if isinstance(part, Bullets):
            tag = "ol" if part.ordered else "ul"
            items = "".join(f"<li>{render_html(item, inside=True)}</li>" for item in part.items)
            pieces.append(f"<{tag}>{items}</{tag}>")
        else:
            bare = inside and before is None
            pieces.append(_render_paragraph(part) if bare else f"<p>{_render_paragraph(part)}</p>")
        before = part
    return "".join(pieces)


def _render_paragraph(part: Paragraph) -> str:
    return "".join(
        _render_link(link, "".join(_render_marks(list(same), ("strong", "em"))))
        for link, same in groupby(part.runs, key=lambda run: run.link)
    )


def _render_marks(runs: list[Run], marks: tuple[str, ...]) -> Iterator[str]:
    if not marks:
        yield "".join("<br>" if run.text == "\n" else escape(run.text, quote=False) for run in runs)
        return
    mark, *inner = marks
    for has, same in groupby(runs, key=lambda run: mark in run.marks):
        text = "".join(_render_marks(list(same), tuple(inner)))
        yield f"<{mark}>{text}</{mark}>" if has else text


def _render_link(link: str, text: str) -> str:
    if link.startswith("page:"):
        return f'<a linktype="page" id="{link.removeprefix("page:")}">{text}</a>'
    return f'<a href="{escape(link)}">{text}</a>' if link else text
