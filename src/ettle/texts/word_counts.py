"""How long a text may be, and what a page says about its length."""

from __future__ import annotations

MAX_CHARACTERS = 40_000  # characters; some 6,000 words, seven times the longest answer any badge asks for


def describe_word_count(number: int, least: int, most: int) -> str:
    """Describe how long an answer is and how much more it needs, in the words of written-text.js. 0: no limit."""
    words = "1 word" if number == 1 else f"{number} words"
    if number < least:
        return f"{words}, {least - number} more to write"
    return f"{words}, {number - most} over" if most and number > most else words
