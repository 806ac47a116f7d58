"""What someone typed, as terms to search for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ettle.search.words import stems

MAX_QUERY_LENGTH = 200
MAX_WORDS = 16
MAX_TERMS = 8
_SPACED = re.compile(r"\S+")
# Letters and digits written together: ET101, 23things.
_RUNS = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True)
class Term:
    """One term of a query: a word, or several that belong together ("1.3", "self-assessment", "ET-101").

    ways: other spellings of the same, such as its words joined.
    """

    words: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...] = ()

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    @property
    def can_be_misspelt(self) -> bool:
        return len(self.words) == 1 and len(self.phrase) > 2 and self.phrase.isalpha()


def parse_query(query: str) -> list[Term]:
    """The terms of a query in order, with its stop words, MAX_WORDS at most."""
    typed = stems.drop_apostrophes(query[:MAX_QUERY_LENGTH])
    parsed = (_parse_part(part) for part in _SPACED.findall(typed))
    return [term for term in parsed if term is not None][:MAX_WORDS]


def choose_terms(parsed: list[Term]) -> list[Term]:
    """The terms that help to find something, each once. Stop words are used only when there are no others."""
    significant = [term for term in parsed if len(term.words) > 1 or _says_something(term.phrase)]
    return list(dict.fromkeys(significant or parsed))[:MAX_TERMS]


def _parse_part(part: str) -> Term | None:
    words = tuple(stems.split_words(part))
    if not words:
        return None
    ways = list(_other_spellings(words))
    return Term(words, tuple(dict.fromkeys(way for way in ways if way != words)))


def _other_spellings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Joined ("e-mail", email), apart at digits (ET101, ET 101), and with a thousands separator (1500, 1,500)."""
    joined = "".join(words)[: stems.MAX_WORD_LENGTH]
    yield (joined,)
    runs = tuple(run for word in words for run in _RUNS.findall(word))
    if 1 < len(runs) <= MAX_TERMS:
        yield runs
    if len(words) == 1 and joined.isascii() and joined.isdigit() and 4 <= len(joined) <= 9:
        yield tuple(f"{int(joined):,}".split(","))


def _says_something(word: str) -> bool:
    """Not a stop word, and not a letter alone: "leadership v management"."""
    return stems.is_significant(word) and not (len(word) == 1 and word.isalpha())
