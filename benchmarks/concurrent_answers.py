"""Many people in the self-assessment at once, each signed in on a connection of their own, over the network.

Each answers statement after statement as the page does: the answer is posted the moment it is chosen, Continue posts it
once more, and the next page is read. What is timed is the first of these three: how long a person waits for ‘Saved’.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from benchmarks import demo_people, live_site
from benchmarks.figures import Figure, find_percentile
from benchmarks.http_client import HttpClient, connect, run_together
from benchmarks.live_site import cpu_seconds
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.journey.models import Assessment

CLAIM = "fifty people answer at once on two cores: no error, and p95 at most 150 ms for an answer saved"


@dataclass
class Person:
    """Someone at the self-assessment. save_times, page_times: milliseconds for each answer and each next page."""

    client: HttpClient
    assessment: Assessment
    statements: int
    save_times: list[float] = field(default_factory=list)
    page_times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    answers: int = 0

    def answer_next(self) -> None:
        """Answer the next statement; after the last one the first again, with something else."""
        try:
            self._answer(f"/me/self-assessment/{self.assessment.uuid}/{self.answers % self.statements + 1}/")
        except Exception as error:  # whatever goes wrong for a person counts
            self.errors.append(str(error) or type(error).__name__)
        self.answers += 1

    def _answer(self, path: str) -> None:
        value = 1 + (self.answers // self.statements + self.answers % self.statements) % 5
        began = perf_counter()
        self.client.post_form(path, status=204, said=value, go="save")
        self.save_times.append((perf_counter() - began) * 1000)
        began = perf_counter()
        self.client.post_form(path, said=value, go="on")
        self.client.request(self.client.get_header("Location"))
        self.page_times.append((perf_counter() - began) * 1000)

    def forget_times(self) -> None:
        self.save_times, self.page_times, self.errors = [], [], []

    def answer_for(self, seconds: float, *, pause: float) -> None:
        """Answer once in each pause, beginning somewhere within the first."""
        deadline = perf_counter() + seconds
        due = perf_counter() + random.uniform(0, pause)
        while due < deadline:
            sleep(max(0.0, due - perf_counter()))
            self.answer_next()
            due = max(due + pause, perf_counter())

    def answer_together(self, start: threading.Barrier, *, rounds: int) -> None:
        """Answer each time that everyone is ready."""
        for _ in range(rounds):
            start.wait()
            self.answer_next()


def measure(sizes: Sizes) -> Iterator[Figure]:
    live_site.open_database()
    from django.utils import timezone

    now = timezone.now()
    people = [_add_person(now) for _ in range(sizes.concurrent_people)]
    run_together([partial(person.answer_for, sizes.seconds, pause=sizes.seconds) for person in people])
    yield from _measure_thinking(people, sizes)
    yield from _measure_same_instant(people, sizes)
    yield from _measure_without_pause(people, sizes)


def _add_person(now: datetime) -> Person:
    learner = demo_people.add_learner(now, has_badge=False)
    assessment = demo_people.begin_assessment(learner, "frontline", now)
    return Person(connect(learner), assessment, len(assessment.sheet.statements()))


def _measure_thinking(people: Sequence[Person], sizes: Sizes) -> Iterator[Figure]:
    pause = sizes.thinking_seconds
    _forget_times(people)
    before = cpu_seconds("web")
    seconds = run_together([partial(person.answer_for, sizes.load_seconds, pause=pause) for person in people])
    spent = cpu_seconds("web") - before
    yield from _list_figures(f"{len(people)} people, an answer every {pause:g} s each", people, seconds, "150 ms")
    yield Figure("the same: cores that the web server used", spent / seconds, "")


def _measure_same_instant(people: Sequence[Person], sizes: Sizes) -> Iterator[Figure]:
    """A trainer says ‘now’: everyone presses within the same instant, again and again."""
    _forget_times(people)
    start = threading.Barrier(len(people))
    seconds = run_together([partial(person.answer_together, start, rounds=sizes.rounds) for person in people])
    yield from _list_figures(f"{len(people)} people in the same instant", people, seconds)


def _measure_without_pause(people: Sequence[Person], sizes: Sizes) -> Iterator[Figure]:
    _forget_times(people)
    seconds = run_together([partial(person.answer_for, sizes.load_seconds / 3, pause=0) for person in people])
    yield from _list_figures(f"{len(people)} people without a pause", people, seconds)


def _list_figures(name: str, people: Sequence[Person], seconds: float, budget: str = "") -> Iterator[Figure]:
    saves = [time for person in people for time in person.save_times]
    pages = [time for person in people for time in person.page_times]
    errors = [error for person in people for error in person.errors]
    yield Figure(f"{name}: errors", len(errors), "", "0", next(iter(errors), ""))
    if not pages:
        raise RuntimeError(f"Nobody got a page: {errors[:1]}")
    yield Figure(f"{name}: answers saved", len(saves) / seconds, "/s")
    yield Figure(f"{name}: answer saved, p50", median(saves), "ms")
    yield Figure(f"{name}: answer saved, p95", find_percentile(saves, 0.95), "ms", budget)
    yield Figure(f"{name}: Continue and next page, p95", find_percentile(pages, 0.95), "ms")


def _forget_times(people: Sequence[Person]) -> None:
    for person in people:
        person.forget_times()
