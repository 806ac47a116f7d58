"""The lists of words that the privacy check reads. Each file of `data/` says where its words come from.

The generated files are written by `tests/house/privacy_lists.py`; the others are our own. All words are in small
letters, without marks and apostrophes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class WordLists:
    """Sets of words.

    given: names that are no ordinary word, or hardly ever (“jimmy”). likely_given: those that we listed ourselves.
    ambiguous: names that are ordinary words too. family: names that are no ordinary word. likely_family: those that we
    listed ourselves. ordinary_family: those that are ordinary words too (“baker”). ordinary: all words that a spelling
    checker takes. known: what opens with a capital for another reason. cities: large places, which hardly help to
    recognise anyone. small_places: towns, villages and islands.
    """

    given: frozenset[str]
    likely_given: frozenset[str]
    ambiguous: frozenset[str]
    family: frozenset[str]
    likely_family: frozenset[str]
    ordinary_family: frozenset[str]
    ordinary: frozenset[str]
    known: frozenset[str]
    acronyms: frozenset[str]
    slips: frozenset[str]
    cities: frozenset[str]
    small_places: frozenset[str]
    hospitals: frozenset[str]

    def is_ordinary(self, word: str) -> bool:
        return word in self.ordinary or word in self.slips


@lru_cache(maxsize=1)
def load_lists() -> WordLists:
    """Read the lists once for each process: about 10 MB, a tenth of a second."""
    names, places = read_classes("more_names.txt"), read_classes("places.txt")
    known = read_classes("known_capitals.txt")
    ordinary, slips = _read_words("ordinary_words.txt") - names["certain"], known["slip"]
    no_names = (ordinary | slips | known["word"] | known["acronym"]) - names["certain"]
    likely_given = (names["given"] - no_names) | names["certain"]
    towns = places["small"] | places["city"]
    family = _read_words("family_names.txt") | names["family"]
    return WordLists(
        given=frozenset((_read_words("given_names.txt") - no_names) | likely_given),
        likely_given=frozenset(likely_given),
        ambiguous=frozenset((names["ambiguous"] | (names["given"] & ordinary)) - names["certain"]),
        family=frozenset(family - no_names),
        likely_family=frozenset(names["family"] - no_names),
        ordinary_family=frozenset(family & ordinary),
        ordinary=frozenset(ordinary),
        known=frozenset(known["word"] | (_read_words("capitals.txt") - names["given"] - names["family"]) | towns),
        acronyms=frozenset(known["acronym"]),
        slips=frozenset(slips),
        cities=frozenset(places["city"]),
        small_places=frozenset(places["small"]),
        hospitals=frozenset(places["hospital"]),
    )


def _read_words(name: str) -> set[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def read_classes(name: str) -> dict[str, set[str]]:
    """Class -> words, from lines such as “given: agnes aggie”."""
    classes: dict[str, set[str]] = defaultdict(set)
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        label, found, words = line.partition(": ")
        if found and not line.startswith("#"):
            classes[label].update(word.replace("'", "") for word in words.split())
    return classes
