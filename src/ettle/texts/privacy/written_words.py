"""A text as words, with what a person's typing tells about each: its capital, its sentence, its neighbours."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?\n]")
_OPENS = re.compile(r"[.!?\n:;\"‘“•*–—]|\s-\s")
_POSSESSIVE = re.compile(r"['’][sS]?$")
_ABBREVIATIONS = frozenset(["mr", "mrs", "ms", "dr", "rev", "st", "prof", "cllr", "sgt", "eg", "ie", "no"])
_LETTERS = str.maketrans("łŁøØđĐßıİ’", "lLoOdDsiI'")
MOST_CAPITALS = 0.6  # of all letters; above it, capitals say nothing


class WrittenWord(NamedTuple):
    """plain: small letters without marks, apostrophes and a possessive ’s. opens: the first word of a sentence.

    sentence: its number, from 0. gap: what is between the previous word and this one.
    """

    text: str
    plain: str
    start: int
    end: int
    opens: bool
    sentence: int
    gap: str
    is_capital: bool
    is_possessive: bool

    @property
    def is_initials(self) -> bool:
        return self.is_capital and len(self.text) <= 3 and self.text.isupper()


def split_words(text: str) -> list[WrittenWord]:
    """Return the words of a text in order. Digits and signs are between words."""
    letters = sum(map(str.isalpha, text))
    is_shouted = sum(map(str.isupper, text)) > MOST_CAPITALS * max(letters, 20)
    words: list[WrittenWord] = []
    end = sentence = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        # Nearly every gap is one space.
        opens = not words or (gap != " " and bool(_OPENS.search(gap)) and not _is_abbreviation(words[-1], gap))
        if words and opens and _ENDS_SENTENCE.search(gap):
            sentence += 1
        words.append(_make_word(match, gap, opens=opens, sentence=sentence, is_shouted=is_shouted))
        end = match.end()
    return words


def fold(word: str) -> str:
    """Return the word in small letters without marks."""
    word = word.translate(_LETTERS)
    if not word.isascii():
        letters = unicodedata.normalize("NFD", word)
        word = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return word.casefold()


def _make_word(match: re.Match[str], gap: str, *, opens: bool, sentence: int, is_shouted: bool) -> WrittenWord:
    text = match.group()
    stem = text if text.isalpha() else _POSSESSIVE.sub("", text)
    return WrittenWord(
        text=stem,
        plain=_fold_cached(stem).replace("'", ""),
        start=match.start(),
        end=match.start() + len(stem),
        opens=opens,
        sentence=sentence,
        gap=gap,
        is_capital=text[0].isupper() and not is_shouted,
        is_possessive=len(stem) < len(text),
    )


def _is_abbreviation(word: WrittenWord, gap: str) -> bool:
    """Whether the full stop before this gap ends ‘Mr.’ or an initial and no sentence."""
    return gap.startswith(".") and "\n" not in gap and (word.plain in _ABBREVIATIONS or len(word.text) == 1)


_fold_cached = lru_cache(maxsize=4096)(fold)
