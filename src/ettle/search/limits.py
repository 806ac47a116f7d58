"""The limit of this room: how often one network may search."""

from __future__ import annotations

from datetime import timedelta

from ettle.kit.limits.counters import Limit

SEARCHES = Limit(
    "search/searches", "network", 1_200, timedelta(minutes=1), "There were many searches from your network in a minute."
)
LIMITS = [SEARCHES]
