"""Memory of the web server and of the worker: just started, and after thousands of requests and a hundred tasks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import cycle

from benchmarks import stage
from benchmarks.asking import at_once, memory, signed_in, visitor
from benchmarks.figures import Figure
from benchmarks.pages import AREA

CLAIM = "a web process and the worker each stay under 200 MB, at rest and under load"
BUDGET = "200 MB"
REQUESTS = 2_000
CLIENTS = 4
TASKS = 100
MB = 1_000_000


def measure() -> Iterator[Figure]:
    stage.cast()
    site = stage.site()
    site.stop()
    site.start()
    visitor().ask("/")
    yield from _resident("at rest")
    yield from _loaded()
    _give_the_worker_work()
    yield from _resident("after the load")


def _resident(when: str) -> Iterator[Figure]:
    """The largest of the processes: a web server has one that answers for each worker, and one that watches them."""
    for what, name in (("web", "web process"), ("worker", "worker")):
        sizes = memory(what)
        total = f"{len(sizes)} processes, {sum(sizes) / MB:.0f} MB together" if len(sizes) > 1 else ""
        yield Figure(f"{name} {when}", max(sizes) / MB, "MB", BUDGET, total)


def _loaded() -> Iterator[Figure]:
    """Pages of every kind, by several people at once, and the most memory that was seen meanwhile."""
    cast = stage.cast()
    most = [0]
    began = time.perf_counter()
    left = [REQUESTS]

    def client(number: int) -> Callable[[], object]:
        person = (cast.isla, cast.bashir, cast.callum, None)[number % 4]
        reader = signed_in(person) if person else visitor()
        own = {cast.isla: ["/me/", cast.sort, cast.scenario], cast.bashir: ["/review/"], cast.callum: [cast.line]}
        paths = cycle(["/", AREA, "/capabilities/", "/badges/", "/logic-model/", *(own[person] if person else [])])

        def ask() -> None:
            left[0] -= 1
            reader.ask(next(paths))
            if left[0] % 100 == 0:
                most[0] = max(most[0], *memory("web"))

        return ask

    acts = [client(number) for number in range(CLIENTS)]
    while left[0] > 0:
        at_once(acts, seconds=1.0)
    yield Figure("mixed requests by 4 clients at once", (REQUESTS - left[0]) / (time.perf_counter() - began), "/s")
    yield Figure("web process, most under load", most[0] / MB, "MB", BUDGET)


def _give_the_worker_work() -> None:
    """Badges to sign, which is the heaviest thing a worker does; wait until it is done."""
    from django.utils import timezone

    from ettle.badges import actions
    from ettle.badges.models import Award

    now = timezone.now()
    version = stage.version("ET-101")
    people = [stage.newcomer(4000 + number, now, holds=False) for number in range(TASKS)]
    awards = [actions.award(learner=person, version=version, by=None, now=now) for person in people]
    numbers = [award.pk for award in awards]
    deadline = time.monotonic() + 90
    while Award.objects.filter(pk__in=numbers, credential=None).exists() and time.monotonic() < deadline:
        time.sleep(0.2)
