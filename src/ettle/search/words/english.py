"""Which words are English, and how common they are.

symspellpy carries 82,834 words, British and American, with how often each occurs in books. Only the list is used; its
code is not imported.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.metadata import distribution

from rapidfuzz import process
from rapidfuzz.distance import OSA

LIST = "symspellpy/frequency_dictionary_en_82_765.txt"
SHORTEST_PART = 4
# A name or a number says more than the rarest word in the list, but not more than a clear word of the query.
WEIGHT_OF_OTHERS = 0.8


@lru_cache(maxsize=1)
def _words() -> str:
    """Every word on a line of its own, the most common first. One text: a dictionary of them would take 9 MB more."""
    place = distribution("symspellpy").locate_file(LIST)
    with open(str(place), encoding="utf-8-sig") as lines:
        rows = [line.split() for line in lines]
    rows.sort(key=lambda row: -int(row[1]))
    return "\n" + "\n".join(word for word, _ in rows) + "\n"


@lru_cache(maxsize=4_000)
def _place(word: str) -> int:
    """How far down the list a word is, in letters; -1 when it is not there."""
    return _words().find(f"\n{word}\n")


def is_english(word: str) -> bool:
    """Whether this is an English word, or two of them written together, such as "whistleblowing"."""
    return _place(word) >= 0 or bool(split_compound(word))


def split_compound(word: str) -> tuple[str, str] | None:
    """The two English words of at least SHORTEST_PART letters that this is made of."""
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if _place(word[:place]) >= 0 and _place(word[place:]) >= 0:
            return word[:place], word[place:]
    return None


@lru_cache(maxsize=20_000)
def word_weight(word: str) -> float:
    """How much a word says, from 0 to 1: the rarer in English, the more."""
    place = _place(word)
    if place < 0:
        return WEIGHT_OF_OTHERS
    return (math.log(place + 10) / math.log(len(_words()))) ** 2


def commonness(word: str) -> int:
    """A smaller number for a more common word; for sorting."""
    place = _place(word)
    return place if place >= 0 else len(_words())


def has_nearer_word(typed: str, distance: int) -> bool:
    """Whether an English word is nearer to what was typed than this many edits."""
    if distance < 2:
        return False
    near = [word for word in _words_of_length(len(typed) - 1, len(typed) + 1) if word[:1] == typed[:1]]
    return process.extractOne(typed, near, scorer=OSA.distance, score_cutoff=distance - 1) is not None


@lru_cache(maxsize=16)
def _words_of_length(shortest: int, longest: int) -> list[str]:
    return [word for word in _words().split() if shortest <= len(word) <= longest]
