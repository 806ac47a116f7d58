"""Migrations that make many tables, without the work that Django repeats for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState

ADDITIONS = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex)


class FirstMigration(migrations.Migration):
    """A migration that begins by making tables, with later additions to the same tables.

    After each of these operations, Django renders every model that is related to the one concerned, and nearly all of
    ours are related to each other through the user. Here the operations are added to the state together, rendered once,
    and each table is made at once as it is in the end. A foreign key to a table that comes later is no obstacle: SQLite
    does not look, and for PostgreSQL Django adds foreign keys when all tables are there.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Apply this migration forwards and return the state after it, as Django's own method does."""
        together = list(find_operations_on_new_tables(self.operations))
        # Without rendered models there is nothing to save, and SQL that is only collected is Django's concern.
        if collect_sql or "apps" not in project_state.__dict__:
            return super().apply(project_state, schema_editor, collect_sql)
        rendered = project_state.__dict__.pop("apps")
        for operation in together:
            operation.state_forwards(self.app_label, project_state)
        project_state.apps = rendered
        creates = [operation for operation in together if isinstance(operation, migrations.CreateModel)]
        project_state.reload_models([(self.app_label, operation.name_lower) for operation in creates], delay=False)
        for operation in creates:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        others = migrations.Migration(self.name, self.app_label)
        others.operations = self.operations[len(together) :]  # type: ignore[misc]  # Django sets it on instances too
        return others.apply(project_state, schema_editor, collect_sql)


def find_operations_on_new_tables(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield the first operations, as long as each makes a table or adds to one of them."""
    made: set[str] = set()
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            made.add(operation.name_lower)
        elif not isinstance(operation, ADDITIONS) or operation.model_name_lower not in made:
            return
        yield operation
