"""Which operations of migrations keep people waiting on a large table, and what to write in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelTable,
    AlterUniqueTogether,
    CreateModel,
    RenameField,
    RenameModel,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from ettle.kit.database.indexes import AddIndexWithoutBlocking

INDEX = "builds an index while writes wait; use AddIndexWithoutBlocking in a migration that is not atomic"
CONSTRAINT = (
    "checks every row while writes wait; on PostgreSQL add it NOT VALID and validate it in a migration of its own, "
    "or begin a unique one with an index that is built without blocking"
)
REWRITE = "writes every row of the table again, or checks each, while everyone waits; add a column beside it"
RENAME = "breaks the old code, which still runs; add the new name beside the old one"
BATCHES = "holds its locks until the last row; say atomic = False and commit in batches"
NOT_NULL = "needs a value in the database for the rows of the old code; say db_default, or null=True"

WITHOUT_BLOCKING = (AddIndexWithoutBlocking, RunPython, RunSQL)  # in a migration that is not atomic
WHY: dict[type[Operation], str] = {
    AddIndex: INDEX,
    AddConstraint: CONSTRAINT,
    AlterUniqueTogether: CONSTRAINT,
    RenameField: RENAME,
    RenameModel: RENAME,
    AlterModelTable: RENAME,
    RunPython: BATCHES,
    RunSQL: BATCHES,
}


def find_blocking(migration: Migration, before: ProjectState) -> list[str]:
    """Return a line for each operation that blocks, in the order of the migration. Tables that it makes are empty."""
    state, made, faults = before.clone(), set(), []
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            made.add(operation.name.lower())
        else:
            table = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
            if table not in made:
                faults += [f"{operation.describe()}: {why}" for why in _faults(operation, migration, state)]
        operation.state_forwards(migration.app_label, state)
    return faults


def _faults(operation: Operation, migration: Migration, before: ProjectState) -> Iterator[str]:
    if isinstance(operation, SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _faults(inner, migration, before)
    elif isinstance(operation, AddField):
        yield from _faults_of_column(operation.field)
    elif isinstance(operation, AlterField):
        if _changes_column(operation, migration.app_label, before):
            yield REWRITE
    elif not isinstance(operation, WITHOUT_BLOCKING) or migration.atomic:
        yield from (why for kind, why in WHY.items() if isinstance(operation, kind))


def _faults_of_column(field: models.Field[Any, Any]) -> Iterator[str]:
    if field.many_to_many:
        return  # a table of its own
    if field.unique or getattr(field, "db_index", False):
        yield INDEX
    if not field.null and field.db_default is models.NOT_PROVIDED:
        yield NOT_NULL


def _changes_column(operation: AlterField, app: str, before: ProjectState) -> bool:
    """Whether the column in the database changes, not only what forms say of it."""
    after = before.clone()
    operation.state_forwards(app, after)
    old, new = (
        state.apps.get_model(app, operation.model_name)._meta.get_field(operation.name) for state in (before, after)
    )
    editor: Any = connection.schema_editor(collect_sql=True)
    return bool(editor._field_should_be_altered(old, new))


def later_migrations(migrations: Sequence[Migration]) -> list[Migration]:
    """Those that run on tables with rows: all but each room's first."""
    return [migration for migration in migrations if not migration.name.startswith("0001_")]
