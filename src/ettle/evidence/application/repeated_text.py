"""Whether two answers are the same text: word for word, or nearly, whatever the capitals, spaces and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Two honest accounts of one event share some phrases. Above this share of runs of three words, one is a copy.
NEARLY_ALL = 0.8
RUN_LENGTH = 3
# Shorter texts are compared word for word only: a run of three words says too little about them.
FEWEST_WORDS = 12
_WORD = re.compile(r"\w+")


def is_same_text(first: str, second: str) -> bool:
    """Whether one text is, or nearly is, the other or a part of it. Empty texts are never the same."""
    words, others = _normalise(first), _normalise(second)
    if not words or not others:
        return False
    if words == others:
        return True
    if min(len(words), len(others)) < FEWEST_WORDS:
        return False
    runs, other_runs = _runs(words), _runs(others)
    return len(runs & other_runs) >= NEARLY_ALL * min(len(runs), len(other_runs))


def find_repeated(number: int, texts: Mapping[int, str]) -> int | None:
    """The number of the first other text that is the same as this one; None when there is none."""
    mine = texts.get(number, "")
    return next((other for other, text in texts.items() if other != number and is_same_text(mine, text)), None)


def _normalise(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("’", "").replace("'", ""))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + RUN_LENGTH]) for start in range(len(words) - RUN_LENGTH + 1)}
