"""A steady mixed load: visitors, people who check badges, learners who read and write, assessors.

Requests are due at a steady rate, however slow the site is, and are timed from the moment they are due: a site that
stalls is charged for everything that had to wait. Memory and open files are sampled meanwhile.
"""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psutil

from benchmarks.figures import Figure, find_percentile
from tests.journeys.site import Site
from tests.journeys.story import STORY
from tests.load.crashes import ASSESSOR, wait_for_worker
from tests.load.database import SiteDatabase
from tests.load.findings import Findings, examine_texts
from tests.load.preparation import add_people_at_work
from tests.load.robot import Page, Traffic
from tests.load.robot_people import Learner

WRITERS = 5
# How many robots of each kind take turns: nearly the shares of the requests.
ROBOTS = {"visitor": 6, "check of a badge": 2, "reader": 5, "writer": WRITERS, "assessor": 2}
VISITED = (
    "/", "/areas/", "/areas/mgmt-lead/", "/badges/", "/badges/first-steps/", "/statements/",
    "/search/?q=supervision", "/search/?q=how+do+I+lead+a+team+through+change", "/search/?q=coachng",
)  # fmt: skip
READ = ("/", "/me/", "/me/log/", "/me/goals/", "/me/badges/", "/evidence/", "/activities/", "/areas/mgmt-lead/")
SAVES = 4  # of an answer while it is written, before the button
SAMPLE_SECONDS = 1
WARM_UP_SHARE = 0.1
PARTS = ("web", "worker")


class Over(Exception):
    """The time of the load is over."""


class Unanswered(Exception):
    """A request that met no answer at all."""


@dataclass
class Meter:
    """Gives requests their turn and notes how each went. times: milliseconds by kind, those of the warm-up left out."""

    rate: float
    seconds: float
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _began: float = field(default_factory=time.monotonic)

    def wait_for_turn(self, *, is_rest: bool = False) -> float:
        """Wait until the next request is due and return when that is. Raises Over at the end.

        is_rest: it is part of an act that the site has answered already, and is sent even when the time is over.
        """
        with self._lock:
            due = self._began + self.requests / self.rate
            if due >= self._began + self.seconds and not is_rest:
                raise Over
            self.requests += 1
        time.sleep(max(0.0, due - time.monotonic()))
        return due

    def add_time(self, kind: str, due: float) -> None:
        with self._lock:
            if due >= self._began + self.seconds * WARM_UP_SHARE:
                self.times[kind].append((time.monotonic() - due) * 1000)

    def add_error(self, words: str) -> None:
        with self._lock:
            self.errors.append(words)


