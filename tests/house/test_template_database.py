"""Tests start from a copy of one migrated database, and find the same rows whatever ran before."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection
from django.test import TransactionTestCase
from wagtail.models import Locale

from ettle.people.models import LearningRole, User
from tests import template_database
from tests.template_database import SQLiteTemplate, migrations_hash


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["first", "second"])
def test_what_a_test_commits_is_gone_afterwards(_time: str) -> None:
    ContentType.objects.create(app_label="of_this_test", model="committed")

    assert Locale.objects.exists(), "a migration makes it; Django's own way of cleaning up would have removed it"
    assert ContentType.objects.filter(app_label="of_this_test").count() == 1


def describe_database() -> dict[str, list[str]]:
    """Return every row of every table, and where each sequence is."""
    with connection.cursor() as cursor:
        described = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the database
            described[table] = sorted(map(repr, cursor.fetchall()))
        if connection.vendor == "postgresql":
            cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
            described["sequences"] = sorted(map(repr, cursor.fetchall()))
        return described


def clean_up() -> None:
    """Do what happens after every test that commits."""
    TransactionTestCase._fixture_teardown(Mock())  # type: ignore[attr-defined]  # untyped in django-stubs


@pytest.fixture
def as_before() -> Iterator[None]:
    """After the test and its cleaning, the database has the rows that it had before."""
    clean_up()  # sequences go on when a test is rolled back
    before = describe_database()
    yield
    clean_up()
    assert describe_database() == before


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_everything_that_a_test_changes_is_put_back(as_before: None) -> None:
    ContentType.objects.create(app_label="of_this_test", model="committed")
    Permission.objects.filter(codename__startswith="view_").update(name="Changed")
    Locale.objects.update(language_code="gd")
    LearningRole.objects.all().delete()
    for name in ("a", "b"):
        person = User.objects.create(email=f"{name}@example.org", name="Of this test")
        person.user_permissions.add(*Permission.objects.all()[:3])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_test_made_changed_or_removed_is_put_back(as_before: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_this_test (id integer)")
        cursor.execute("INSERT INTO of_this_test VALUES (1)")
        cursor.execute("ALTER TABLE kit_auditline ADD COLUMN of_this_test integer")
        cursor.execute("DROP TABLE people_user_user_permissions")


@pytest.mark.locks
@pytest.mark.django_db(transaction=True)
def test_what_another_connection_left_open_holds_nothing_up(as_before: None) -> None:
    """A thread of a test that failed may hold a lock and will never let it go."""
    ContentType.objects.create(app_label="of_this_test", model="committed")
    other = connection.copy()
    cursor = other.cursor()
    cursor.execute("BEGIN")
    cursor.execute("UPDATE django_content_type SET model = 'locked' WHERE app_label = 'of_this_test'")

    clean_up()

    with contextlib.suppress(DatabaseError):  # its server has ended it
        other.close()
    assert not ContentType.objects.filter(app_label="of_this_test").exists()


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
