"""Parsing of queries, nearest words, and excerpts with matches marked. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MAX_QUERY_LENGTH = 200
MAX_TERMS = 8
MAX_WORD_LENGTH = 40
EXCERPT_RADIUS = 90
# Words in nearly every text, which do not help to find anything.
STOP_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a an and are as at be but by can do for from has have how i if in is it me my no not of on or our so that the "
        "their them there they this to was we what when where which who why will with you your",
    )
)
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
_SPACED = re.compile(r"\S+")


@dataclass(frozen=True)
class Term:
    """One term of a query: a word, or several that belong together ("1.3", "people’s", "ET-101")."""

    words: tuple[str, ...]

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    @property
    def can_be_misspelt(self) -> bool:
        return len(self.words) == 1 and len(self.phrase) > 2 and self.phrase.isalpha()


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool


def fold_case(text: str) -> str:
    """Lower case without accents, so that café and Cafe are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_PLAIN.sub(lambda match: "" if unicodedata.combining(match[0]) else match[0], decomposed)


def split_words(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(fold_case(text))]


def parse_query(query: str) -> list[Term]:
    """The terms of a query, in order, each once. Stop words are used only when there are no other terms."""
    parsed = list(dict.fromkeys(Term(tuple(split_words(part))) for part in _SPACED.findall(query[:MAX_QUERY_LENGTH])))
    parsed = [term for term in parsed if term.words]
    significant = [term for term in parsed if term.phrase not in STOP_WORDS]
    return (significant or parsed)[:MAX_TERMS]


def allowed_edits(word: str) -> int:
    """The number of typing errors to accept in a word of this length."""
    return 1 if len(word) < 5 else 2 if len(word) < 9 else 3


def nearest_words(word: str, known: Sequence[str], most: int = 3) -> list[str]:
    """The known words at the smallest edit distance; those with the same first letter first. most: how many at most.

    An edit is a letter changed, missing, added, or two swapped (optimal string alignment).
    """
    from rapidfuzz import process  # noqa: PLC0415 - 7 MB that only a misspelt search needs
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    matches = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed_edits(word), limit=None)
    ranked = sorted((distance, near[:1] != word[:1], near) for near, distance, _ in matches)
    return [near for distance, _, near in ranked if distance == ranked[0][0]][:most]


def make_excerpt(text: str, looked_for: Sequence[str], around: int = EXCERPT_RADIUS) -> list[Piece]:
    """An excerpt of the text around the first match, with all matches marked. around: characters on each side."""
    pattern = _match_pattern(looked_for)
    first = pattern.search(text) if pattern else None
    if first is None:
        return [Piece(_cut_text(text, 0, 2 * around), is_found=False)] if text else []
    begin = max(0, first.start() - around)
    return mark_matches(_cut_text(text, begin, first.end() + around), looked_for)


def mark_matches(text: str, looked_for: Sequence[str]) -> list[Piece]:
    pattern = _match_pattern(looked_for)
    pieces, at = [], 0
    for match in pattern.finditer(text) if pattern else ():
        pieces += [Piece(text[at : match.start()], is_found=False), Piece(match[0], is_found=True)]
        at = match.end()
    return [piece for piece in [*pieces, Piece(text[at:], is_found=False)] if piece.text]


def _match_pattern(looked_for: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern for words that begin like one of these; the endings may differ, as in lead and leads."""
    stems = sorted({re.escape(word[: max(3, len(word) - 3)]) for word in looked_for if word}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else None


def _cut_text(text: str, begin: int, end: int) -> str:
    """The text between two positions, at whole words, with … where text is left out."""
    while 0 < begin < len(text) and not text[begin - 1].isspace():
        begin += 1
    while end < len(text) and not text[end].isspace():
        end += 1
    piece = " ".join(text[begin:end].split())
    return f"{'… ' if begin > 0 else ''}{piece}{' …' if end < len(text) else ''}"