@dataclass
class LoadRobot(Learner):
    """A person who asks only when it is their turn, and never again for what failed."""

    kind: str = field(kw_only=True)
    meter: Meter = field(kw_only=True)
    _is_following: bool = field(default=False, init=False)

    def _follow(self, page: Page) -> Page:
        """A form that led on is stored: the end of the time must not come before the robot has written that down."""
        self._is_following = True
        try:
            return super()._follow(page)
        finally:
            self._is_following = False

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], *, refusal: int = 0) -> Page:
        due = self.meter.wait_for_turn(is_rest=self._is_following)
        try:
            page = self._request(method, path, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unanswered(f"{method} {path} of a {self.kind}: {error!r}") from error
        self.meter.add_time(self.kind, due)
        if page.status >= 400 and page.status != refusal:
            self.meter.add_error(f"{page.status} to {method} {path} of a {self.kind}")
        return page

    def repeat(self, act: Callable[[LoadRobot], None]) -> None:
        """Do this until the time is over. An act that fails in any way is an error, and the next begins."""
        while True:
            try:
                act(self)
            except Over:
                return self.close()
            except Exception as error:  # a person who gives up silently would look like a quick site
                self.meter.add_error(f"{self.kind}: {error!r}"[:300])


@dataclass(frozen=True)
class Sample:
    """Memory in bytes and open files of a part of the site, all of its processes together."""

    memory: int
    files: int


@dataclass
class Sampler:
    """Samples each part once a second while it is entered."""

    site: Site
    samples: dict[str, list[Sample]] = field(default_factory=lambda: {part: [] for part in PARTS})
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Sampler:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            for part, samples in self.samples.items():
                processes = self.site.parts(part)
                try:
                    memory = sum(process.memory_info().rss for process in processes)
                    files = sum(process.num_fds() for process in processes)
                except psutil.NoSuchProcess:
                    continue
                samples.append(Sample(memory, files))


def measure_growth(values: Sequence[float]) -> tuple[float, float]:
    """Return the middle value of the second fifth and of the last: what a process needs once it is warm, and later."""
    fifth = max(1, len(values) // 5)
    return median(values[fifth : 2 * fifth] or values), median(values[-fifth:])


@dataclass
class Soak:
    """What was measured. writers: whose saves were looked for afterwards."""

    meter: Meter
    samples: dict[str, list[Sample]]
    writers: list[LoadRobot]
    findings: Findings

    @property
    def errors(self) -> list[str]:
        return self.meter.errors

    def list_figures(self) -> list[Figure]:
        """Return what was measured; a promise has its budget."""
        meter, times = self.meter, [time for times in self.meter.times.values() for time in times]
        saves = sum(len(writer.answers) + len(writer.entries) for writer in self.writers)
        figures = [
            Figure("requests", meter.requests, "", "", f"{meter.rate:g} a second for {meter.seconds:g} s"),
            Figure("errors", len(meter.errors), "", "0", "; ".join(meter.errors[:3])),
            Figure("answer to a request: p50", median(times), "ms"),
            Figure("answer to a request: p95", find_percentile(times, 0.95), "ms", "300 ms"),
            Figure("answer to a request: p99", find_percentile(times, 0.99), "ms"),
            Figure("saves acknowledged", saves, ""),
            Figure("saves lost", len(self.findings.lost), "", "0", "; ".join(self.findings.lost[:3])),
            Figure("saves doubled", len(self.findings.doubled), "", "0", "; ".join(self.findings.doubled[:3])),
            Figure("saves refused but there", len(self.findings.refused_but_there), "", "0"),
        ]
        for kind, kind_times in meter.times.items():
            share = f"{len(kind_times) / len(times):.0%} of the requests"
            figures.append(Figure(f"answer to a {kind}: p95", find_percentile(kind_times, 0.95), "ms", "", share))
        for part, samples in self.samples.items():
            figures += _list_growth(part, samples)
        return figures


def _list_growth(part: str, samples: Sequence[Sample]) -> list[Figure]:
    memory = measure_growth([sample.memory / 1_000_000 for sample in samples])
    files = measure_growth([sample.files for sample in samples])
    return [
        Figure(f"{part}: memory at the end", memory[1], "MB", "", f"{memory[0]:.1f} MB once it was warm"),
        Figure(f"{part}: memory, growth", 100 * (memory[1] / memory[0] - 1), "%", "5 %"),
        Figure(f"{part}: open files at the end", files[1], ""),
        Figure(f"{part}: open files, growth", files[1] - files[0], "", "5"),
    ]


def run_soak(site: Site, *, seconds: float, rate: float, first_learner: int = 1) -> Soak:
    """Put the load on a site for that many seconds; look for every save afterwards."""
    found = add_people_at_work(site, 2 * WRITERS, first=first_learner)
    wait_for_worker(site)
    meter = Meter(rate, seconds)
    robots = _make_robots(site, meter, found)
    threads = [threading.Thread(target=robot.repeat, args=(act,), daemon=True) for robot, act in robots]
    with Sampler(site) as sampler:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    writers = [robot for robot, _ in robots if robot.kind == "writer"]
    wait_for_worker(site)
    with SiteDatabase.open(site) as database:
        return Soak(meter, sampler.samples, writers, examine_texts(database, writers))


def _make_robots(
    site: Site, meter: Meter, found: dict[str, Any]
) -> list[tuple[LoadRobot, Callable[[LoadRobot], None]]]:
    """Return each robot with what it does again and again."""
    emails, sessions, traffic = list(found["work"]), found["sessions"], Traffic()
    chance = random.Random(1)
    badges = [work["badge"] for work in found["work"].values()]
    checked = ("/verify/", *(f"/verify/{badge}/" for badge in badges), *(f"/credentials/{b}.json" for b in badges))
    robots = []
    for kind, count in ROBOTS.items():
        for number in range(count):
            is_signed_in = kind in {"reader", "writer", "assessor"}
            email = ASSESSOR if kind == "assessor" else emails[number % WRITERS] if is_signed_in else ""
            robot = LoadRobot(site, email, traffic, sessions.get(email, ""), kind=kind, meter=meter)
            acts: dict[str, Callable[[LoadRobot], None]] = {
                "visitor": lambda robot: _open_page(robot, chance.choice(VISITED)),
                "check of a badge": lambda robot: _open_page(robot, chance.choice(checked)),
                "reader": lambda robot: _open_page(robot, chance.choice(READ)),
                "writer": lambda robot: _write(robot, found["work"][robot.email], chance),
                "assessor": lambda robot: _assess(robot, chance.choice(found["sent"])),
            }
            robots.append((robot, acts[kind]))
    return robots


def _open_page(robot: LoadRobot, path: str) -> None:
    assert robot.get(path).status == 200, path


def _write(robot: LoadRobot, work: dict[str, Any], chance: random.Random) -> None:
    """Write a log entry, answer a statement of the self-assessment, or write an answer."""
    place = chance.choice(("log", "statement", "answer"))
    if place == "log":
        robot.write_log_entry()
    elif place == "statement":
        page = robot.get(f"{work['statements']}{chance.randint(1, work['count'])}/")
        form = next(form for form in page.forms() if form.presses)
        name, value = chance.choice([press for press in form.presses if press[0] != "go"])
        robot.send(form, **{name: value})
    else:
        _write_answer(robot, chance.choice(work["answers"]))


def _write_answer(robot: LoadRobot, path: str) -> None:
    form = next(form for form in robot.get(path).forms() if form.has("text"))
    rev = int(form.fields["rev"][0])
    for number in range(SAVES):
        text = f"{STORY[: 200 * (number + 1)]} {uuid.uuid4()}"
        key, rev = robot.save_as_typed(form, text, rev)
        robot.answers.append((key, text))
    text = f"{STORY} {uuid.uuid4()}"
    robot.send(form, text=text, rev=str(rev))
    robot.answers.append((form.fields["key"][0], text))


def _assess(robot: LoadRobot, submission: str) -> None:
    """Look at the queue, open a submission and decide on its first criterion."""
    _open_page(robot, "/review/")
    links = [anchor.get("href", "") for anchor in robot.get(f"/review/{submission}/").main.iter("a")]
    first = next(link for link in links if re.fullmatch(rf"/review/{submission}/\d+/", link))
    form = robot.get(first).form("Save and continue")
    assert form is not None
    robot.send(form, outcome="met")
