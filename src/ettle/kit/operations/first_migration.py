"""Migrations that make many tables, without the work that Django repeats for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState


class FirstMigration(migrations.Migration):
    """A migration that begins with many CreateModel operations.

    After each CreateModel, Django renders every model that is related to the new one, and nearly all of ours are
    related to each other through the user. Here the leading CreateModel operations are added to the state together
    and rendered once. The SQL is the same: a new table depends on tables before it, not on tables after it.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Apply this migration forwards and return the state after it, as Django's own method does."""
        creates = list(_leading_creates(self.operations))
        # Without rendered models there is nothing to save, and SQL that is only collected is Django's concern.
        if collect_sql or "apps" not in project_state.__dict__:
            return super().apply(project_state, schema_editor, collect_sql)
        rendered = project_state.__dict__.pop("apps")
        for operation in creates:
            operation.state_forwards(self.app_label, project_state)
        project_state.apps = rendered
        project_state.reload_models([(self.app_label, operation.name_lower) for operation in creates], delay=False)
        for operation in creates:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        others = migrations.Migration(self.name, self.app_label)
        others.operations = self.operations[len(creates) :]  # type: ignore[misc]  # Django sets it on instances too
        return others.apply(project_state, schema_editor, collect_sql)


def _leading_creates(operations: Iterable[Operation]) -> Iterator[migrations.CreateModel]:
    for operation in operations:
        if not isinstance(operation, migrations.CreateModel):
            return
        yield operation
