"""Tables that are made together are the tables that Django makes one after another."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState, StateApps

from ettle.kit.operations.first_migration import FirstMigration

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
]


class Recorder:
    """In place of a schema editor: what it was asked to make, with the fields that each model had by then."""

    connection = connection
    atomic_migration = True

    def __init__(self) -> None:
        self.made: list[tuple[str, object]] = []

    def create_model(self, model: type[models.Model]) -> None:
        self.made.append((model.__name__, [field.column for field in model._meta.local_fields]))

    def add_field(self, model: type[models.Model], field: Any) -> None:
        self.made.append((model.__name__, field.column))


def migrate(kind: type[migrations.Migration]) -> tuple[Recorder, ProjectState]:
    migration, state, recorder = kind("0001_sample", "sample"), ProjectState(), Recorder()
    migration.operations = OPERATIONS  # type: ignore[misc]  # Django sets it on instances too
    # Rendered already, as it is when other migrations ran before.
    state.add_model(ModelState("other", "Thing", [("id", models.BigAutoField(primary_key=True))]))
    assert state.apps
    return recorder, migration.apply(state, cast(Any, recorder))


def test_the_same_tables_in_the_same_order_and_the_same_state() -> None:
    ours, our_state = migrate(FirstMigration)
    theirs, their_state = migrate(migrations.Migration)

    assert ours.made == theirs.made
    assert our_state == their_state
    bed = our_state.apps.get_model("sample", "Bed")
    assert {field.name for field in bed._meta.get_fields()} == {"id", "ward", "after", "bed", "visit"}


def test_models_are_rendered_once_for_all_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    renders: list[int] = []
    render = StateApps.render_multiple

    def count(self: StateApps, states: list[ModelState]) -> None:
        renders.extend([len(states)] if states else [])
        render(self, states)

    monkeypatch.setattr(StateApps, "render_multiple", count)
    migrate(FirstMigration)
    together = len(renders)
    renders.clear()
    migrate(migrations.Migration)

    # Once for three tables, where Django does it three times.
    assert len(renders) - together == 2
