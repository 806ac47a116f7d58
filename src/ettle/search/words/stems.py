"""Words and their stems, the same for both databases: "bullied" and "bullying" are "bulli".

The stems are Snowball's for English.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

MAX_WORD_LENGTH = 40
# Words in nearly every question, which do not help to find anything.
STOP_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a able about actually again all already also always am an and another any anybody anyone anything anyway "
        "are arent as at away be because been being best both but by came can cannot cant come comes coming could "
        "couldnt cud dear did do does doesnt doing dont during each else even ever every everybody everyone "
        "everything find for from get getting give go going got had hadnt happen happened happens has hasnt have "
        "havent having he hello help her hers hi him his how i id if ill im in infront into is isnt it its itself "
        "ive just keep keeps kept know let like look looking lots madam made make makes many may maybe me might "
        "much must my myself need needs no not of off often ok okay on one or other others our ourselves out page "
        "people please pls plz really see seem seems shall she should shouldnt show shud sir site so some someone "
        "something still such sure take takes taking tell than thanks that thats the their them then there these "
        "they theyre thing things this those though thru to today too took until up ur us use using very via want "
        "wanted wants was wasnt wat way we went were werent what whatever whats when where which who whose why "
        "wich will with wont wot would wouldnt wud yes you your youre yours yourself",
    )
)
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
# A stemmer holds the word that it works on, so that only one thread at a time may use it.
_STEMMER_LOCK = threading.Lock()


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
    with _STEMMER_LOCK:
        return str(_load_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _load_stemmer() -> Any:
    """Loaded by the first search: it brings the stemmers of thirty languages, a twentieth of the start of a process."""
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def stem_line(line: str) -> tuple[str, ...]:
    """The stems of all words of a title or a phrase, in order."""
    return tuple(stem_word(word) for word in split_words(drop_apostrophes(line)))


def is_significant(word: str) -> bool:
    return word not in STOP_WORDS
