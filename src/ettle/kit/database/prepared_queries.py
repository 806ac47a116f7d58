"""Prepared queries: a query's SQL is compiled once in a process, and run with other values each time.

Django compiles a query again each time, which takes ten times as long as SQLite takes to answer it. `@prepared_query`
caches what was compiled, with placeholders for the values. The rows are those of the plain query; only the compiling is
left out. It is for queries without which a page misses its budget, each listed with its figures in decision 0010.

    @prepared_query
    def list_reviews(person: User, since: datetime) -> QuerySet[Review]:
        return Review.objects.filter(assessor=person, sent_at__gte=since)

    reviews = list_reviews(request.user, monday)      # a list

A positional argument becomes a placeholder. A keyword argument is compiled in, once for each value: for a place in the
SQL that takes no placeholder, such as the bounds of a slice. The function cannot look at its positional arguments: they
are placeholders while it runs. Nor may it read the time or the settings: the value would be compiled in for as long as
the process lives. Pass the time as an argument instead.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, ParamSpec, Self, TypeVar, cast
from uuid import UUID

from django.db import connections
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)

P = ParamSpec("P")
Row = TypeVar("Row")

FIELD_TYPES: dict[type, type[Field[Any, Any]]] = {
    int: BigIntegerField,
    str: TextField,
    UUID: UUIDField,
    date: DateField,
    datetime: DateTimeField,
}
MAX_VARIANTS = 64  # compiled forms of one query: a bound, in case a keyword argument takes many values


class Placeholder(Expression):
    """A placeholder for a value in a prepared query. place: the position of the argument that fills it."""

    def __init__(self, place: int, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.place = place

    @property
    def pk(self) -> Self:
        """Where a row is passed, its key fills the placeholder."""
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _PreparedQuery:
    """One query's SQL, and what turns its results into rows."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._queryset = queryset
        self._compiled: dict[str, tuple[Any, str, tuple[Any, ...]]] = {}  # by database
        self._compiling = Lock()

    def fetch_rows(self, values: tuple[Any, ...]) -> list[Any]:
        compiled, sql, params = self._compile_query(self._queryset.db)
        # A compiler belongs to one connection and so to one thread; the SQL belongs to all.
        compiler = copy(compiled)
        connection = compiler.connection = connections[self._queryset.db]
        filled = sql, tuple(_fill_placeholder(param, values, connection) for param in params)
        compiler.as_sql = lambda *_, **__: filled
        rows = self._queryset.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # what this class is for
        return list(rows)

    def _compile_query(self, using: str) -> tuple[Any, str, tuple[Any, ...]]:
        """Compile in one thread at a time, on a copy: Django counts the uses of each table in the query meanwhile.

        Two at once took each other's tables out of the SQL, which then failed until the process ended.
        """
        with self._compiling:
            if using not in self._compiled:
                compiler = self._queryset.query.clone().get_compiler(using=using)
                self._compiled[using] = compiler, *compiler.as_sql()
            return self._compiled[using]


def prepared_query(build_query: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Turn a function that builds a query into one that returns the query's rows."""

    @lru_cache(MAX_VARIANTS)
    def compile_query(kinds: tuple[type, ...], options: tuple[tuple[str, Any], ...]) -> _PreparedQuery:
        placeholders: Any = [Placeholder(place, FIELD_TYPES[kind]()) for place, kind in enumerate(kinds)]
        return _PreparedQuery(cast("Any", build_query)(*placeholders, **dict(options)))

    @wraps(build_query)
    def fetch_rows(*arguments: P.args, **options: P.kwargs) -> list[Row]:
        values = tuple(value.pk if isinstance(value, Model) else value for value in arguments)
        return compile_query(tuple(map(type, values)), tuple(options.items())).fetch_rows(values)

    return fetch_rows


def aggregate_query(rows: QuerySet[Any, Any], **aggregates: Any) -> QuerySet[Any, Any]:
    """What `rows.aggregate(**aggregates)` returns, as a query that can be prepared: one row, in the same order."""
    whole = rows.order_by().annotate(whole=Value(1)).values("whole")
    aggregated: QuerySet[Any, Any] = whole.annotate(**aggregates).values_list(*aggregates)
    return aggregated


def _fill_placeholder(param: Any, values: tuple[Any, ...], connection: Any) -> Any:
    if not isinstance(param, Placeholder):
        return param
    return param.output_field.get_db_prep_value(values[param.place], connection)
