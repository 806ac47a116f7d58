"""The order of the results: how well a title or a phrase of an entry fits what was typed, then the text.

The score is worked out here, the same for both databases, over the best few hundred entries that they find. It looks
at one line at a time (a title, a name or a phrase that people may type): how much of the query the line has, and how
much of the line the query has. So "delete my account" fits that phrase better than a text that has all three words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ettle.search.matching.expansion import Expansion, TermQuery
from ettle.search.models import SearchEntry
from ettle.search.words import english, stems
from ettle.search.words.variants import SHORTEST_FAMILY, is_family

Kind = SearchEntry.Kind
LINE_WEIGHT, NAMES_WEIGHT, TEXT_WEIGHT, PLACE_WEIGHT, WORDS_WEIGHT = 10.0, 2.0, 1.2, 0.4, 0.8
PRECISION_SHARE = 0.45
FAMILY_WEIGHT = 0.75
WHOLE_LINE = 0.999
# A single word of a longer phrase says less than the phrase: "bus times" is not "go on the bus alone".
PART_WEIGHT = 0.6
APART_WEIGHT = 0.7
LEAST_OF_LINE = 0.6
NO_FIT = (0.0, 0.0, 0.0)
# What a stop word says of a line: "give feedback" fits "feedback on me" less well than "feedback" does.
STOP_WORD_WEIGHT = 0.05
# What most people look for comes first among equally good matches.
KIND_SCORES: Mapping[str, float] = {
    Kind.AREA: 1.7, Kind.TOOL: 1.6, Kind.BADGE: 0.9, Kind.STATEMENT: 0.8, Kind.TERM: 0.4, Kind.CAPABILITY: 0.2,
    Kind.CODE: -1.6, Kind.MODEL: -1.0, Kind.REFERENCE: -1.5,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A title or a phrase. weight: of its words that say something. words: without the s of a plural."""

    words: frozenset[str]
    stems: frozenset[str]
    weights: tuple[tuple[str, float], ...]
    weight: float


@dataclass(frozen=True)
class Score:
    """recall: the share of the query that the title and the names have, from 0 to 1.

    line: the largest share of the query that one line of these has.
    whole: the largest share of the query, as it was typed, that is the whole of a title or a phrase, such as "badges".
    """

    value: float
    recall: float
    line: float
    whole: float

    @property
    def evidence(self) -> float:
        """How sure it is that the entry answers the query: words that are in different phrases are less sure."""
        return max(self.line, APART_WEIGHT * self.recall)


class Ranking:
    """Scores of entries for one query."""

    def __init__(self, expansion: Expansion, text_places: Mapping[int, int], text_recall: float) -> None:
        """text_places: entry -> its place among those found in the text. text_recall: share of the query these have."""
        self.term_queries = expansion.term_queries
        self.total = sum(query.weight for query in self.term_queries) or 1.0
        self.typed = frozenset(stems.stem_word(word) for word in expansion.words)
        self.text_places, self.text_recall = text_places, text_recall
        self.way_stems = frozenset(stem for query in self.term_queries for way in query.ways for stem in way.stems)
        self.beginnings = frozenset(query.own_stem[:SHORTEST_FAMILY] for query in self.term_queries)
        self.begun = tuple(
            stem for query in self.term_queries if query.prefix for way in query.ways for stem in way.stems
        )

    def score_entry(self, pk: int, kind: str, title: str, names: str, priority: int) -> Score:
        lines, everything = _read_lines(title, names)
        found = self._find_stems(everything)
        fits = [self._score_line(line) for line in lines if not found.isdisjoint(line.stems)] or [NO_FIT]
        best = max(fit for fit, _, _ in fits)
        recall = sum(query.weight * _best_way(query, found)[0] for query in self.term_queries) / self.total
        value = LINE_WEIGHT * best + NAMES_WEIGHT * recall + KIND_SCORES[kind] + 0.01 * priority
        if pk in self.text_places:
            place = 1 - self.text_places[pk] / len(self.text_places)
            value += TEXT_WEIGHT * self.text_recall + PLACE_WEIGHT * place
        return Score(value, recall, max(share for _, share, _ in fits), max(whole for _, _, whole in fits))

    def _find_stems(self, everything: frozenset[str]) -> frozenset[str]:
        """Those of these stems that a term may match: most lines of an entry have none, and need no score."""
        found = {stem for stem in everything if stem in self.way_stems or stem[:SHORTEST_FAMILY] in self.beginnings}
        if self.begun:
            found |= {stem for stem in everything if stem.startswith(self.begun)}
        return frozenset(found)

    def _score_line(self, line: Line) -> tuple[float, float, float]:
        """How well the line fits (from 0 to 1.1), the share of the query that it has, and that if it has no more."""
        recalled, typed, covered, matched_terms = 0.0, 0.0, set[str](), 0
        for query in self.term_queries:
            weight, matched = _best_way(query, line.stems)
            recalled += query.weight * weight
            typed += query.weight * (weight == 1 and _is_in_line(query, line))
            covered |= matched
            matched_terms += bool(matched)
        if not recalled:
            return 0.0, 0.0, 0.0
        covered |= self.typed
        precision = sum(weight for stem, weight in line.weights if stem in covered) / (line.weight or 1.0)
        same = len(self.typed & line.stems) / len(self.typed | line.stems)
        share = recalled / self.total
        if precision < LEAST_OF_LINE and matched_terms < 2:
            share *= PART_WEIGHT
        fit = share * (1 - PRECISION_SHARE + PRECISION_SHARE * precision) + WORDS_WEIGHT / LINE_WEIGHT * same
        return fit, share, typed / self.total if precision > WHOLE_LINE else 0.0


