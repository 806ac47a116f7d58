"""Ask the full text index, on either database, and forgive what was typed wrongly.

SQLite's FTS5 and PostgreSQL's tsvector stand beside the entries (migration 0001). Words and stems are theirs; what is
typed wrongly is compared with the words of the entries, so that both databases forgive the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from ettle.search import terms
from ettle.search.models import SearchEntry, SearchWord
from ettle.search.terms import Piece, Term

MAX_RESULTS = 20_000
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
        SELECT kind, id, -ts_rank('{0.1, 0.1, 0.8, 1.0}', found, asked) AS rank
        FROM search_searchentry, to_tsquery('english', %s) AS asked
        WHERE found @@ asked ORDER BY rank, id LIMIT %s
    """,
}
# One row with all the words: ten thousand rows would take four times as long to read.
WORDS_SQL = {
    "sqlite": "SELECT group_concat(word, ' ') FROM search_searchword WHERE length(word) BETWEEN %s AND %s",
    "postgresql": "SELECT string_agg(word, ' ') FROM search_searchword WHERE length(word) BETWEEN %s AND %s",
}


@dataclass(frozen=True)
class Hit:
    """One thing found: its title and a piece of its text, with the words that were looked for marked."""

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
    """groups: in a fixed order, the best first in each. corrected: what was typed -> what was looked for.

    is_any: nothing holds all the words, so these hold at least one.
    """

    groups: list[Group]
    corrected: Mapping[str, str]
    is_any: bool = False

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


@dataclass(frozen=True)
class TermQuery:
    """One term and every way to find it. prefix: words that only begin so count too."""

    ways: tuple[tuple[str, ...], ...]
    prefix: bool


def search_entries(query: str, *, kind: str = "", page: int = 1) -> SearchResult:
    """Everything published that holds these words. With a kind, a page of that kind alone."""
    asked = terms.parse_query(query)
    if not asked:
        return SearchResult([], {})
    wanted, corrected = _expand_terms(asked)
    rows = _run_query(wanted, "all")
    is_any = not rows and len(wanted) > 1
    if is_any:
        rows = _run_query(wanted, "any")
    looked_for = [word for name in wanted for way in name.ways for word in way]
    return SearchResult(_build_groups(rows, looked_for, kind, page), corrected, is_any)


def _expand_terms(asked: Sequence[Term]) -> tuple[list[TermQuery], dict[str, str]]:
    """The ways to find each term. A word nobody wrote is looked for as the written words that are nearest to it."""
    typed = [term.phrase for term in asked if term.can_be_misspelt]
    known = set(SearchWord.objects.filter(word__in=typed).values_list("word", flat=True)) if typed else set()
    strange = [word for word in typed if word not in known]
    begun = _find_beginnings(strange)
    near = _find_near_words([word for word in strange if word not in begun][:MAX_CORRECTIONS])
    wanted = []
    for term in asked:
        ways = (term.words, *((word,) for word in near.get(term.phrase, [])))
        wanted.append(TermQuery(ways, prefix=term.phrase in begun or (len(asked) == 1 and len(term.phrase) > 3)))
    return wanted, {word: found[0] for word, found in near.items() if found}


def _find_beginnings(strange: Sequence[str]) -> set[str]:
    """Those that are the beginning of a word we know: somebody is not done typing."""
    if not strange:
        return set()
    longer = SearchWord.objects.filter(reduce(or_, (Q(word__startswith=word) for word in strange)))
    found = list(longer.values_list("word", flat=True)[:MAX_CANDIDATES])
    return {word for word in strange if any(match.startswith(word) for match in found)}


def _find_near_words(strange: Sequence[str]) -> dict[str, list[str]]:
    """The stored words nearest to each. Only words of a length that the slips allow are read: a third of them or so."""
    if not strange:
        return {}
    shortest = min(len(word) - terms.allowed_edits(word) for word in strange)
    longest = max(len(word) + terms.allowed_edits(word) for word in strange)
    with connection.cursor() as cursor:
        cursor.execute(WORDS_SQL[connection.vendor], [shortest, longest])
        candidates = (cursor.fetchone()[0] or "").split()
    return {word: terms.nearest_words(word, candidates) for word in strange}


def _run_query(wanted: Sequence[TermQuery], how: str) -> list[tuple[str, int]]:
    """(kind, entry) of everything that matches, the best first. Words are letters and digits only: see terms.words."""
    is_sqlite = connection.vendor == "sqlite"
    draw, glue = (_sqlite_expression, (" AND ", " OR ")) if is_sqlite else (_postgresql_expression, (" & ", " | "))
    expression = glue[how == "any"].join(f"({draw(name)})" for name in wanted)
    with connection.cursor() as cursor:
        cursor.execute(SEARCH_SQL["sqlite" if is_sqlite else "postgresql"], [expression, MAX_RESULTS])
        return [(kind, pk) for kind, pk, _ in cursor.fetchall()]


def _sqlite_expression(one: TermQuery) -> str:
    return " OR ".join(f'"{" ".join(way)}"{"*" if one.prefix else ""}' for way in one.ways)


def _postgresql_expression(one: TermQuery) -> str:
    ways = (" <-> ".join(f"'{word}'" for word in way) for way in one.ways)
    return " | ".join(f"({way}{':*' if one.prefix else ''})" for way in ways)


def _build_groups(rows: Sequence[tuple[str, int]], looked_for: Sequence[str], kind: str, page: int) -> list[Group]:
    held: dict[str, list[int]] = defaultdict(list)
    for row_kind, pk in rows:
        held[row_kind].append(pk)
    shown = {}
    for value in SearchEntry.Kind.values:
        if kind in {"", value} and value in held:
            begin = (page - 1) * HITS_PER_PAGE if kind else 0
            shown[value] = held[value][begin : begin + (HITS_PER_PAGE if kind else HITS_PER_GROUP)]
    entries = SearchEntry.objects.in_bulk([pk for pks in shown.values() for pk in pks])
    return [
        Group(
            value,
            str(SearchEntry.Kind(value).label),
            len(held[value]),
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
