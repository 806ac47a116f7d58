"""A fault in something that was handed in as data, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """path: where in the data, dots between names and places from 0 ("criteria.2.min_words"). words: what to do."""

    path: str
    words: str
