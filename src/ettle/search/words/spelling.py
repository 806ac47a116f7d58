"""Correction of misspelt words: only of words that are not English, and only to a word of the site."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ettle.search.words import english


def allowed_edits(word: str) -> int:
    """The number of typing errors to accept in a word of this length."""
    return 1 if len(word) < 5 else 2 if len(word) < 9 else 3


def nearest_words(word: str, known: Sequence[str], most: int = 3) -> list[str]:
    """The known words at the smallest edit distance, the likeliest first. most: how many at most.

    An edit is a letter changed, missing, added, or two swapped (optimal string alignment). Among equally near words,
    one with the same first letter is likelier, then one with the same letters, then the most common in English.
    """
    matches = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed_edits(word), limit=None)
    if not matches:
        return []
    smallest = min(distance for _, distance, _ in matches)
    nearest = [near for near, distance, _ in matches if distance == smallest]
    return sorted(nearest, key=lambda near: _unlikeliness(word, near))[:most]


def find_correction(word: str, known: Sequence[str]) -> str | None:
    """The known word that was meant by this one, which is not English; None when it could as well be another."""
    nearest = nearest_words(word, known, most=1)
    if not nearest:
        return None
    distance = OSA.distance(word, nearest[0])
    # Half of a short word is not a slip any more.
    if distance * 3 > len(word) or english.has_nearer_word(word, distance):
        return None
    return nearest[0]


def _unlikeliness(word: str, near: str) -> tuple[bool, bool, int, str]:
    return near[:1] != word[:1], sorted(set(near)) != sorted(set(word)), english.commonness(near), near
