"""Fifty people in the self-assessment at once, each signed in on a connection of their own, over the network.

Each answers line after line as the page does: the answer is posted the moment it is chosen, Continue posts it once
more, and the next page is read. What is timed is the first of these three: how long a person waits for “Kept”.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from time import perf_counter, sleep
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks import stage
from benchmarks.asking import Reader, cpu_seconds, signed_in
from benchmarks.figures import Figure, percentile
from ettle.instruments.queries import current_version

if TYPE_CHECKING:
    from datetime import datetime

    from ettle.journey.models import Assessment

CLAIM = "fifty people answer at once on two cores: no error, and p95 at most 150 ms for an answer kept"
PEOPLE = 50
# A person needs some ten seconds to read a line and choose. Two is five times as fast as that.
PAUSE = 2.0
SECONDS = 30.0
FULL_SECONDS = 10.0
ROUNDS = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Person:
    """Somebody at the self-assessment. kept, read: milliseconds for each answer kept and each next page."""

    reader: Reader
    assessment: Assessment
    lines: int
    kept: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    turn: int = 0

    def answer(self) -> None:
        """Answer the next line; after the last one the first again, with something else."""
        try:
            self._answer(f"/me/self-assessment/{self.assessment.uuid}/{self.turn % self.lines + 1}/")
        except Exception as error:  # whatever goes wrong for a person counts
            self.errors.append(str(error))
        self.turn += 1

    def _answer(self, address: str) -> None:
        said = 1 + (self.turn // self.lines + self.turn % self.lines) % 5
        began = perf_counter()
        self._post(address, said=said, go="save", wanted=204)
        self.kept.append((perf_counter() - began) * 1000)
        began = perf_counter()
        self._post(address, said=said, go="on", wanted=302)
        self.reader.ask(self.reader.header("Location"))
        self.read.append((perf_counter() - began) * 1000)

    def _post(self, address: str, *, said: int, go: str, wanted: int) -> None:
        body = urlencode({"said": said, "go": go}).encode()
        self.reader.ask(address, method="POST", body=body, wanted=wanted, headers=FORM)


def measure() -> Iterator[Figure]:
    stage.door()
    from django.utils import timezone

    now = timezone.now()
    people = [_person(number, now) for number in range(PEOPLE)]
    _all([partial(_for_a_while, person, seconds=1, pause=1) for person in people])
    yield from _thinking(people)
    yield from _same_moment(people)
    yield from _without_pause(people)


def _person(number: int, now: datetime) -> Person:
    from ettle.journey import actions

    version = current_version()
    assert version is not None
    someone = stage.newcomer(3000 + number, now, holds=False)
    assessment = actions.begin(person=someone, version=version, role="frontline", now=now)
    return Person(signed_in(someone), assessment, len(assessment.sheet.statements()))


def _thinking(people: Sequence[Person]) -> Iterator[Figure]:
    _afresh(people)
    before = cpu_seconds("web")
    seconds = _all([partial(_for_a_while, person, seconds=SECONDS, pause=PAUSE) for person in people])
    spent = cpu_seconds("web") - before
    yield from _figures(f"{PEOPLE} people, an answer every {PAUSE:.0f} s each", people, seconds, budget="150 ms")
    yield Figure("the same: cores that the web server used", spent / seconds, "")


def _same_moment(people: Sequence[Person]) -> Iterator[Figure]:
    """A trainer says “now”: everybody presses within the same instant, again and again."""
    _afresh(people)
    start = threading.Barrier(len(people))
    seconds = _all([partial(_on_the_word, person, start) for person in people])
    yield from _figures(f"{PEOPLE} people in the same instant", people, seconds)


def _without_pause(people: Sequence[Person]) -> Iterator[Figure]:
    _afresh(people)
    seconds = _all([partial(_for_a_while, person, seconds=FULL_SECONDS, pause=0) for person in people])
    yield from _figures(f"{PEOPLE} people without a pause", people, seconds)


def _figures(name: str, people: Sequence[Person], seconds: float, *, budget: str = "") -> Iterator[Figure]:
    kept = [taken for person in people for taken in person.kept]
    read = [taken for person in people for taken in person.read]
    errors = [error for person in people for error in person.errors]
    yield Figure(f"{name}: kept", len(kept) / seconds, "/s")
    yield Figure(f"{name}: kept, p50", median(kept), "ms")
    yield Figure(f"{name}: kept, p95", percentile(kept, 0.95), "ms", budget)
    yield Figure(f"{name}: Continue and next page, p95", percentile(read, 0.95), "ms")
    yield Figure(f"{name}: errors", len(errors), "", "0", next(iter(errors), ""))


def _afresh(people: Sequence[Person]) -> None:
    for person in people:
        person.kept, person.read, person.errors = [], [], []


def _for_a_while(person: Person, *, seconds: float, pause: float) -> None:
    """Answer once in each pause, beginning somewhere within the first."""
    until = perf_counter() + seconds
    due = perf_counter() + random.uniform(0, pause)
    while due < until:
        sleep(max(0.0, due - perf_counter()))
        person.answer()
        due = max(due + pause, perf_counter())


def _on_the_word(person: Person, start: threading.Barrier) -> None:
    for _ in range(ROUNDS):
        start.wait()
        person.answer()


def _all(acts: Sequence[Callable[[], None]]) -> float:
    """Do all of these at once; how many seconds until the last was done."""
    began = perf_counter()
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return perf_counter() - began
