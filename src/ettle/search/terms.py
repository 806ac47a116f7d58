"""What somebody typed, taken apart; how near two words are; which words of a text to show. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

MAX_QUERY_LENGTH = 200
MAX_TERMS = 8
MAX_WORD_LENGTH = 40
EXCERPT_RADIUS = 90
# Words that nearly every text holds. They say nothing about what is looked for.
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
    """One thing that was typed: a word, or several that belong together ("1.3", "people’s", "ET-101")."""

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
    """Small letters without accents, so that café and Cafe are one word."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_PLAIN.sub(lambda found: "" if unicodedata.combining(found[0]) else found[0], apart)


def split_words(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(fold_case(text))]


def parse_query(query: str) -> list[Term]:
    """What to look for, in the order typed, each once. Small words count only when there is nothing else."""
    found = list(dict.fromkeys(Term(tuple(split_words(part))) for part in _SPACED.findall(query[:MAX_QUERY_LENGTH])))
    found = [term for term in found if term.words]
    telling = [term for term in found if term.phrase not in STOP_WORDS]
    return (telling or found)[:MAX_TERMS]


def allowed_edits(word: str) -> int:
    """How many slips we forgive in a word of this length."""
    return 1 if len(word) < 5 else 2 if len(word) < 9 else 3


def nearest_words(word: str, known: Sequence[str], most: int = 3) -> list[str]:
    """The known words that the fewest slips make of this one; at most so many. A slip in the first letter is rare.

    A slip is a letter wrong, missing or too many, or two swapped.
    """
    from rapidfuzz import process  # noqa: PLC0415 - 7 MB that only a misspelt search needs
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed_edits(word), limit=None)
    ranked = sorted((distance, near[:1] != word[:1], near) for near, distance, _ in found)
    return [near for distance, _, near in ranked if distance == ranked[0][0]][:most]


def make_excerpt(text: str, looked_for: Sequence[str], around: int = EXCERPT_RADIUS) -> list[Piece]:
    """A piece of the text about the first word that was looked for, the words themselves marked."""
    pattern = _match_pattern(looked_for)
    first = pattern.search(text) if pattern else None
    if first is None:
        return [Piece(_cut_text(text, 0, 2 * around), is_found=False)] if text else []
    begin = max(0, first.start() - around)
    return mark_matches(_cut_text(text, begin, first.end() + around), looked_for)


def mark_matches(text: str, looked_for: Sequence[str]) -> list[Piece]:
    pattern = _match_pattern(looked_for)
    pieces, at = [], 0
    for found in pattern.finditer(text) if pattern else ():
        pieces += [Piece(text[at : found.start()], is_found=False), Piece(found[0], is_found=True)]
        at = found.end()
    return [piece for piece in [*pieces, Piece(text[at:], is_found=False)] if piece.text]


def _match_pattern(looked_for: Sequence[str]) -> re.Pattern[str] | None:
    """Words that begin as one of these does; the ends may differ, as in lead and leads."""
    stems = sorted({re.escape(word[: max(3, len(word) - 3)]) for word in looked_for if word}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE) if stems else None


def _cut_text(text: str, begin: int, end: int) -> str:
    """The text between two places, at whole words, with dots where something is left out."""
    while 0 < begin < len(text) and not text[begin - 1].isspace():
        begin += 1
    while end < len(text) and not text[end].isspace():
        end += 1
    piece = " ".join(text[begin:end].split())
    return f"{'… ' if begin > 0 else ''}{piece}{' …' if end < len(text) else ''}"
