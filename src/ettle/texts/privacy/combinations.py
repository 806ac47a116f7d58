"""Find details that only together point to one person: age with place and condition, rare events, the only one.

Each detail is a facet with a weight, found by how it is said (“the only … in …”, “her son is the …”) more than by what
it is about. Facets of different kinds within a few sentences add up; at `ENOUGH` they are shown together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ettle.texts.privacy.name_contexts import BEFORE_PLACE, DETERMINERS
from ettle.texts.privacy.rule_tables import load_rules
from ettle.texts.privacy.word_lists import WordLists
from ettle.texts.privacy.written_words import WrittenWord

ENOUGH = 3.0
SMALL_PLACE = 1.5
SENTENCES = 3  # how far apart the parts of a combination may be


@dataclass(frozen=True)
class Facet:
    """kind: a detail counts once for each. weight: how much it tells; 3 is one person."""

    kind: str
    weight: float
    start: int
    end: int
    sentence: int


def find_combinations(text: str, words: Sequence[WrittenWord], lists: WordLists) -> list[list[tuple[int, int]]]:
    """Return the places of the parts of each combination, in text order."""
    facets = sorted(_list_facets(text, words, lists), key=lambda facet: (facet.start, -facet.end))
    combinations: list[list[tuple[int, int]]] = []
    used_until = -1
    for facet in facets:
        if facet.sentence <= used_until:
            continue
        near = [other for other in facets if 0 <= other.sentence - facet.sentence < SENTENCES]
        strongest: dict[str, Facet] = {}
        for other in near:
            if other.kind not in strongest or other.weight > strongest[other.kind].weight:
                strongest[other.kind] = other
        if len(strongest) > 1 and sum(other.weight for other in strongest.values()) >= ENOUGH:
            parts = sorted(strongest.values(), key=lambda other: other.start)
            combinations.append(_drop_overlaps([(part.start, part.end) for part in parts]))
            used_until = facet.sentence + SENTENCES - 1
    return combinations


def _drop_overlaps(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for start, end in spans:
        if not parts or start >= parts[-1][1]:
            parts.append((start, end))
        else:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
    return parts


def _list_facets(text: str, words: Sequence[WrittenWord], lists: WordLists) -> Iterator[Facet]:
    starts = [word.start for word in words]
    for rule in load_rules().facets:
        for match in rule.pattern.finditer(text):
            yield Facet(rule.kind, rule.weight, *match.span(), _sentence_of(match.start(), starts, words))
    yield from _list_places(text, words, lists)


def _list_places(text: str, words: Sequence[WrittenWord], lists: WordLists) -> Iterator[Facet]:
    """Yield named small places after a preposition, and capitals no list has: “in Lochinver”, “at the Ardbeg”."""
    for at, word in enumerate(words):
        before = words[at - 1] if at and words[at - 1].sentence == word.sentence else None
        if before is not None and before.plain in DETERMINERS and at > 1:
            before = words[at - 2]
        if before is None or before.plain not in BEFORE_PLACE:
            continue
        if word.plain in lists.small_places:
            yield Facet("place", SMALL_PLACE, word.start, word.end, word.sentence)
        elif word.plain in lists.cities:
            yield Facet("place", SMALL_PLACE / 3, word.start, word.end, word.sentence)
        elif word.is_capital and not (lists.is_ordinary(word.plain) or word.plain in lists.known | lists.acronyms):
            yield Facet("place", SMALL_PLACE, word.start, word.end, word.sentence)


def _sentence_of(place: int, starts: Sequence[int], words: Sequence[WrittenWord]) -> int:
    """The number of the sentence at a place of the text."""
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if starts[middle] <= place else (low, middle)
    return words[max(low - 1, 0)].sentence if words else 0
