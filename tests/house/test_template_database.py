"""Tests start from a copy of one migrated database, and find the same rows whatever ran before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.models import Locale

from tests import template_database
from tests.template_database import SQLiteTemplate, migrations_hash


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_a_test_commits_is_gone_afterwards(_time: str) -> None:
    ContentType.objects.create(app_label="of_this_test", model="committed")

    assert Locale.objects.exists(), "a migration makes it; Django's own way of cleaning up would have removed it"
    assert ContentType.objects.filter(app_label="of_this_test").count() == 1


@pytest.mark.django_db
def test_the_copy_is_not_the_template() -> None:
    assert template_database.PREFIX not in str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        assert str(os.getpid()) in connection.settings_dict["NAME"]


def test_another_migration_makes_another_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = template_database._migration_files()
    before = migrations_hash()
    changed = tmp_path / "0002_more.py"
    changed.write_text("# another migration")

    monkeypatch.setattr(template_database, "_migration_files", lambda: [*files, changed])

    assert migrations_hash() != before


def test_what_a_migration_imports_is_part_of_the_hash() -> None:
    names = {path.relative_to(template_database.ROOT / "src").as_posix() for path in _own_files()}

    assert any("/migrations/" not in name for name in names)


def _own_files() -> list[Path]:
    source = template_database.ROOT / "src"
    return [path for path in template_database._migration_files() if path.is_relative_to(source)]


def test_a_build_that_was_killed_leaves_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(name: str) -> None:
        Path(name).write_bytes(b"half a database")
        raise KeyboardInterrupt

    monkeypatch.setattr(template_database, "_migrate_into", die)
    template = SQLiteTemplate(tmp_path, "hash")

    with pytest.raises(KeyboardInterrupt):
        template.build_template()

    assert not template.has_template()
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_copies_of_runs_that_were_killed_are_removed(tmp_path: Path) -> None:
    (tmp_path / "copies" / "1234567").mkdir(parents=True)
    (tmp_path / "copies" / "1234567" / "test.sqlite3").write_bytes(b"left behind")

    living = SQLiteTemplate(tmp_path, "hash")
    SQLiteTemplate(tmp_path, "hash")

    assert [folder.name for folder in (tmp_path / "copies").iterdir()] == [str(os.getpid())]
    living.remove_copy()
    assert list((tmp_path / "copies").iterdir()) == []


def test_only_the_templates_used_last_are_kept(tmp_path: Path) -> None:
    for age in range(template_database.TEMPLATES_KEPT + 3):
        path = tmp_path / f"{age}.sqlite3"
        path.touch()
        os.utime(path, (1_000_000 - age, 1_000_000 - age))

    SQLiteTemplate(tmp_path, "hash").remove_old_templates()

    kept = sorted(path.stem for path in tmp_path.glob("*.sqlite3"))
    assert kept == [str(age) for age in range(template_database.TEMPLATES_KEPT)]
