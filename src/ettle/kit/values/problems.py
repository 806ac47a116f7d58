"""A problem in submitted data, described so that its author can correct it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """path: where in the data, dots between names and positions from 0 ("criteria.2.max_words"). words: what to do."""

    path: str
    words: str