def order_entries(
    expansion: Expansion,
    entries: Iterable[tuple[int, str, str, str, int]],
    places: Mapping[int, int],
    text_recall: float,
) -> list[tuple[int, str, Score]]:
    """(entry, kind, score), the best first. entries: (pk, kind, title, names, priority)."""
    ranking = Ranking(expansion, places, text_recall)
    scored = [(row[0], row[1], ranking.score_entry(*row)) for row in entries]
    return sorted(scored, key=lambda row: (-row[2].value, row[0]))


def _best_way(query: TermQuery, found: frozenset[str]) -> tuple[float, frozenset[str]]:
    """The weight of the surest way whose words are all there, and those words; 0 when none is."""
    best, matched = 0.0, frozenset[str]()
    for way in query.ways:
        if way.weight > best:
            words = _begun_words(way.stems, found) if query.prefix else way.stems
            if words <= found:
                best, matched = way.weight, words
    if not best and query.own_stem:
        family = frozenset(stem for stem in found if is_family(query.own_stem, stem))
        return (FAMILY_WEIGHT, family) if family else (0.0, matched)
    return best, matched


def _begun_words(begun: frozenset[str], found: frozenset[str]) -> frozenset[str]:
    longer = frozenset(word for word in found if any(word.startswith(stem) for stem in begun))
    return longer or begun


@lru_cache(maxsize=2_000)
def _read_lines(title: str, names: str) -> tuple[tuple[Line, ...], frozenset[str]]:
    """The title and the names of an entry, and the stems of all of them."""
    lines = tuple(_read_line(line) for line in (title, *names.splitlines()))
    return lines, frozenset().union(*(line.stems for line in lines))


@lru_cache(maxsize=20_000)
def _read_line(line: str) -> Line:
    words = stems.split_words(stems.drop_apostrophes(line))
    weights = {
        stems.stem_word(word): english.word_weight(word) if stems.is_significant(word) else STOP_WORD_WEIGHT
        for word in words
    }
    return Line(
        words=frozenset(map(_drop_plural, words)),
        stems=frozenset(stems.stem_line(line)),
        weights=tuple(weights.items()),
        weight=sum(weights.values()),
    )


def _is_in_line(query: TermQuery, line: Line) -> bool:
    """Whether the line has the term as it was typed: "train" is not "training"."""
    return any(all(_drop_plural(word) in line.words for word in way.words) for way in query.ways if way.weight == 1)


def _drop_plural(word: str) -> str:
    return word.removesuffix("s")
