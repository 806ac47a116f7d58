"""The lines of an outline: what each of them is, and how text that looks like a mark is written so that it stays text.

Text is wrapped as the sender's email program likes: lines that follow each other are one line. A backslash at the end
of a line keeps the line end, a backslash at its start makes it text whatever comes next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

LABELS = {
    "title": "title",
    "name": "name",
    "summary": "summary",
    "minutes": "minutes",
    "starts at": "start",
    "start": "start",
    "why": "why",
    "touches": "touches",
    "leaves undone": "skips_duty",
    "did well": "did_well",
    "missed link": "missed_link",
    "question": "question",
    "stops": "stops",
    "about": "about",
    "told for": "label",
    "for roles": "roles",
    "for settings": "settings",
}
BACKSLASH = "\\"
SHORT_NOTE = 30  # letters; a longer remark in brackets, without a number, is part of the story

_LABEL = re.compile(rf"({'|'.join(LABELS)})\s*:\s*(.*)", re.IGNORECASE)
_NOTHING = re.compile(r"((?:[-=_*–—]{3,})?)")
_HEADING = re.compile(r"(#+)\s*(.*)")
_QUESTION = re.compile(r"\?\s*(.*)")
_ARROW = re.compile(r"(?:-+>|=+>|[→➔➜⇒⟶])\s*(.*)")
_BULLET = re.compile(r"(?:[-*•‣◦–—]|[0-9]{1,2}[.)])\s+(.*)")
_PASSAGE = re.compile(r"\(\s*if\s+([^()]*)\)\s*(.*)", re.IGNORECASE)
_NOTE = re.compile(r"\(([^()]*)\)")


class LineKind(Enum):
    BLANK = auto()
    HEADING = auto()
    BULLET = auto()
    ARROW = auto()
    QUESTION = auto()
    PASSAGE = auto()
    EFFECTS = auto()
    LABEL = auto()
    TEXT = auto()


PLAIN_MARKS = (
    (LineKind.BLANK, _NOTHING),
    (LineKind.QUESTION, _QUESTION),
    (LineKind.ARROW, _ARROW),
    (LineKind.BULLET, _BULLET),
)


@dataclass(frozen=True)
class Line:
    """One line. number: from 1. rest: what follows its mark. label: of a label, or the conditions of a passage.

    level: of a heading. indent: spaces before it.
    """

    number: int
    raw: str
    kind: LineKind
    rest: str = ""
    label: str = ""
    level: int = 0
    indent: int = 0


def split_lines(text: str) -> list[Line]:
    """Return the lines of an outline. Marks of a quoted email before every line are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").expandtabs(4).split("\n")
    filled = [line.lstrip() for line in lines if line.strip()]
    if filled and all(line.startswith(">") for line in filled):
        lines = [line.lstrip()[1:].removeprefix(" ") for line in lines]
    return [classify_line(line, number) for number, line in enumerate(lines, 1)]


def classify_line(line: str, number: int = 0) -> Line:
    raw = line.strip()
    found = _find_mark(raw)
    indent = len(line) - len(line.lstrip())
    kind, rest, label, level = found or (LineKind.TEXT, raw, "", 0)
    rest = "" if kind is LineKind.BLANK else rest
    return Line(number, raw, kind, rest.strip(), label, level, indent)


def _find_mark(raw: str) -> tuple[LineKind, str, str, int] | None:
    if heading := _HEADING.fullmatch(raw):
        return LineKind.HEADING, heading[2], "", len(heading[1])
    if passage := _PASSAGE.fullmatch(raw):
        return LineKind.PASSAGE, passage[2], passage[1], 0
    if (note := _NOTE.fullmatch(raw)) and _is_short_note(note[1]):
        return LineKind.EFFECTS, note[1], "", 0
    if label := _LABEL.fullmatch(raw):
        return LineKind.LABEL, label[2], LABELS[label[1].lower()], 0
    return _find_plain_mark(raw)


def _find_plain_mark(raw: str) -> tuple[LineKind, str, str, int] | None:
    for kind, pattern in PLAIN_MARKS:
        if marked := pattern.fullmatch(raw):
            return kind, marked[1], "", 0
    return None


def _is_short_note(words: str) -> bool:
    return any(letter.isdigit() for letter in words) or (len(words) <= SHORT_NOTE and words[-1:] not in set(".!?’'"))


class TextBuilder:
    """Text that is put together from lines: a blank line between two makes two paragraphs of them."""

    def __init__(self, first: str = "") -> None:
        self._paragraphs: list[str] = []
        self._current: str | None = None
        self.is_broken = False
        if first:
            self.add_line(first)

    def add_line(self, raw: str) -> None:
        words, is_broken = _read_words(raw)
        if self._current is None:
            self._current = words
        else:
            self._current += ("\n" if self.is_broken else " ") + words
        self.is_broken = is_broken

    def end_paragraph(self) -> None:
        if self._current is not None:
            self._paragraphs.append(self._current + ("\n" if self.is_broken else ""))
        self._current, self.is_broken = None, False

    def build(self) -> str:
        self.end_paragraph()
        return "\n\n".join(self._paragraphs)


def _read_words(raw: str) -> tuple[str, bool]:
    """Return what a line says, and whether its end is to stay."""
    if raw.startswith(BACKSLASH) and len(raw) > 1:
        raw = raw[1:]
    words = raw.rstrip(BACKSLASH)
    trailing = len(raw) - len(words)
    return words + BACKSLASH * (trailing // 2), trailing % 2 == 1


def write_line(text: str, *, after_mark: bool = True) -> str:
    """Write text as lines without a blank line between them. after_mark: it does not begin a line of its own."""
    lines = [
        _write_words(line.strip(), begins_line=number > 0 or not after_mark)
        for number, line in enumerate(text.split("\n"))
    ]
    return f"{BACKSLASH}\n".join(lines)


def write_paragraphs(text: str) -> str:
    """Write text as paragraphs."""
    paragraphs = text.split("\n\n")
    if all(part.strip() and part == part.strip("\n") for part in paragraphs):
        return "\n\n".join(write_line(part, after_mark=False) for part in paragraphs)
    return write_line(text, after_mark=False) if text else ""


def _write_words(line: str, *, begins_line: bool) -> str:
    words = line.rstrip(BACKSLASH)
    written = words + BACKSLASH * 2 * (len(line) - len(words))
    is_mark = begins_line and line and classify_line(line).kind is not LineKind.TEXT
    return f"{BACKSLASH}{written}" if is_mark or line.startswith(BACKSLASH) else written
