"""Saving what somebody writes or answers, one at a time and eight at once; and sending an application."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median
from urllib.parse import urlencode

from benchmarks import stage
from benchmarks.asking import Reader, at_once, signed_in
from benchmarks.figures import Figure, percentile, times_of

CLAIM = "an answer is on the disk, for good, before the page says “Saved”, and nobody waits for it"
REPEAT = 100
CLIENTS = 8
SECONDS = 4.0
SENDINGS = 30
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def measure() -> Iterator[Figure]:
    from django.urls import reverse
    from django.utils import timezone

    cast, now = stage.cast(), timezone.now()
    writers = []
    for number in range(CLIENTS):
        application = stage.written_by(stage.newcomer(1000 + number, now), now)
        address = reverse("evidence:save", args=[application.uuid, 1])
        writers.append(_writer(signed_in(application.learner), address))
    yield from _figures("answer saved while writing", writers)
    yield from _figures("line of the self-assessment", [_answerer(signed_in(cast.callum), cast.line)])
    yield from _sendings()


def _figures(name: str, acts: list[Callable[[], object]]) -> Iterator[Figure]:
    times = times_of(acts[0], repeat=REPEAT)
    yield Figure(f"{name}: p50", median(times), "ms")
    yield Figure(f"{name}: p95", percentile(times, 0.95), "ms")
    alone = at_once(acts[:1], seconds=SECONDS)
    yield Figure(f"{name}: by one client", alone, "/s")
    if len(acts) > 1:
        together = at_once(acts, seconds=SECONDS)
        yield Figure(f"{name}: by {len(acts)} clients at once", together, "/s")
        yield Figure(f"{name}: {len(acts)} clients / one", together / alone, "×")


def _writer(reader: Reader, address: str) -> Callable[[], object]:
    """Somebody whose every save is a new text on top of the last revision, as the page sends it."""
    rev, numbers = [1], count()

    def save() -> None:
        body = json.dumps({"text": f"{stage.ENOUGH} {next(numbers)}"}).encode()
        headers = {"Content-Type": "application/json", "If-Match": f'"{rev[0]}"', "Idempotency-Key": str(uuid.uuid4())}
        rev[0] = json.loads(reader.ask(address, method="PUT", body=body, headers=headers))["rev"]

    return save


def _answerer(reader: Reader, address: str) -> Callable[[], object]:
    """Somebody who changes their mind about one line again and again."""
    numbers = count()

    def answer() -> None:
        body = urlencode({"said": 1 + next(numbers) % 5}).encode()
        reader.ask(address, method="POST", body=body, wanted=302, headers=FORM)

    return answer


def _sendings() -> Iterator[Figure]:
    """Each application can be sent once, so there are as many as figures."""
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    ready = [stage.written_by(stage.newcomer(2000 + number, now), now) for number in range(SENDINGS)]
    senders = iter([(signed_in(one.learner), reverse("evidence:check", args=[one.uuid])) for one in ready])

    def send() -> None:
        reader, address = next(senders)
        body = urlencode({"once": str(uuid.uuid4())}).encode()
        reader.ask(address, method="POST", body=body, wanted=302, headers=FORM)

    times = times_of(send, repeat=SENDINGS - 2, warm=2)
    yield Figure("application sent: p50", median(times), "ms")
    yield Figure("application sent: p95", percentile(times, 0.95), "ms")
