"""Questions that every page asks, composed into SQL once in a process and afterwards only asked.

Django composes a question anew each time it is asked, which takes ten times as long as SQLite takes to answer it.
`@composed` keeps what was composed, with holes where a value is given. It is the same question with the same rows; only
the composing is left out. For the questions that measure (decision 0010), not for all.

    @composed
    def _open_goals(person: User, today: date) -> QuerySet[Goal]:
        return Goal.objects.of(person).filter(by_on__gte=today)

    goals = _open_goals(request.user, today)      # a list

What stands by position is given anew each time. What stands by keyword is composed in, once for each value: for a place
in the SQL that takes no value, such as the bounds of a slice. A question may not look at what it is given: it is not
there yet, only a hole that stands for it, or for its key. Nor may it ask the clock or the reader's zone: what it was
told when it was composed would hold for ever. Give the moment instead.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import lru_cache, wraps
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
FieldType = type[Field[Any, Any]]

FIELD_TYPES: dict[type, FieldType] = {
    int: BigIntegerField,
    str: TextField,
    UUID: UUIDField,
    datetime: DateTimeField,
    date: DateField,
}
MAX_VARIANTS = 64  # ways in which one question may be composed: a bound, in case a keyword takes many values


class Placeholder(Expression):
    """A hole in a composed question. place: which of the given values fills it."""

    def __init__(self, place: int, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.place = place

    @property
    def pk(self) -> Self:
        """Where a row is given, its key is what fills the hole."""
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _PreparedQuery:
    """One question's SQL, and what turns its answer into rows."""

    def __init__(self, asked: QuerySet[Any, Any]) -> None:
        self._asked = asked
        self._compiler = asked.query.get_compiler(using=asked.db)
        self._sql, self._params = self._compiler.as_sql()

    def fetch_rows(self, given: tuple[Any, ...]) -> list[Any]:
        # A compiler belongs to one connection and so to one thread; the SQL belongs to all.
        compiler = copy(self._compiler)
        connection = compiler.connection = connections[self._asked.db]
        filled = self._sql, tuple(_fill_placeholder(one, given, connection) for one in self._params)
        compiler.as_sql = lambda *_, **__: filled
        rows = self._asked.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # what this class is for
        return list(rows)


def prepared_query(question: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Make a function that composes a question into one that asks it."""

    @lru_cache(MAX_VARIANTS)
    def kept(kinds: tuple[type, ...], fixed: tuple[tuple[str, Any], ...]) -> _PreparedQuery:
        holes: Any = [Placeholder(place, FIELD_TYPES[kind]()) for place, kind in enumerate(kinds)]
        return _PreparedQuery(cast("Any", question)(*holes, **dict(fixed)))

    @wraps(question)
    def ask(*given: P.args, **fixed: P.kwargs) -> list[Row]:
        values = tuple(one.pk if isinstance(one, Model) else one for one in given)
        return kept(tuple(map(type, values)), tuple(fixed.items())).fetch_rows(values)

    return ask


def aggregate_query(asked: QuerySet[Any, Any], **sums: Any) -> QuerySet[Any, Any]:
    """What `asked.aggregate(**sums)` says, as a question that can be composed: one row, in the order of the sums."""
    whole = asked.order_by().annotate(whole=Value(1)).values("whole")
    summed: QuerySet[Any, Any] = whole.annotate(**sums).values_list(*sums)
    return summed


def _fill_placeholder(param: Any, given: tuple[Any, ...], connection: Any) -> Any:
    if not isinstance(param, Placeholder):
        return param
    return param.output_field.get_db_prep_value(given[param.place], connection)
