"""Saving what someone writes or answers: one at a time, eight at once, fifty with pauses; sending an application."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from statistics import median
from time import perf_counter, sleep
from typing import Any

from benchmarks import demo_people
from benchmarks.figures import Figure, find_percentile, measure_times
from benchmarks.http_client import HttpClient, connect, measure_throughput, run_together
from benchmarks.sizes import Sizes

WORDING = re.compile(r'name="wording" value="([^"]+)"')
DECLARATIONS: dict[str, Any] = {"mine": "on", "real": "on", "disguised": "on", "seen": "on", "ai_use": "none"}
CLAIM = "an answer is on the disk, for good, before the page says ‘Saved’, and nobody waits for it"


def measure(sizes: Sizes) -> Iterator[Figure]:
    cast = demo_people.prepare_cast(sizes.waiting_applications)
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    writers = []
    for _ in range(sizes.concurrent_writers):
        application = demo_people.write_application(demo_people.add_learner(now), now)
        writers.append(_make_writer(connect(application.learner), reverse("evidence:save", args=[application.uuid, 3])))
    yield from _measure_saves("answer saved while writing", writers, sizes)
    yield from _measure_people(sizes)
    answer = _make_answerer(connect(cast.callum), cast.statement_path)
    yield from _measure_saves("statement of the self-assessment", [answer], sizes)
    yield from _measure_sending(sizes.sent_applications)


def _measure_saves(name: str, actions: list[Callable[[], object]], sizes: Sizes) -> Iterator[Figure]:
    times = measure_times(actions[0], repeats=sizes.repeats)
    yield Figure(f"{name}: p50", median(times), "ms")
    yield Figure(f"{name}: p95", find_percentile(times, 0.95), "ms")
    alone = measure_throughput(actions[:1], seconds=4 * sizes.seconds)
    yield Figure(f"{name}: by one client", alone, "/s")
    if len(actions) > 1:
        together = measure_throughput(actions, seconds=4 * sizes.seconds)
        yield Figure(f"{name}: by {len(actions)} clients at once", together, "/s")
        yield Figure(f"{name}: {len(actions)} clients / one", together / alone, "×")


def _measure_people(sizes: Sizes) -> Iterator[Figure]:
    """Many people write at the same time, and the page of each saves what is new every few seconds."""
    people = [_make_person() for _ in range(sizes.concurrent_people)]
    times: list[float] = []
    run_together([partial(_save_for, save, sizes.seconds, sizes.seconds, []) for save in people])
    pause = sizes.saving_seconds
    run_together([partial(_save_for, save, sizes.load_seconds, pause, times) for save in people])
    name = f"{len(people)} people who each save an answer every {pause:g} s"
    yield Figure(f"{name}: saves", len(times), "")
    yield Figure(f"{name}: p50", median(times), "ms")
    yield Figure(f"{name}: p95", find_percentile(times, 0.95), "ms", "60 ms")


def _save_for(save: Callable[[], object], seconds: float, pause: float, times: list[float]) -> None:
    """Save once in each pause, beginning somewhere within the first. Adds the milliseconds of each."""
    deadline = perf_counter() + seconds
    due = perf_counter() + random.uniform(0, pause)
    while due < deadline:
        sleep(max(0.0, due - perf_counter()))
        began = perf_counter()
        save()
        times.append((perf_counter() - began) * 1000)
        due = max(due + pause, perf_counter())


def _make_person() -> Callable[[], object]:
    """Return what saves the answer of a person who has just begun."""
    from django.urls import reverse
    from django.utils import timezone

    from ettle.evidence import actions

    learner = demo_people.add_learner(timezone.now(), has_badge=False)
    version = demo_people.find_badge("ET-101")
    application = actions.begin(learner=learner, version=version, now=timezone.now())
    return _make_writer(connect(learner), reverse("evidence:save", args=[application.uuid, 3]), revision=0)


def _make_writer(client: HttpClient, path: str, *, revision: int = 1) -> Callable[[], object]:
    """Return what saves a new text on top of the last revision each time, as the page sends it."""
    revisions, numbers = [revision], count()

    def save() -> None:
        body = json.dumps({"text": f"{demo_people.ANSWER} {next(numbers)}"}).encode()
        headers = {
            "Content-Type": "application/json",
            "If-Match": f'"{revisions[0]}"',
            "Idempotency-Key": str(uuid.uuid4()),
        }
        revisions[0] = json.loads(client.request(path, method="PUT", body=body, headers=headers))["rev"]

    return save


def _make_answerer(client: HttpClient, path: str) -> Callable[[], object]:
    """Return what gives another answer to one statement each time."""
    numbers = count()
    return lambda: client.post_form(path, said=1 + next(numbers) % 5)


def _measure_sending(number: int) -> Iterator[Figure]:
    """Each application can be sent once, so there are as many as requests."""
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    ready = [demo_people.write_application(demo_people.add_learner(now), now) for _ in range(number)]
    waiting = [(connect(item.learner), reverse("evidence:check", args=[item.uuid])) for item in ready]
    senders = iter(waiting)
    client, path = waiting[0]
    read = WORDING.search(client.request(path).decode())
    assert read is not None, "the page says which words of the declarations it shows"

    def send() -> None:
        client, path = next(senders)
        client.post_form(path, **DECLARATIONS, wording=read[1], once=uuid.uuid4())

    times = measure_times(send, repeats=number - 2, warm_up=2)
    yield Figure("application sent: p50", median(times), "ms")
    yield Figure("application sent: p95", find_percentile(times, 0.95), "ms")
