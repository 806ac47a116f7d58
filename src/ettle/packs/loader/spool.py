"""Prepared specs in an unnamed temporary file, so that memory does not grow with the size of a pack."""

from __future__ import annotations

import pickle
import tempfile
from typing import Any, Self


class Spool:
    """No other process can open the file, and it is gone when this process ends, however it ends."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self._places: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, name: str, thing: object) -> None:
        self._places[name] = self._file.seek(0, 2)
        pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)

    def take(self, name: str) -> Any:
        """Return what was stored under this name, or None."""
        place = self._places.get(name)
        if place is None:
            return None
        self._file.seek(place)
        return pickle.load(self._file)  # noqa: S301 - we wrote it
