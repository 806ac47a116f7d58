"""Words beside which a name stands. They decide whether a word is a name or an ordinary word (“rose”, “will”)."""

from __future__ import annotations

from ettle.texts.privacy.word_lists import read_classes

_CLASSES = {label: frozenset(words) for label, words in read_classes("name_contexts.txt").items()}

TITLES = _CLASSES["titles"]
LIKELY_TITLES = _CLASSES["likely_titles"]
SHOWN_TITLES = TITLES | _CLASSES["shown_titles"]
STRONG_LEFT = _CLASSES["strong_left"]
WEAK_LEFT = _CLASSES["weak_left"]
STRONG_RIGHT = _CLASSES["strong_right"]
WEAK_RIGHT = _CLASSES["weak_right"]
DETERMINERS = _CLASSES["determiners"]
FUNCTION_WORDS = _CLASSES["function_words"] | DETERMINERS
MONTHS = _CLASSES["months"]
BEFORE_MONTH = _CLASSES["before_month"]
VIRTUES = _CLASSES["virtues"]
COMMON = _CLASSES["common"]
THINGS = _CLASSES["things"]
INITIAL_NOUNS = _CLASSES["initial_nouns"]
PREPOSITIONS_OF_PLACE = _CLASSES["prepositions_of_place"]
BEFORE_PLACE = _CLASSES["before_place"]


def score_left(word: str) -> int:
    """3 to 0: how surely a person follows this word."""
    return 3 if word in STRONG_LEFT else 1 if word in WEAK_LEFT else 0


def score_right(word: str) -> int:
    """2 to 0: how surely this word follows a person."""
    is_past = len(word) > len("need") and word.endswith("ed")
    return 2 if word in STRONG_RIGHT or is_past else 1 if word in WEAK_RIGHT else 0
