"""How a sort is scored, from 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ettle.activities.scoring import score_share

SORT_RULE = "sort-1"  # its version is stored with every score it gave


def score_sort(placed: Mapping[str, str], right: Mapping[str, Iterable[str]]) -> Decimal:
    """Score things put into categories: right placements over things. A thing may be right in several categories."""
    hits = sum(placed.get(item) in set(categories) for item, categories in right.items())
    return score_share(hits, len(right))
