"""Queries of the full text index, on SQLite or PostgreSQL, with correction of misspelt words.

The index is SQLite's FTS5 or PostgreSQL's tsvector (migration 0001), which split and stem words. Misspelt words are
compared with the words of the entries, so that both databases correct the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from ettle.kit.limits.counters import Limit
from ettle.search import terms
from ettle.search.models import SearchEntry, SearchWord
from ettle.search.terms import Piece, Term

MAX_RESULTS = 20_000
SEARCHES = Limit(
    "search/searches", "network", 1_200, timedelta(minutes=1), "There were many searches from your network in a minute."
)
LIMITS = [SEARCHES]
HITS_PER_GROUP = 5
HITS_PER_PAGE = 20
MAX_CANDIDATES = 200
MAX_CORRECTIONS = 4
SEARCH_SQL = {
    # Titles count ten times as much as the text, names (ET-101, vis.1) eight times.
    "sqlite": """
        SELECT entry.kind, entry.id, bm25(search_index, 10.0, 8.0, 1.0) AS rank
        FROM search_index JOIN search_searchentry AS entry ON entry.id = search_index.rowid
        WHERE search_index MATCH %s ORDER BY rank LIMIT %s
    """,
    "postgresql": """
        SELECT kind, id, -ts_rank('{0.1, 0.1, 0.8, 1.0}', found, query) AS rank
        FROM search_searchentry, to_tsquery('english', %s) AS query
        WHERE found @@ query ORDER BY rank, id LIMIT %s
    """,
}
# One row with all the words: ten thousand rows would take four times as long to read.
WORDS_SQL = {
    "sqlite": "SELECT group_concat(word, ' ') FROM search_searchword WHERE length(word) BETWEEN %s AND %s",
    "postgresql": "SELECT string_agg(word, ' ') FROM search_searchword WHERE length(word) BETWEEN %s AND %s",
}


@dataclass(frozen=True)
class Hit:
    """A search result: its title and an excerpt of its text, with the matched words marked."""

    title: list[Piece]
    address: str
    about: str
    text: list[Piece]


@dataclass(frozen=True)
class Group:
    kind: str
    heading: str
    count: int
    hits: list[Hit]


@dataclass(frozen=True)
class SearchResult:
    """groups: in a fixed order, the best hit first in each. corrected: typed word -> the word searched for instead.

    is_any: no entry has all of the words, so these have at least one.
    """

    groups: list[Group]
    corrected: Mapping[str, str]
    is_any: bool = False

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class TermQuery:
    """One term and the alternatives to search for. prefix: match words that begin with it too."""

    ways: tuple[tuple[str, ...], ...]
    prefix: bool


def search_entries(query: str, *, kind: str = "", page: int = 1) -> SearchResult:
    """Published entries with these words. kind: only this kind, a page at a time. page: counted from 1."""
    typed_terms = terms.parse_query(query)
    if not typed_terms:
        return SearchResult([], {})
    term_queries, corrected = _expand_terms(typed_terms)
    rows = _run_query(term_queries, "all")
    is_any = not rows and len(term_queries) > 1
    if is_any:
        rows = _run_query(term_queries, "any")
    looked_for = [word for term_query in term_queries for way in term_query.ways for word in way]
    return SearchResult(_build_groups(rows, looked_for, kind, page), corrected, is_any)


def _expand_terms(typed_terms: Sequence[Term]) -> tuple[list[TermQuery], dict[str, str]]:
    """The alternatives for each term, and the corrections. An unknown word is replaced by the nearest known words."""
    typed = [term.phrase for term in typed_terms if term.can_be_misspelt]
    known = set(SearchWord.objects.filter(word__in=typed).values_list("word", flat=True)) if typed else set()
    unknown = [word for word in typed if word not in known]
    begun = _find_beginnings(unknown)
    near = _find_near_words([word for word in unknown if word not in begun][:MAX_CORRECTIONS])
    term_queries = []
    for term in typed_terms:
        ways = (term.words, *((word,) for word in near.get(term.phrase, [])))
        term_queries.append(
            TermQuery(ways, prefix=term.phrase in begun or (len(typed_terms) == 1 and len(term.phrase) > 3))
        )
    return term_queries, {word: nearest[0] for word, nearest in near.items() if nearest}


def _find_beginnings(unknown: Sequence[str]) -> set[str]:
    """The words that begin a known word: the person may still be typing."""
    if not unknown:
        return set()
    longer = SearchWord.objects.filter(reduce(or_, (Q(word__startswith=word) for word in unknown)))
    matches = list(longer.values_list("word", flat=True)[:MAX_CANDIDATES])
    return {word for word in unknown if any(match.startswith(word) for match in matches)}


def _find_near_words(unknown: Sequence[str]) -> dict[str, list[str]]:
    """The nearest known words for each. Reads only words of a possible length, about a third of them."""
    if not unknown:
        return {}
    shortest = min(len(word) - terms.allowed_edits(word) for word in unknown)
    longest = max(len(word) + terms.allowed_edits(word) for word in unknown)
    with connection.cursor() as cursor:
        cursor.execute(WORDS_SQL[connection.vendor], [shortest, longest])
        candidates = (cursor.fetchone()[0] or "").split()
    return {word: terms.nearest_words(word, candidates) for word in unknown}


def _run_query(term_queries: Sequence[TermQuery], how: str) -> list[tuple[str, int]]:
    """(kind, entry) of everything that matches, the best first. how: "all" or "any".

    Words contain only letters and digits (terms.split_words), so they need no escaping.
    """
    is_sqlite = connection.vendor == "sqlite"
    write, glue = (_sqlite_expression, (" AND ", " OR ")) if is_sqlite else (_postgresql_expression, (" & ", " | "))
    expression = glue[how == "any"].join(f"({write(term_query)})" for term_query in term_queries)
    with connection.cursor() as cursor:
        cursor.execute(SEARCH_SQL["sqlite" if is_sqlite else "postgresql"], [expression, MAX_RESULTS])
        return [(kind, pk) for kind, pk, _ in cursor.fetchall()]


def _sqlite_expression(term_query: TermQuery) -> str:
    return " OR ".join(f'"{" ".join(way)}"{"*" if term_query.prefix else ""}' for way in term_query.ways)


def _postgresql_expression(term_query: TermQuery) -> str:
    ways = (" <-> ".join(f"'{word}'" for word in way) for way in term_query.ways)
    return " | ".join(f"({way}{':*' if term_query.prefix else ''})" for way in ways)


def _build_groups(rows: Sequence[tuple[str, int]], looked_for: Sequence[str], kind: str, page: int) -> list[Group]:
    pks_by_kind: dict[str, list[int]] = defaultdict(list)
    for row_kind, pk in rows:
        pks_by_kind[row_kind].append(pk)
    shown = {}
    for value in SearchEntry.Kind.values:
        if kind in {"", value} and value in pks_by_kind:
            begin = (page - 1) * HITS_PER_PAGE if kind else 0
            shown[value] = pks_by_kind[value][begin : begin + (HITS_PER_PAGE if kind else HITS_PER_GROUP)]
    entries = SearchEntry.objects.in_bulk([pk for pks in shown.values() for pk in pks])
    return [
        Group(
            value,
            str(SearchEntry.Kind(value).label),
            len(pks_by_kind[value]),
            _build_hits([entries[pk] for pk in pks], looked_for),
        )
        for value, pks in shown.items()
    ]


def _build_hits(entries: Sequence[SearchEntry], looked_for: Sequence[str]) -> list[Hit]:
    return [
        Hit(
            title=terms.mark_matches(entry.title, looked_for),
            address=entry.address,
            about=entry.about if entry.kind != SearchEntry.Kind.AREA else "",
            text=terms.make_excerpt(entry.text, looked_for),
        )
        for entry in entries
    ]
