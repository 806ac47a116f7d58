"""Words and their stems, the same for both databases: "bullied" and "bullying" are "bulli".

The stems are Snowball's for English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

MAX_WORD_LENGTH = 40
# Words in nearly every question, which do not help to find anything.
STOP_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a about all am an and any anyone are as at be been but by can cant could did do does doing dont find for "
        "from get getting give go going got had has have having help how i id if ill im in into is it its ive just "
        "know let like look looking may me might my myself need needs no not of off on one or our out page people "
        "please really see shall should show site so some someone something tell than thanks that thats the their "
        "them then there they thing things this to too up us use using want wanted wants was way we were what "
        "whats when where which who whose why will with would you your yours",
    )
)
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_STEMMER = snowballstemmer.stemmer("english")


def fold_case(text: str) -> str:
    """Lower case without accents, so that café and Cafe are the same word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_PLAIN.sub(lambda match: "" if unicodedata.combining(match[0]) else match[0], decomposed)


def split_words(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in _WORD.findall(fold_case(text))]


def drop_apostrophes(text: str) -> str:
    """The text with "people’s" as "people" and "don’t" as "dont"."""
    return _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))


@lru_cache(maxsize=20_000)
def stem_word(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=20_000)
def stem_line(line: str) -> tuple[str, ...]:
    """The stems of all words of a title or a phrase, in order."""
    return tuple(stem_word(word) for word in split_words(drop_apostrophes(line)))


def is_significant(word: str) -> bool:
    return word not in STOP_WORDS
