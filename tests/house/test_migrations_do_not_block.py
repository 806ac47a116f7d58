"""No migration keeps people waiting while it works on a large table: a plain index blocked writes for seconds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as plain
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from ettle.kit.database.indexes import AddIndexWithoutBlocking
from tests.house.blocking_migrations import find_blocking, later_migrations

INDEX = models.Index(fields=["name"], name="garden_by_name")
UNIQUE = models.UniqueConstraint(fields=["name"], name="garden_once")


def make_plant() -> plain.CreateModel:
    return plain.CreateModel("Plant", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])


def find(*operations: Any, atomic: bool = True, app: str = "garden") -> list[str]:
    """What is wrong with a migration of these operations, on a table that has rows."""
    before = ProjectState()
    make_plant().state_forwards(app, before)
    planted = type("Planted", (Migration,), {"operations": list(operations), "atomic": atomic})
    return find_blocking(planted("0002_planted", app), before)


def test_no_migration_of_ours_blocks() -> None:
    loader = MigrationLoader(None)
    migrations = loader.disk_migrations.values()
    ours = [migration for migration in migrations if type(migration).__module__.startswith("ettle.")]
    faults = {}
    for migration in later_migrations(ours):
        name = (migration.app_label, migration.name)
        if found := find_blocking(migration, loader.project_state(name, at_end=False)):
            faults[name] = found
    assert len(ours) > 15
    assert faults == {}


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (plain.AddIndex("plant", INDEX), "AddIndexWithoutBlocking"),
        (AddIndexWithoutBlocking("plant", INDEX), "not atomic"),
        (plain.AddConstraint("plant", UNIQUE), "NOT VALID"),
        (plain.AddField("plant", "height", models.IntegerField(default=0)), "db_default"),
        (plain.AddField("plant", "code", models.TextField(null=True, unique=True)), "builds an index"),
        (plain.AddField("plant", "parent", models.ForeignKey("plant", models.CASCADE, null=True)), "builds an index"),
        (plain.AlterField("plant", "name", models.CharField(max_length=40)), "add a column beside it"),
        (plain.RenameField("plant", "name", "title"), "old code"),
        (plain.RunPython(plain.RunPython.noop), "in batches"),
        (plain.SeparateDatabaseAndState([plain.AddIndex("plant", INDEX)]), "AddIndexWithoutBlocking"),
    ],
)
def test_a_planted_fault_is_found(operation: Any, words: str) -> None:
    found = find(operation)
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    ("operations", "atomic"),
    [
        ((AddIndexWithoutBlocking("plant", INDEX),), False),
        ((plain.RunPython(plain.RunPython.noop),), False),
        ((plain.AddField("plant", "height", models.IntegerField(db_default=0)),), True),
        ((plain.AddField("plant", "height", models.IntegerField(null=True)),), True),
        ((plain.AlterField("plant", "name", models.TextField(help_text="As on its label")),), True),
        ((plain.RemoveField("plant", "name"),), True),
        (
            (
                plain.CreateModel("Bed", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
                plain.AddIndex("bed", models.Index(fields=["name"], name="bed_by_name")),
            ),
            True,
        ),
    ],
)
def test_what_does_not_block_is_left_alone(operations: Any, atomic: bool) -> None:
    assert find(*operations, atomic=atomic) == []
