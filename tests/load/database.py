"""The database of a running site, read beside it; and a PostgreSQL for a site."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys.site import ROOT, Site

Row = tuple[Any, ...]


class SiteDatabase:
    """Reads only. The placeholder of a value is ? on both kinds; UUIDs are returned as hexadecimal text."""

    def __init__(self, connection: sqlite3.Connection | psycopg.Connection[Any]) -> None:
        self._connection = connection

    @classmethod
    def open(cls, site: Site) -> SiteDatabase:
        if site.database_url:
            options = "-c default_transaction_read_only=on"
            return cls(psycopg.connect(site.database_url, autocommit=True, options=options))
        return cls.open_file(site.data / "ettle.sqlite3")

    @classmethod
    def open_file(cls, path: Path) -> SiteDatabase:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)
        connection.execute("PRAGMA query_only=ON")
        return cls(connection)

    def rows(self, query: str, *values: Any) -> list[Row]:
        if isinstance(self._connection, sqlite3.Connection):
            return self._connection.execute(query, [_to_sqlite(value) for value in values]).fetchall()
        found = self._connection.execute(query.replace("?", "%s").encode(), values).fetchall()
        return [tuple(value.hex if isinstance(value, uuid.UUID) else value for value in row) for row in found]

    def count(self, query: str, *values: Any) -> int:
        return int(self.rows(query, *values)[0][0])

    def __enter__(self) -> SiteDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _to_sqlite(value: Any) -> Any:
    """Times are stored as text, in UTC."""
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value


@contextmanager
def run_postgresql() -> Iterator[str]:
    """Start a PostgreSQL with its own settings, all that makes it survive a crash included; give its address.

    Its folder is its own, since it runs as another user: pytest closes its temporary folders to others.
    """
    with (
        tempfile.TemporaryDirectory(prefix="ettle-postgresql-") as folder,
        subprocess.Popen(
            [sys.executable, "-m", "tests.postgresql", folder, "--durable"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as starter,
    ):  # fmt: skip
        assert starter.stdout is not None
        address = starter.stdout.readline().strip()
        assert address, "PostgreSQL did not start"
        try:
            yield address
        finally:
            starter.communicate("stop\n", timeout=60)
