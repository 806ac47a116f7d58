"""Rich text as a small tree: paragraphs and lists of runs. One text has one form, as HTML and as Markdown.

Whatever Markdown or an editor makes of a text, the same words with the same marks are kept the same way. So a text that
goes out as Markdown and comes back in is the text that went out.
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
# The last two places of every plane are no characters, by Unicode's own word.
_LAST_TWO = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN_CHARACTERS = re.compile(rf"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{_LAST_TWO}]")


@dataclass(frozen=True)
class Run:
    """Words that look the same. link: an address, or "page:3" for a page of our own. A break holds one line feed."""

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
    """A list, numbered or not. An item holds paragraphs, and lists of its own."""

    ordered: bool
    items: tuple[tuple[Part, ...], ...]


Part = Paragraph | Bullets


@dataclass
class _OpenList:
    """A list being read; `into` is where its items' parts go."""

    ordered: bool
    items: list[list[Part]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads HTML that has been cleaned. Never deeper than DEEPEST: lists below that join the one above."""

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
    """Without the characters that HTML and Markdown will not carry."""
    return _FORBIDDEN_CHARACTERS.sub("", text)


def _merge_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Spaces once, and none at an end; a blank looks like what both its neighbours share; what looks alike is one."""
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
    """The words of a run, with the blanks at its ends apart. Inside it a blank looks like its neighbours already."""
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
    """Without a space beside another blank, and without blanks at either end."""
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
    """How each bit looks: words as they are, blanks as what both sides share."""
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


def _shared_look(one: Run, other: Run) -> Run:
    """The look that goes on from one to the other, as signs nest: links round strong words round emphasis."""
    if one.link != other.link:
        return Run("")
    marks = one.marks & other.marks
    return Run("", marks if ("strong" in one.marks) == ("strong" in other.marks) else frozenset(), one.link)


def _has_same_look(one: Run, other: Run) -> bool:
    return one.marks == other.marks and one.link == other.link


def parse_html(html: str) -> tuple[Part, ...]:
    """The tree of a cleaned text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush_runs()
    while reader.lists:
        reader._close_list()
    return tuple(reader.parts)


def plain_text(html: str) -> str:
    """What is said, without marks, on one line."""
    return " ".join(_join_words(parse_html(html)).split())


def _join_words(found: Iterable[Part]) -> str:
    return " ".join(
        part.words if isinstance(part, Paragraph) else " ".join(_join_words(item) for item in part.items)
        for part in found
    )


def render_html(found: Iterable[Part], *, inside: bool = False) -> str:
    """The one HTML of a tree. inside: in a list, where a first paragraph needs no tag."""
    said, before = [], None
    for part in found:
        if isinstance(part, Bullets):
            tag = "ol" if part.ordered else "ul"
            items = "".join(f"<li>{render_html(item, inside=True)}</li>" for item in part.items)
            said.append(f"<{tag}>{items}</{tag}>")
        else:
            bare = inside and before is None
            said.append(_render_paragraph(part) if bare else f"<p>{_render_paragraph(part)}</p>")
        before = part
    return "".join(said)


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
        said = "".join(_render_marks(list(same), tuple(inner)))
        yield f"<{mark}>{said}</{mark}>" if has else said


def _render_link(link: str, said: str) -> str:
    if link.startswith("page:"):
        return f'<a linktype="page" id="{link.removeprefix("page:")}">{said}</a>'
    return f'<a href="{escape(link)}">{said}</a>' if link else said
