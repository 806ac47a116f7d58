"""Excerpts with the matched words marked. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ettle.search.words.stems import is_significant, stem_word

EXCERPT_RADIUS = 90


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


class Marker:
    """Marks words that begin like one of those looked for; the endings may differ, as in lead and leads."""

    def __init__(self, looked_for: Sequence[str]) -> None:
        """looked_for: words. Stop words, as in "picked on", are not marked unless there is nothing else."""
        words = [word for word in looked_for if is_significant(word)] or list(looked_for)
        stems = sorted({_stem_pattern(word) for word in words if word}, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else None

    def mark(self, text: str) -> list[Piece]:
        pieces, at = [], 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            pieces += [Piece(text[at : match.start()], is_found=False), Piece(match[0], is_found=True)]
            at = match.end()
        return [piece for piece in [*pieces, Piece(text[at:], is_found=False)] if piece.text]

    def make_excerpt(self, text: str, around: int = EXCERPT_RADIUS) -> list[Piece]:
        """An excerpt of the text around the first match, with all matches marked. around: characters on each side."""
        first = self._pattern.search(text) if self._pattern else None
        if first is None:
            return [Piece(_cut_text(text, 0, 2 * around), is_found=False)] if text else []
        begin = max(0, first.start() - around)
        return self.mark(_cut_text(text, begin, first.end() + around))


def _stem_pattern(word: str) -> str:
    """What a form of this word begins with: "bulli" is the stem of bully and bullied."""
    stem = stem_word(word)
    return f"{re.escape(stem[:-1])}[iy]" if stem.endswith("i") and len(stem) > 1 else re.escape(stem)


def _cut_text(text: str, begin: int, end: int) -> str:
    """The text between two positions, at whole words, with … where text is left out."""
    while 0 < begin < len(text) and not text[begin - 1].isspace():
        begin += 1
    while end < len(text) and not text[end].isspace():
        end += 1
    piece = " ".join(text[begin:end].split())
    return f"{'… ' if begin > 0 else ''}{piece}{' …' if end < len(text) else ''}"
