"""A migrated database with learning roles, for tests: built once for each set of migrations, copied for each run.

Migrating takes twenty seconds and copying takes milliseconds. The template lies in .cache/test-databases (SQLite) or
beside the test databases on the server (PostgreSQL). Its name holds a hash of everything that migrating depends on, so
a change makes another template. It is built under a lock and a temporary name and renamed when it is complete: a run
that was killed leaves no half-made template.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import django
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError

from tests.database_state import DatabaseState

ROOT = Path(__file__).resolve().parents[1]
LEARNING_ROLES = ROOT / "content" / "leadership" / "roles.yaml"
CACHE = ROOT / ".cache" / "test-databases"
PREFIX = "ettle_template_"
TEMPLATES_KEPT = 4  # one for each branch that someone works on at a time; each takes a few megabytes
SETTINGS = ("INSTALLED_APPS", "AUTH_USER_MODEL", "DEFAULT_AUTO_FIELD", "LANGUAGE_CODE", "WAGTAIL_SITE_NAME")
IMPORT = re.compile(r"^(?:from|import) (ettle(?:\.\w+)*)", re.MULTILINE)


class CopiedDatabase:
    """The database of one test process, copied from the template and thrown away at the end."""

    def __init__(self, cache: Path = CACHE) -> None:
        self._cache = cache
        self._original_name = connection.settings_dict["NAME"]
        self._database: SQLiteTemplate | PostgreSQLTemplate | None = None

    def create(self) -> None:
        """Point Django's connection at a fresh copy of the template, which is built first if there is none."""
        kind = SQLiteTemplate if connection.vendor == "sqlite" else PostgreSQLTemplate
        with _lock(self._cache / "lock"):
            database = self._database = kind(self._cache, migrations_hash())
            if not database.has_template():
                database.build_template()
            database.copy_template()
            database.remove_old_templates()

    def restore(self) -> None:
        """Make the database again what the template is, as after a test that committed something."""
        assert self._database is not None
        connections.close_all()
        if not self._database.restore_copy():
            with _lock(self._cache / "lock"):
                self._database.copy_template()

    def destroy(self) -> None:
        if self._database is not None:
            connections.close_all()
            self._database.remove_copy()
            _connect_to(self._original_name)


def migrations_hash() -> str:
    """Return a hash of what a migrated database depends on: migrations, models' names, versions and settings."""
    digest = hashlib.sha256()
    for path in _migration_files():
        digest.update(path.name.encode() + path.read_bytes())
    # Rights and content types are made from the models after migrating, without a migration.
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label):
        meta = model._meta
        digest.update(f"{meta.label} {meta.verbose_name_raw} {meta.permissions} {meta.default_permissions}".encode())
    digest.update((ROOT / "locks" / "test.txt").read_bytes() + LEARNING_ROLES.read_bytes())
    versions = (django.VERSION, sqlite3.sqlite_version, connection.vendor)
    digest.update(repr((versions, [getattr(settings, name) for name in SETTINGS])).encode())
    return digest.hexdigest()[:20]


def _migration_files() -> list[Path]:
    """Every migration of every app, and the modules of ours that a migration imports."""
    found: set[Path] = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        folder = Path(app.path) / "migrations"
        if module == f"{app.name}.migrations" and folder.is_dir():
            found.update(folder.glob("*.py"))
    for path in list(found):
        if path.is_relative_to(ROOT / "src"):
            found.update(filter(Path.is_file, map(_module_file, IMPORT.findall(path.read_text()))))
    return sorted(found)


def _module_file(name: str) -> Path:
    path = (ROOT / "src").joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


