"""Questions to the database's own full text index: FTS5 of SQLite, or a tsvector of PostgreSQL (migration 0001)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from ettle.kit.http.language_choice import has_choice
from ettle.search.matching.expansion import TermQuery
from ettle.search.words.variants import family_beginning

# (kind, entry), the best first.
Rows = list[tuple[str, int]]
SQL = {
    # Titles count ten times as much as the text, names (ET-101, "delete my account") eight times.
    # The kind is looked up for the best alone: a common word is in thousands of entries.
    "sqlite": """
        SELECT {number}, entry.kind, entry.id, best.rank
        FROM (
            SELECT rowid, rank FROM search_index
            WHERE search_index MATCH %s AND rank MATCH 'bm25(10.0, 8.0, 1.0)' {of_reader} ORDER BY rank LIMIT %s
        ) AS best JOIN search_searchentry AS entry ON entry.id = best.rowid
    """,
    "postgresql": """
        SELECT {number}, kind, id, rank
        FROM (
            SELECT kind, id, -ts_rank('{{0.1, 0.1, 0.8, 1.0}}', found, query) AS rank
            FROM search_searchentry, to_tsquery('english', %s) AS query
            WHERE found @@ query {of_reader} ORDER BY rank, id LIMIT %s
        ) AS best
    """,
}
# What is written in English or in the reader's language.
OF_READER = {
    "sqlite": "AND rowid IN (SELECT id FROM search_searchentry WHERE language IN ('', %s))",
    "postgresql": "AND language IN ('', %s)",
}


def find_entries(term_queries: Sequence[TermQuery], *, most: int, most_names: int, language: str) -> tuple[Rows, Rows]:
    """What has all of the terms anywhere, and what has one of them in its title or its names, each the best first.

    language: the reader's, beside English; "" for English alone. Words of the same family are found in names too: the
    supervisor's with supervision.
    """
    families = [beginning for query in term_queries if (beginning := family_beginning(query.own_stem))]
    if connection.vendor == "sqlite":
        terms = [f"({_sqlite_expression(query)})" for query in term_queries]
        terms += [f'"{beginning}"*' for beginning in families]
        names = f"{{title names}} : ({' OR '.join(terms)})"
    else:
        terms = [f"({_postgresql_expression(query, 'AB')})" for query in term_queries]
        terms += [f"'{beginning}':*AB" for beginning in families]
        names = " | ".join(terms)
    found = _run([(_all_of(term_queries), most), (names, most_names)], language)
    return found[0], found[1]


def find_with_most(choices: Sequence[Sequence[TermQuery]], *, most: int, language: str) -> Rows:
    """What has all of the terms of one of the choices, the best first."""
    glue = " OR " if connection.vendor == "sqlite" else " | "
    return _run([(glue.join(f"({_all_of(chosen)})" for chosen in choices), most)], language)[0]


def _all_of(term_queries: Sequence[TermQuery]) -> str:
    if connection.vendor == "sqlite":
        return " AND ".join(f"({_sqlite_expression(query)})" for query in term_queries)
    return " & ".join(f"({_postgresql_expression(query)})" for query in term_queries)


def _run(questions: Sequence[tuple[str, int]], language: str) -> list[Rows]:
    """The answers to several questions at once: (expression, the most that is wanted).

    Words contain only letters and digits (words.stems.split_words), so they need no escaping.
    """
    # A site with one language has no entries in another.
    of_reader = OF_READER[connection.vendor] if has_choice() else ""
    select = SQL[connection.vendor]
    sql = " UNION ALL ".join(select.format(number=number, of_reader=of_reader) for number in range(len(questions)))
    languages = [language] if of_reader else []
    parts: list[str | int] = []
    for words, most in questions:
        parts += [words, *languages, most]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1, 4, 3", parts)
        rows = cursor.fetchall()
    return [[(kind, pk) for number, kind, pk, _ in rows if number == place] for place in range(len(questions))]


def _sqlite_expression(query: TermQuery) -> str:
    return " OR ".join(f'"{" ".join(way.words)}"{"*" if query.prefix else ""}' for way in query.ways)


def _postgresql_expression(query: TermQuery, columns: str = "") -> str:
    label = f":{'*' if query.prefix else ''}{columns}" if query.prefix or columns else ""
    ways = (" <-> ".join(f"'{word}'{label}" for word in way.words) for way in query.ways)
    return " | ".join(f"({way})" for way in ways)
