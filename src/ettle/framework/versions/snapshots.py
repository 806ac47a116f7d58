"""Frameworks and the logic model as a draft would change them, in a database in memory that public pages can read.

A draft is shown by the same views and the same queries as the site, but the rows are not the site's: they were written
to an empty SQLite database in memory, and `SnapshotRouter` sends queries about frameworks there while a snapshot is
shown. The site's own tables are only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from ettle.framework.types import Snapshot
from ettle.kit.values.contexts import set_inside

ALIAS = "framework_snapshot"
MODELS = ("Framework", "Item", "Association", "LogicNode", "LogicLink", "ChangeCounter")
SETTINGS: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}, "TIME_ZONE": None, "AUTOCOMMIT": True,
    "ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TEST": {}, "USER": "", "PASSWORD": "",
    "HOST": "", "PORT": "",
}  # fmt: skip


_shown: ContextVar[str] = ContextVar("shown_snapshot", default="")


def shown_snapshot() -> str:
    """The name of the snapshot that queries about frameworks read; empty when they read the site's own tables."""
    return _shown.get()


class SnapshotRouter:
    """Sends queries about frameworks to the snapshot that is shown. Versions and imports are the site's."""

    def db_for_read(self, model: type[models.Model], **_hints: object) -> str | None:
        if not _shown.get() or model._meta.app_label != "framework":
            return None
        return ALIAS if model in _copied_models() else None

    db_for_write = db_for_read


@contextmanager
def show_snapshot(snapshot: Snapshot) -> Iterator[None]:
    """Inside, frameworks and the logic model are read from the snapshot."""
    with _open_database(snapshot.image), set_inside(_shown, snapshot.name):
        yield


def show_site() -> AbstractContextManager[None]:
    """Inside, they are read from the site, also where a snapshot is shown around it."""
    return set_inside(_shown, "")


@contextmanager
def fill_database() -> Iterator[Connection]:
    """A copy of the site's rows, to which frameworks are written inside. Eight queries of the site.

    `serialize()` makes an image of it. Whether other rooms point to an item is still read from the site.
    """
    with show_site():
        rows = [(model, list(model._base_manager.all())) for model in _copied_models()]
    with _open_database(_empty_image()) as database, set_inside(_shown, "being filled"):
        with transaction.atomic(using=ALIAS):
            for model, copied in rows:
                model._base_manager.bulk_create(copied)
        yield database


@contextmanager
def _open_database(image: bytes | None) -> Iterator[Connection]:
    """A connection of this thread's own. The one that was open before is restored afterwards."""
    before = getattr(connections._connections, ALIAS, None)  # type: ignore[attr-defined]  # Django has no way to ask
    connections[ALIAS] = wrapper = DatabaseWrapper({**SETTINGS}, ALIAS)
    wrapper.ensure_connection()
    with closing(wrapper.connection) as database:
        try:
            if image is not None:
                database.deserialize(image)
            yield database
        finally:
            del connections[ALIAS]
            if before is not None:
                connections[ALIAS] = before


@lru_cache(maxsize=1)
def _copied_models() -> list[type[models.Model]]:
    named = [apps.get_model("framework", name) for name in MODELS]
    return named + [field.remote_field.through for model in named for field in model._meta.local_many_to_many]


def _pointing_models() -> set[type[models.Model]]:
    """What points to an item from other rooms. Django looks there before it deletes one."""
    relations = apps.get_model("framework", "Item")._meta.get_fields(include_hidden=True)
    related: set[Any] = {field.related_model for field in relations if field.auto_created and not field.concrete}
    related = {model for model in related if model._meta.app_label != "framework"}
    # A many-to-many table is created with the model that has the field.
    return {model for model in related if model._meta.auto_created not in related}


@lru_cache(maxsize=1)
def _empty_image() -> bytes:
    """The empty tables, created once in a process."""
    with _open_database(None) as database:
        with connections[ALIAS].schema_editor() as editor:
            for model in (*(apps.get_model("framework", name) for name in MODELS), *_pointing_models()):
                editor.create_model(model)
        return database.serialize()