class SQLiteTemplate:
    """The template and one copy of it as files in the cache folder."""

    def __init__(self, cache: Path, hashed: str) -> None:
        self._cache = cache
        self._template = cache / f"{hashed}.sqlite3"
        self._folder = cache / "copies" / f"{os.getpid()}"
        self._copy = self._folder / "test.sqlite3"
        _remove_abandoned(self._folder.parent)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._in_use = _try_lock(self._folder / "in-use")  # as long as this process lives, no other removes the folder

    def has_template(self) -> bool:
        return self._template.exists()

    def build_template(self) -> None:
        building = self._template.with_suffix(".building")
        building.unlink(missing_ok=True)
        _migrate_into(str(building))
        with contextlib.closing(sqlite3.connect(building)) as built:
            built.execute("PRAGMA journal_mode=DELETE")  # all in one file, so that it can be copied and renamed
            built.execute("VACUUM")
        building.replace(self._template)

    def copy_template(self) -> None:
        for path in self._folder.glob(f"{self._copy.name}*"):
            path.unlink()  # not overwritten: a thread of the last test may still have it open
        shutil.copyfile(self._template, self._copy)
        os.utime(self._template)  # the time of its last use, by which old ones are removed
        _connect_to(str(self._copy))

    def restore_copy(self) -> bool:
        """Leave it to a new copy, which takes some hundredths of a second."""
        return False

    def remove_copy(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def remove_old_templates(self) -> None:
        templates = sorted(self._cache.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in templates[TEMPLATES_KEPT:]:
            path.unlink()


class PostgreSQLTemplate:
    """The template and one copy of it as databases of one server, whose user may make databases."""

    def __init__(self, cache: Path, hashed: str) -> None:
        self._template = f"{PREFIX}{hashed}"
        self._copy = f"test_ettle_{os.getpid()}"
        self._state: DatabaseState | None = None
        # Quicker for small databases by half; servers before version 15 know no other way and no word for it.
        newer = int(_on_server("SHOW server_version_num")[0][0]) >= 150_000
        self._strategy = "STRATEGY file_copy" if newer else ""

    def has_template(self) -> bool:
        return bool(_on_server("SELECT 1 FROM pg_database WHERE datname = %s", [self._template]))

    def build_template(self) -> None:
        building = f"{self._template}_building"
        _on_server(f'DROP DATABASE IF EXISTS "{building}"')
        _migrate_into(building)
        _on_server(f'ALTER DATABASE "{building}" RENAME TO "{self._template}"')

    def copy_template(self) -> None:
        self.remove_copy()
        _on_server(f'CREATE DATABASE "{self._copy}" TEMPLATE "{self._template}" {self._strategy}')
        _on_server(f"COMMENT ON DATABASE \"{self._template}\" IS '{datetime.now(UTC).isoformat()}'")
        _connect_to(self._copy)
        self._state = DatabaseState()

    def restore_copy(self) -> bool:
        """Put back what a test changed. False if a new copy is needed."""
        assert self._state is not None
        is_restored = self._state.restore()
        connections.close_all()  # a session may have settings that the next test does not expect
        return is_restored

    def remove_copy(self) -> None:
        _on_server(f'DROP DATABASE IF EXISTS "{self._copy}" WITH (FORCE)')

    def remove_old_templates(self) -> None:
        used = (
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY shobj_description(oid, 'pg_database') DESC"
        )
        for (name,) in _on_server(used, [f"{PREFIX}%"])[TEMPLATES_KEPT:]:
            with contextlib.suppress(ProgrammingError, OperationalError):  # another run may be copying it just now
                _on_server(f'DROP DATABASE IF EXISTS "{name}"')


def _migrate_into(name: str) -> None:
    """Make a database of this name and run every migration in it, the libraries' before ours.

    In Django's own order each of the libraries' steps redraws all of our models too.
    """
    from django.core.management import call_command

    original = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    original_test, test["NAME"] = test["NAME"], name
    try:
        connection.creation._create_test_db(verbosity=0, autoclobber=True)  # type: ignore[attr-defined]  # untyped in django-stubs
        _connect_to(name)
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        executor.migrate([leaf for leaf in leaves if not apps.get_app_config(leaf[0]).name.startswith("ettle.")])
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        _put_learning_roles()
    finally:
        test["NAME"] = original_test
        _connect_to(original)


def _put_learning_roles() -> None:
    """Load the learning roles of the starter pack: people, areas and frameworks name them in nearly every test."""
    from ettle.kit.input.document_reader import read_yaml
    from ettle.kit.input.spec_reader import parse_spec
    from ettle.people import actions, queries
    from ettle.people.types.specs import RolesSpec

    roles = parse_spec(read_yaml(LEARNING_ROLES.read_text()), RolesSpec).spec
    assert roles is not None
    actions.put_roles(roles, by=None, now=datetime.now(UTC))
    queries.clear_role_cache()


def _connect_to(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _on_server(statement: str, values: list[Any] | None = None) -> list[Any]:
    """Run one statement on the PostgreSQL server, outside any database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _try_lock(path: Path) -> IO[str] | None:
    """Return the locked file, or None if another process has it."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _remove_abandoned(copies: Path) -> None:
    """Remove the copies of runs that ended without removing them, such as those that were killed."""
    for folder in copies.glob("*"):
        in_use = _try_lock(folder / "in-use")
        if in_use is not None:
            in_use.close()
            shutil.rmtree(folder, ignore_errors=True)
