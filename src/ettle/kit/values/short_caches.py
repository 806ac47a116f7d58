"""How long a process may remember what it read from the database for every page; it is read again after that."""

from __future__ import annotations

import time

CACHED_SECONDS = 30.0


def current_period() -> int:
    """Return the number of this half minute: an argument of what is cached, which another half minute makes anew."""
    return int(time.monotonic() // CACHED_SECONDS)
