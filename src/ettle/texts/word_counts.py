"""Clean text before it is stored, and count its words."""

from __future__ import annotations

import re

MAX_CHARACTERS = 40_000  # characters; some 6,000 words, seven times the longest answer any badge asks for
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text with one kind of line end and without characters that no database can store.

    A browser sends a form's line ends as CR LF and a script's as LF; both must compare as the same text.
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def count_words(text: str) -> int:
    """Count words separated by white space, as kit's word-count.js does in the browser."""
    return len(text.split())


def describe_word_count(number: int, least: int, most: int) -> str:
    """Describe how long an answer is and how much more it needs, in the words of word-count.js. 0: no limit."""
    words = "1 word" if number == 1 else f"{number} words"
    if number < least:
        return f"{words}, {least - number} more to write"
    return f"{words}, {number - most} over" if most and number > most else words
