"""Excerpts with the matched words marked. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

EXCERPT_RADIUS = 90


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


class Marker:
    """Marks words that begin like one of those looked for; the endings may differ, as in lead and leads."""

    def __init__(self, looked_for: Sequence[str]) -> None:
        stems = sorted({re.escape(word[: max(3, len(word) - 3)]) for word in looked_for if word}, key=len, reverse=True)
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


def _cut_text(text: str, begin: int, end: int) -> str:
    """The text between two positions, at whole words, with … where text is left out."""
    while 0 < begin < len(text) and not text[begin - 1].isspace():
        begin += 1
    while end < len(text) and not text[end].isspace():
        end += 1
    piece = " ".join(text[begin:end].split())
    return f"{'… ' if begin > 0 else ''}{piece}{' …' if end < len(text) else ''}"
