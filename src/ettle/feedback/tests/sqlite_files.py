"""SQLite's own files, read without SQLite's help: the database, and its write-ahead log commit by commit.

The format is at https://www.sqlite.org/fileformat2.html: after a header of 32 bytes, frames of 24 bytes and a page; a
frame that ends a commit says how many pages the database then has. Frames with another salt than the header's are
left from before a checkpoint: they are no part of the database, but their bytes can be read.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WAL_HEADER, FRAME_HEADER = 32, 24
# Of the first page: 1 and 1 say that there is no write-ahead log; a number that changes with the list of tables.
JOURNAL_VERSIONS, SCHEMA_COOKIE = slice(18, 20), slice(40, 44)

Rows = dict[str, frozenset[tuple[Any, ...]]]


@dataclass(frozen=True)
class Copy:
    """A copy of a database's files. log: empty after a checkpoint that truncated it."""

    database: bytes
    log: bytes

    @classmethod
    def take(cls, path: Path) -> Copy:
        log = path.with_name(f"{path.name}-wal")
        return cls(path.read_bytes(), log.read_bytes() if log.exists() else b"")


def read_commits(log: bytes) -> Iterator[dict[int, bytes]]:
    """Yield the pages that each commit wrote: their number, from 1, and what is on them."""
    if len(log) < WAL_HEADER:
        return
    _, _, page_size, _, *salts = struct.unpack(">6I", log[:24])
    pages: dict[int, bytes] = {}
    for start in range(WAL_HEADER, len(log) - FRAME_HEADER - page_size + 1, FRAME_HEADER + page_size):
        number, size, *frame_salts = struct.unpack(">4I", log[start : start + 16])
        if frame_salts != salts:
            return
        pages[number] = log[start + FRAME_HEADER : start + FRAME_HEADER + page_size]
        if size:
            yield pages
            pages = {}


def roll_forward(copy: Copy, folder: Path) -> Iterator[Rows]:
    """Yield every table whole: as the database file has it, then after each commit of the log."""
    path = folder / "rolled.sqlite3"
    path.write_bytes(copy.database)
    tables: Rows = {}
    pages_of: dict[str, set[int]] = {}
    _read_tables(path, tables, pages_of, changed=None)
    yield dict(tables)
    page_size = struct.unpack(">H", copy.database[16:18])[0] or 65536
    schema = copy.database[SCHEMA_COOKIE]
    for pages in read_commits(copy.log):
        with path.open("r+b") as file:
            for number, page in pages.items():
                file.seek((number - 1) * page_size)
                file.write(page)
        is_new_schema = 1 in pages and pages[1][SCHEMA_COOKIE] != schema
        schema = pages[1][SCHEMA_COOKIE] if 1 in pages else schema
        _read_tables(path, tables, pages_of, changed=None if is_new_schema else set(pages))
        yield dict(tables)


def _read_tables(path: Path, tables: Rows, pages_of: dict[str, set[int]], *, changed: set[int] | None) -> None:
    """Read the tables of which a page has changed, or all. A table that takes a new page changes one it had."""
    with path.open("r+b") as file:
        file.seek(JOURNAL_VERSIONS.start)
        file.write(b"\1\1")
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
        if changed is None:
            pages_of.clear()
            names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
            pages_of |= {name: set() for (name,) in names}
        for name, own in pages_of.items():
            if changed is None or own & changed:
                tables[name] = frozenset(database.execute(f'SELECT * FROM "{name}"'))  # noqa: S608 - the database's own
                own.clear()
                own |= {number for (number,) in database.execute("SELECT pageno FROM dbstat WHERE name = ?", [name])}
