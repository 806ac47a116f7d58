"""What years of applications cost those who review: 2,000 organisations, one of which has half of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import live_site
from benchmarks.figures import Figure, find_percentile, measure_times
from benchmarks.http_client import connect_in_process
from benchmarks.review_history import ReviewHistory, Scale
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from ettle.people.models import User

CLAIM = "an assessor's pages take at most 15 ms and 12 queries, however much was ever reviewed"
BUDGET, TASK_BUDGET, QUERIES = "15 ms", "1 s", "12"
MOST_REPEATS = 40


def measure(sizes: Sizes) -> Iterator[Figure]:
    live_site.open_database()
    from django.utils import timezone

    from ettle.people.models import Organisation, User

    began = perf_counter()
    scale = Scale(
        organisations=sizes.review_organisations,
        applications=sizes.review_applications,
        sent=sizes.review_applications * 29 // 30,
        waiting=sizes.review_applications // 75,
        colleagues=max(sizes.review_organisations // 10, 2),
    )
    history = ReviewHistory(scale, Organisation.objects.get(slug="rowan-house"), timezone.now())
    history.write()
    words = f"{scale.applications:,} applications, {scale.sent:,} sent, {scale.waiting:,} of them waiting"
    yield Figure("evidence: rows written", perf_counter() - began, "s", "", words)
    large = User.objects.get(email="bashir@example.org")
    people = {"half of everything": large, "fifty people": history.small_assessor()}
    for whose, assessor in people.items():
        yield from _measure_page(f"desk, {whose}", "/review/", assessor, sizes)
        yield from _measure_page(f"next one, {whose}", "/review/next", assessor, sizes)
        yield from _measure_page(f"samples, {whose}", "/review/samples/", assessor, sizes)
        yield from _measure_page(f"My journey, {whose}", "/me/", assessor, sizes)
    administrator = User.objects.filter(is_superuser=True).earliest("pk")
    yield from _measure_page("front page of the administrator", "/manage/", administrator, sizes)
    yield from _measure_page("what waits, for an administrator", "/review/pool/", administrator, sizes)
    yield from _measure_page("how alike assessors decide", "/manage/marking/", administrator, sizes)
    yield from _measure_tasks()


def _measure_page(name: str, path: str, person: User, sizes: Sizes) -> Iterator[Figure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = connect_in_process(person)

    def request() -> None:
        assert client.get(path).status_code in (200, 302)

    times = measure_times(request, repeats=min(sizes.repeats, MOST_REPEATS))
    yield Figure(f"{name}: p50", median(times), "ms", BUDGET)
    yield Figure(f"{name}: p95", find_percentile(times, 0.95), "ms")
    with CaptureQueriesContext(connection) as queries:
        request()
    yield Figure(f"{name}: queries", len(queries), "", QUERIES)


def _measure_tasks() -> Iterator[Figure]:
    """The tasks that run every quarter of an hour, each hour and each day, once with nothing left to change."""
    from django.utils import timezone

    from ettle.evidence.marking import actions as marking
    from ettle.evidence.promises import actions as promises
    from ettle.evidence.routing import actions as routing

    now = timezone.now()
    tasks: dict[str, tuple[Callable[..., object], str]] = {
        "broken ownership, each 15 minutes": (routing.reassign_broken, TASK_BUDGET),
        "work without an owner, each 15 minutes": (routing.assign_waiting, TASK_BUDGET),
        "work that is not begun, each 15 minutes": (routing.hand_over_unbegun, TASK_BUDGET),
        "work that is due soon, each 15 minutes": (routing.alert_due_soon, TASK_BUDGET),
        "late answers, each 15 minutes": (promises.explain_late_answers, TASK_BUDGET),
        "usual wait, each hour": (promises.store_usual_wait, TASK_BUDGET),
        "agreement, each day": (marking.store_agreement, ""),
        "drift, each day": (marking.store_drift, ""),
    }
    for name, (run, budget) in tasks.items():
        run(now=now)
        began = perf_counter()
        run(now=now)
        yield Figure(f"task: {name}", perf_counter() - began, "s", budget)
