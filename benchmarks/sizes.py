"""How much each benchmark does: in full for figures, or tiny, only to see that every part runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Counts, unless a name says seconds."""

    repeats: int = 150  # requests behind one percentile
    unchanged_requests: int = 600
    seconds: float = 1.0  # how long something is repeated for one rate
    waiting_applications: int = 20
    concurrent_writers: int = 8
    sent_applications: int = 30
    concurrent_people: int = 50
    thinking_seconds: float = 2.0  # between two answers of one person
    saving_seconds: float = 5.0  # between two saves of one person
    players: int = 100
    step_seconds: float = 5.0  # between two steps of one person
    load_seconds: float = 30.0
    rounds: int = 10  # of everyone answering in the same instant
    results: int = 20  # finished self-assessments of one person
    observers: int = 200
    issued_badges: int = 60
    mixed_requests: int = 2_000
    signed_by_worker: int = 100
    areas: int = 2_000
    small_pack: int = 200
    large_pack: int = 2_000
    starts: int = 3
    review_applications: int = 300_000
    review_organisations: int = 2_000


FULL = Sizes()
# Small enough for the tests. The starter pack has 22 areas, so a pack or a library can have no fewer.
TINY = Sizes(
    repeats=2, unchanged_requests=2, seconds=0.02, waiting_applications=1, concurrent_writers=2, sent_applications=3,
    concurrent_people=2, thinking_seconds=0.05, saving_seconds=0.05, players=3, step_seconds=0.05, load_seconds=0.2,
    rounds=1, results=2, observers=10, issued_badges=1, mixed_requests=8, signed_by_worker=1, areas=24,
    small_pack=23, large_pack=30, starts=1, review_applications=150, review_organisations=4,
)  # fmt: skip
