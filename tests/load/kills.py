"""Kills the processes of a site by a list that a seed settles, while people write, and times how long it is away."""

from __future__ import annotations

import math
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tests.journeys.site import Site
from tests.load.database import SiteDatabase
from tests.load.robot import Traffic

WRITES_BETWEEN_KILLS = (2, 11)  # the fewest and the most
AHEAD = 4  # writes that may be under way when the next kill is due
LATEST_IN_FLIGHT = 0.06  # seconds into a request
AT_ONCE = 0.2  # share of the kills after which the next does not wait until the site is ready
LOOK_FOR_A_TASK_SECONDS = 0.25
READY_SECONDS = 120
KINDS = ("web", "web child", "web parent", "worker")


def share_kills(count: int) -> dict[str, int]:
    """Share a number of kills among the kinds: two in five are of the worker."""
    worker, child, parent = count * 2 // 5, count // 5, count // 10
    return {"web": count - worker - child - parent, "web child": child, "web parent": parent, "worker": worker}


@dataclass(frozen=True)
class Kill:
    """A kill that is planned: after how many more writes, how many seconds into a request.

    waits: the next kill waits until the site is ready again.
    """

    kind: str
    writes: int
    pause: float
    waits: bool


class Killer:
    """Which process, after how many more writes, how long into a request: the same kills for the same seed.

    ready: for each kind the seconds from a kill until the site was ready again, where the next kill waited for that.
    """

    def __init__(
        self, site: Site, traffic: Traffic, kills: Mapping[str, int], *, seed: int, between: tuple[int, int]
    ) -> None:
        chance = random.Random(seed)
        order = [kind for kind in KINDS for _ in range(kills.get(kind, 0))]
        chance.shuffle(order)
        self.plan = [
            Kill(kind, chance.randint(*between), chance.uniform(0, LATEST_IN_FLIGHT), chance.random() >= AT_ONCE)
            for kind in order
        ]
        self._site, self._traffic = site, traffic
        self.kills: Counter[str] = Counter()
        self.ready: dict[str, list[float]] = defaultdict(list)
        self.stop = threading.Event()
        self.is_done = threading.Event()

    def run(self) -> None:
        try:
            self._kill_by_plan()
        finally:
            self.is_done.set()
            self._traffic.allow(math.inf)

    def _kill_by_plan(self) -> None:
        wanted = self._traffic.writes
        for kill in self.plan:
            # Behind the plan, which happens while the web server is away, one write is enough.
            wanted += kill.writes
            least = max(wanted, self._traffic.writes + 1)
            self._traffic.allow(least + AHEAD)
            while not self._traffic.wait_for_writes(least, 1):
                if self.stop.is_set():
                    return
            self._kill(kill)

    def _kill(self, kill: Kill) -> None:
        part = "worker" if kill.kind == "worker" else "web"
        if part == "worker":
            self._wait_for_a_task()
        before = self._list_names(part)
        time.sleep(kill.pause)
        while not self._site.kill(kill.kind) and not self.stop.is_set():
            time.sleep(0.05)  # being started again since the kill before
        struck = time.monotonic()
        self.kills[kill.kind] += 1
        if kill.waits and self._wait_until_ready(part, before):
            self.ready[kill.kind].append(time.monotonic() - struck)

    def _wait_until_ready(self, part: str, before: frozenset[str]) -> bool:
        """Wait for new processes that work: a page that is answered, or a worker that has reported."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and not self.stop.is_set():
            if self._list_names(part) - before and (part == "worker" or self._site.answers("/readyz")):
                return True
            time.sleep(0.05)
        return False

    def _list_names(self, part: str) -> frozenset[str]:
        """The processes of the web server by number, or the workers by the names that they report under."""
        if part == "web":
            # The parent is not enough: it serves nothing.
            return frozenset(str(process.pid) for process in self._site.parts("web child"))
        with SiteDatabase.open(self._site) as database:
            return frozenset(str(name) for (name,) in database.rows("SELECT name FROM kit_runningworker"))

    def _wait_for_a_task(self) -> None:
        """A worker that rests is hard to hurt: look for a moment when it has taken something up."""
        deadline = time.monotonic() + LOOK_FOR_A_TASK_SECONDS
        with SiteDatabase.open(self._site) as database:
            before = _count_attempts(database)
            while time.monotonic() < deadline and _count_attempts(database) == before:
                time.sleep(0.002)


def _count_attempts(database: SiteDatabase) -> int:
    return database.count("SELECT coalesce(sum(attempts), 0) FROM kit_waitingtask")
