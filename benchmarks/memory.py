"""Memory of the web server and of the worker: at rest, and after thousands of requests and a hundred tasks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import cycle

from benchmarks import demo_people, live_site
from benchmarks.demo_people import Cast
from benchmarks.figures import Figure
from benchmarks.http_client import connect, measure_throughput
from benchmarks.live_site import resident_bytes
from benchmarks.pages import AREA
from benchmarks.sizes import Sizes

CLAIM = "a web process and the worker each stay under 200 MB, at rest and under load"
BUDGET = "200 MB"
CLIENTS = 4
MB = 1_000_000


def measure(sizes: Sizes) -> Iterator[Figure]:
    cast = demo_people.prepare_cast(sizes.waiting_applications)
    site = live_site.start_site()
    site.stop()
    site.start()
    # The worker is ready later than the web server, and loads what a task needs with its first task: only then is it
    # at rest. Before, it was measured while Python was still importing.
    connect(None).request("/")
    _sign_badges(1)
    yield from _measure_processes("at rest")
    yield from _measure_load(cast, sizes.mixed_requests, sizes.seconds)
    _sign_badges(sizes.signed_by_worker)
    yield from _measure_processes("after the load")


def _measure_processes(moment: str) -> Iterator[Figure]:
    """The largest of the processes: a web server has one that answers for each worker, and one that watches them."""
    for part, name in (("web", "web process"), ("worker", "worker")):
        sizes = resident_bytes(part)
        total = f"{len(sizes)} processes, {sum(sizes) / MB:.0f} MB together" if len(sizes) > 1 else ""
        yield Figure(f"{name} {moment}", max(sizes) / MB, "MB", BUDGET, total)


def _measure_load(cast: Cast, requests: int, seconds: float) -> Iterator[Figure]:
    """Pages of every kind, by several people at once, and the most memory that was seen meanwhile."""
    most, done = [max(resident_bytes("web"))], [0]

    def make_request(number: int) -> Callable[[], object]:
        client, paths = connect((cast.isla, cast.bashir, cast.callum, None)[number]), cycle(_list_paths(cast, number))

        def request() -> None:
            done[0] += 1
            client.request(next(paths))
            if done[0] % 100 == 0:
                most[0] = max(most[0], *resident_bytes("web"))

        return request

    actions = [make_request(number) for number in range(CLIENTS)]
    began = time.perf_counter()
    while done[0] < requests:
        measure_throughput(actions, seconds=seconds)
    yield Figure(f"mixed requests by {CLIENTS} clients at once", done[0] / (time.perf_counter() - began), "/s")
    yield Figure("web process, most under load", most[0] / MB, "MB", BUDGET)


def _list_paths(cast: Cast, number: int) -> list[str]:
    """Return the pages of isla, bashir, callum or a visitor."""
    own = (["/me/", cast.card_path, cast.scenario_path], ["/review/"], [cast.statement_path], [])[number]
    return ["/", AREA, "/capabilities/", "/badges/", "/logic-model/", *own]


def _sign_badges(number: int) -> None:
    """Give the worker badges to sign, which is the heaviest thing it does, and wait until it has."""
    from django.utils import timezone

    from ettle.badges import actions
    from ettle.badges.models import Award

    now = timezone.now()
    badge = demo_people.find_badge("ET-101")
    people = [demo_people.add_learner(now, has_badge=False) for _ in range(number)]
    awards = [actions.award(learner=person, version=badge, by=None, now=now) for person in people]
    live_site.wait_for_queue()
    assert not Award.objects.filter(pk__in=[award.pk for award in awards], credential=None).exists()
