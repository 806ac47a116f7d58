"""Which visitors crawl and which requests they send: everything, a part of everything, or a sample from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import count

from tests.hostile.hostile_requests import Request, Target
from tests.hostile.populated_site import Visitor

SHARE_MET = 8  # of the values for what an earlier visitor was given whole, the next ones send one in so many
VISITORS, TARGETS = 5, 60  # in a sample, and the targets of each


class Sample:
    """part: "K/N" for the Kth of N parts of everything; "" for a sample."""

    def __init__(self, seed: int, part: str) -> None:
        self._chance = random.Random(seed)
        self._met: set[tuple[str, ...]] = set()
        self._numbers = count()
        self._part, self._parts = (int(number) for number in part.split("/")) if part else (0, 0)

    def choose_visitors(self, visitors: list[Visitor]) -> list[Visitor]:
        return visitors if self._parts else self._chance.sample(visitors, VISITORS)

    def choose_requests(self, targets: Iterable[Target]) -> Iterator[Request]:
        if not self._parts:
            every = list(targets)
            for target in self._chance.sample(every, min(TARGETS, len(every))):
                yield self._chance.choice(list(target.list_requests()))
            return
        for target in targets:
            step = SHARE_MET if target.key in self._met else 1
            self._met.add(target.key)
            for request in target.list_requests():
                number = next(self._numbers)
                if number % (self._parts * step) == self._part - 1:
                    yield request
