"""Rows by the hundred thousand, written past Django's models: by COPY on PostgreSQL, in few statements on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Field, Model

BATCH = 5_000


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows with values for the columns of these names; every other column gets its field's default.

    Keys are given, so that rows can point to each other before they are written. Foreign keys are not checked.
    """
    from django.db import connection

    fields = [field for field in model._meta.concrete_fields if field.attname in names or _has_value(field)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    values = _fill_rows(fields, names, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # 20 million checks of keys that are right
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            places = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
            for part in batched(values):
                cursor.executemany(statement, part)
    _reset_numbers(model)


def batched(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    """Yield the rows in lists of some thousand."""
    while part := list(islice(rows, BATCH)):
        yield part


def next_key(model: type[Model]) -> int:
    """Return the first key that no row has."""
    from django.db.models import Max

    last: int | None = model._default_manager.aggregate(last=Max("pk"))["last"]
    return (last or 0) + 1


def _has_value(field: Field[Any, Any]) -> bool:
    return field.has_default() or (not field.primary_key and not field.has_db_default())


def _fill_rows(
    fields: Sequence[Field[Any, Any]], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[list[Any]]:
    from django.db import connection

    places = {name: place for place, name in enumerate(names)}
    makers: list[tuple[int | None, Callable[[Any], Any], Callable[[], Any]]] = []
    for field in fields:
        place = places.get(field.attname)
        makers.append((place, _converter(field, connection), field.get_default))
    for row in rows:
        yield [convert(default() if place is None else row[place]) for place, convert, default in makers]


def _converter(field: Field[Any, Any], connection: Any) -> Callable[[Any], Any]:
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _reset_numbers(model: type[Model]) -> None:
    """Let the database number the next rows after those that were written with their keys."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
