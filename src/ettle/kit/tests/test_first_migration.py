"""Tables that are made together are the tables that Django makes one after another."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState, StateApps

from ettle.kit.operations.first_migration import FirstMigration, find_operations_on_new_tables

OPERATIONS = [
    migrations.CreateModel("Ward", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Bed",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("ward", models.ForeignKey("sample.Ward", models.CASCADE, related_name="beds")),
            ("after", models.ForeignKey("self", models.CASCADE, null=True)),
        ],
    ),
    migrations.CreateModel("Visit", [("bed", models.OneToOneField("sample.Bed", models.CASCADE, primary_key=True))]),
    migrations.AddField("Ward", "best", models.ForeignKey("sample.Bed", models.SET_NULL, null=True, related_name="+")),
    migrations.AddConstraint("Ward", models.UniqueConstraint(fields=["id", "best"], name="sample_ward_best_once")),
]
TABLES = ("sample_ward", "sample_bed", "sample_visit")


def migrate(kind: type[migrations.Migration], schema_editor: Any) -> ProjectState:
    migration, state = kind("0001_sample", "sample"), ProjectState()
    migration.operations = OPERATIONS  # type: ignore[misc]  # Django sets it on instances too
    # Rendered already, as it is when other migrations ran before.
    state.add_model(ModelState("other", "Thing", [("id", models.BigAutoField(primary_key=True))]))
    assert state.apps
    return migration.apply(state, schema_editor)


def make_and_remove_tables(kind: type[migrations.Migration]) -> tuple[dict[str, Any], ProjectState]:
    """Return what the database then says of the tables, and the state."""
    with connection.schema_editor() as editor:
        state = migrate(kind, editor)
    with connection.cursor() as cursor:
        found = {table: describe_table(cursor, table) for table in TABLES}
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.schema_editor() as editor:
        for table in TABLES:
            editor.execute(f"DROP TABLE {table}{cascade}")
    return found, state


def describe_table(cursor: Any, table: str) -> tuple[object, list[str]]:
    columns = [tuple(column[:6]) for column in connection.introspection.get_table_description(cursor, table)]
    constraints = connection.introspection.get_constraints(cursor, table)
    return columns, sorted(str(sorted(about.items())) for about in constraints.values())


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_the_same_tables_and_the_same_state() -> None:
    ours, our_state = make_and_remove_tables(FirstMigration)
    theirs, their_state = make_and_remove_tables(migrations.Migration)

    assert ours == theirs
    assert "('foreign_key', ('sample_bed', 'id'))" in str(ours["sample_ward"])
    assert our_state == their_state
    bed = our_state.apps.get_model("sample", "Bed")
    assert {field.name for field in bed._meta.get_fields()} == {"id", "ward", "after", "bed", "visit"}


def test_what_concerns_an_older_table_is_left_to_django() -> None:
    added = migrations.AddField("Thing", "size", models.IntegerField(null=True))

    assert list(find_operations_on_new_tables([*OPERATIONS, added, *OPERATIONS])) == OPERATIONS


def test_models_are_rendered_once_for_all_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    renders: list[int] = []
    render = StateApps.render_multiple

    def count(self: StateApps, states: list[ModelState]) -> None:
        renders.extend([len(states)] if states else [])
        render(self, states)

    monkeypatch.setattr(StateApps, "render_multiple", count)
    migrate(FirstMigration, Mock())
    together = len(renders)
    renders.clear()
    migrate(migrations.Migration, Mock())

    # Once for three tables, a field and a constraint, where Django does it for each.
    assert len(renders) - together == 4
