"""Find details that only together point to one person: age with place and condition, rare events, the only one.

Each detail is a facet with a weight, found by how it is said (“the only … in …”, “her son is the …”) more than by what
it is about. Facets of different kinds within a few sentences add up; at `ENOUGH` they are shown together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ettle.texts.privacy.name_contexts import BEFORE_PLACE, DETERMINERS, SHOWN_TITLES
from ettle.texts.privacy.rule_tables import load_rules
from ettle.texts.privacy.word_lists import WordLists
from ettle.texts.privacy.written_words import WrittenWord

Span = tuple[int, int]
ENOUGH = 2.5
SMALL_PLACE, UNKNOWN_PLACE = 1.5, 1.0
SURE_BEFORE_PLACE = frozenset({"in", "near", "outside"})
BLOCK = 50  # words: a sentence, or a part of one without an end
NEAR_BLOCKS = 4  # how far apart the parts of a combination may be


@dataclass(frozen=True)
class Facet:
    """kind: a detail counts once for each. weight: how much it tells; 2.5 is one person."""

    kind: str
    weight: float
    start: int
    end: int
    block: int


def find_combinations(text: str, words: Sequence[WrittenWord], lists: WordLists) -> list[list[Span]]:
    """Return the places of the parts of each combination, in text order."""
    strongest = _keep_strongest(_list_facets(text, words, lists))
    combinations: list[list[Span]] = []
    used_until = -1
    for block in sorted(strongest):
        if block <= used_until:
            continue
        near = [facet for at in range(block, block + NEAR_BLOCKS) for facet in strongest.get(at, {}).values()]
        parts = _keep_strongest(replace(facet, block=0) for facet in near)[0].values()
        places = _merge_overlaps(sorted((part.start, part.end) for part in parts))
        if len(places) > 1 and sum(part.weight for part in parts) >= ENOUGH:
            combinations.append(places)
            used_until = block + NEAR_BLOCKS - 1
    return combinations


def _keep_strongest(facets: Iterable[Facet]) -> dict[int, dict[str, Facet]]:
    """Block -> kind -> the facet that tells most, so that the time does not grow with the square of a text."""
    strongest: dict[int, dict[str, Facet]] = {}
    for facet in facets:
        kinds = strongest.setdefault(facet.block, {})
        if facet.kind not in kinds or facet.weight > kinds[facet.kind].weight:
            kinds[facet.kind] = facet
    return strongest


def _merge_overlaps(spans: list[Span]) -> list[Span]:
    parts: list[Span] = []
    for start, end in spans:
        if not parts or start >= parts[-1][1]:
            parts.append((start, end))
        else:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
    return parts


def _list_facets(text: str, words: Sequence[WrittenWord], lists: WordLists) -> Iterator[Facet]:
    starts, blocks = [word.start for word in words], _number_blocks(words)
    for rule in load_rules().facets:
        for match in rule.pattern.finditer(text):
            at = bisect_right(starts, match.start()) - 1
            yield Facet(rule.kind, rule.weight, *match.span(), blocks[max(at, 0)] if blocks else 0)
    for at, weight in _list_places(words, lists):
        yield Facet("place", weight, words[at].start, words[at].end, blocks[at])


def _number_blocks(words: Sequence[WrittenWord]) -> list[int]:
    """The number of the block of each word."""
    blocks: list[int] = []
    block = begun = 0
    for at, word in enumerate(words):
        if at and (word.sentence != words[at - 1].sentence or at - begun >= BLOCK):
            block, begun = block + 1, at
        blocks.append(block)
    return blocks


def _list_places(words: Sequence[WrittenWord], lists: WordLists) -> Iterator[tuple[int, float]]:
    """Yield the number of each word that is a place after a preposition, and its weight: “in Lochinver”."""
    for at, word in enumerate(words):
        before = words[at - 1] if at and words[at - 1].sentence == word.sentence else None
        if before is not None and before.plain in DETERMINERS and at > 1:
            before = words[at - 2]
        if before is None or before.plain not in BEFORE_PLACE:
            continue
        if word.plain in lists.small_places:
            yield at, SMALL_PLACE
        elif word.plain in lists.cities:
            yield at, SMALL_PLACE / 3
        elif _is_unknown(word.plain, lists) and (word.is_capital or before.plain in SURE_BEFORE_PLACE):
            yield at, SMALL_PLACE if word.is_capital else UNKNOWN_PLACE


def _is_unknown(plain: str, lists: WordLists) -> bool:
    """Whether no list has a word, so that after “in” it is the name of a place."""
    is_listed = lists.is_ordinary(plain) or plain in lists.known or plain in lists.acronyms or plain in lists.given
    if plain in SHOWN_TITLES:
        return False
    return not is_listed and len(plain) > 2
