"""Playing a story: a step for one person, and a hundred people who each take a step every few seconds.

A step is what a person waits for: the answer is posted, and the page is read that it leads to. At an ending they go
back and choose again. Visitors have their play in the address, others have it stored, in practice or by invitation.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from time import perf_counter, sleep, thread_time
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks import demo_people, live_site
from benchmarks.figures import Figure, find_percentile
from benchmarks.http_client import CSRF_TOKEN, HttpClient, connect, connect_in_process, run_together
from benchmarks.live_site import cpu_seconds
from benchmarks.sizes import Sizes

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

    from ettle.people.models import User

CLAIM = "a step takes at most 10 ms and 8 queries, and 100 people who play at once wait at most 200 ms for theirs"
STORY, BADGE = "s1-visit", "ET-101"
OPTIONS, BACK = re.compile(r'name="answer" value="([^"]+)"'), re.compile(r'action="([^"]+/back/)"')
WAYS = ("visitor", "practising", "invited")


class Browser(Protocol):
    """What a play needs of a client."""

    def open_page(self, path: str) -> tuple[str, str]:
        """Return the address and the text of a page. The address of a last step leads on to the ending."""

    def send(self, path: str, values: dict[str, Any]) -> str:
        """Post a form and return where it leads."""


@dataclass
class NetworkBrowser:
    client: HttpClient

    def open_page(self, path: str) -> tuple[str, str]:
        address, content = self.client.open_page(path)
        return address, content.decode()

    def send(self, path: str, values: dict[str, Any]) -> str:
        self.client.post_form(path, **values)
        return self.client.get_header("Location")


@dataclass
class LocalBrowser:
    client: Client

    def open_page(self, path: str) -> tuple[str, str]:
        response = self.client.get(path, follow=True)
        assert response.status_code == 200, path
        address = response.redirect_chain[-1][0] if response.redirect_chain else path
        return address, response.content.decode()

    def send(self, path: str, values: dict[str, Any]) -> str:
        response = self.client.post(path, values)
        assert response.status_code == 302, path
        return response.headers["Location"]


@dataclass
class Player:
    """Someone in a story. send_times, read_times: milliseconds of each answer, and of the page that followed it."""

    browser: Browser
    start: str
    clock: Callable[[], float] = perf_counter
    here: str = ""
    page: str = ""
    send_times: list[float] = field(default_factory=list)
    read_times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def step_times(self) -> list[float]:
        return [sent + read for sent, read in zip(self.send_times, self.read_times, strict=True)]

    def begin(self) -> None:
        self.here, self.page = self.browser.open_page(self.browser.send(self.start, {}))

    def take_step(self) -> None:
        """Choose one of the options, or go back from an ending."""
        options = OPTIONS.findall(self.page)
        back = BACK.findall(self.page)
        path, values = (self.here, {"answer": random.choice(options)}) if options else (back[0], {})
        began = self.clock()
        leads_to = self.browser.send(path, values)
        sent = self.clock()
        self.here, self.page = self.browser.open_page(leads_to)
        read = self.clock()
        if not OPTIONS.search(self.page) and not BACK.search(self.page):
            raise RuntimeError(f"There is nothing to choose on {self.here}")
        self.send_times.append((sent - began) * 1000)
        self.read_times.append((read - sent) * 1000)

    def play_for(self, seconds: float, *, pause: float) -> None:
        """Take one step in each pause, beginning somewhere within the first."""
        deadline = perf_counter() + seconds
        due = perf_counter() + random.uniform(0, pause)
        while due < deadline:
            sleep(max(0.0, due - perf_counter()))
            try:
                self.take_step()
            except Exception as error:  # whatever goes wrong for a person counts
                self.errors.append(str(error) or type(error).__name__)
                self.begin()
            due = max(due + pause, perf_counter())

    def forget_times(self) -> None:
        self.send_times, self.read_times, self.errors = [], [], []


def measure(sizes: Sizes) -> Iterator[Figure]:
    live_site.open_database()
    for way in WAYS:
        yield from _measure_steps(way, sizes)
        yield from _measure_in_process(way, sizes)
    yield from _measure_crowd(sizes)


def _measure_steps(way: str, sizes: Sizes) -> Iterator[Figure]:
    player = _make_player(way, _connect)
    _warm_up(player)
    for _ in range(sizes.repeats):
        player.take_step()
    yield Figure(f"{way}, an answer: p50", median(player.send_times), "ms", "10 ms")
    yield Figure(f"{way}, the page of a step: p50", median(player.read_times), "ms", "10 ms")
    yield Figure(f"{way}, a step with its page: p95", find_percentile(player.step_times, 0.95), "ms")


def _measure_in_process(way: str, sizes: Sizes) -> Iterator[Figure]:
    """The server's own work, in time of the processor, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    player = _make_player(way, lambda person: LocalBrowser(connect_in_process(person)))
    player.clock = thread_time
    _warm_up(player)
    for _ in range(sizes.repeats):
        player.take_step()
    yield Figure(f"{way}, an answer, in process: processor p50", median(player.send_times), "ms", "10 ms")
    yield Figure(f"{way}, the page of a step, in process: processor p50", median(player.read_times), "ms", "10 ms")
    with CaptureQueriesContext(connection) as queries:
        player.browser.open_page(player.here)
    yield Figure(f"{way}, the page of a step: queries", len(queries), "", "8")


def _measure_crowd(sizes: Sizes) -> Iterator[Figure]:
    """Many people at once, as many of each way."""
    players = [_make_player(WAYS[number % len(WAYS)], _connect) for number in range(sizes.players)]
    live_site.wait_for_queue()
    pause = sizes.step_seconds
    run_together([partial(player.play_for, pause, pause=pause) for player in players])
    for player in players:
        player.forget_times()
    before = cpu_seconds("web")
    seconds = run_together([partial(player.play_for, sizes.load_seconds, pause=pause) for player in players])
    spent = cpu_seconds("web") - before
    yield from _list_figures(f"{len(players)} people, a step every {pause:g} s each", players, seconds)
    yield Figure("people playing: cores that the web server used", spent / seconds, "")


def _list_figures(name: str, players: Sequence[Player], seconds: float) -> Iterator[Figure]:
    steps = [time for player in players for time in player.step_times]
    errors = [error for player in players for error in player.errors]
    yield Figure(f"{name}: errors", len(errors), "", "0", next(iter(errors), ""))
    if not steps:
        raise RuntimeError(f"Nobody took a step: {errors[:1]}")
    yield Figure(f"{name}: steps", len(steps) / seconds, "/s")
    yield Figure(f"{name}: p50", median(steps), "ms")
    yield Figure(f"{name}: p95", find_percentile(steps, 0.95), "ms", "200 ms")


def _warm_up(player: Player) -> None:
    for _ in range(8):
        player.take_step()
    player.forget_times()


def _connect(person: User | None) -> Browser:
    # A visitor's forms need the cookie of their token, and nothing else.
    return NetworkBrowser(connect(person) if person else HttpClient(f"csrftoken={CSRF_TOKEN}"))


def _make_player(way: str, connect_person: Callable[[User | None], Browser]) -> Player:
    """Someone at the first decision of a story."""
    from django.urls import reverse
    from django.utils import timezone

    now = timezone.now()
    practice = reverse("activities:practice", args=[STORY])
    if way == "visitor":
        player = Player(connect_person(None), practice)
    else:
        person = demo_people.add_learner(now, has_badge=False)
        start = _invite(person, now) if way == "invited" else practice
        player = Player(connect_person(person), start)
    player.begin()
    return player


def _invite(person: User, now: datetime) -> str:
    """Invite someone to a badge and return the address of the story among its activities."""
    from django.urls import reverse

    from ettle.activities import actions

    invitation = actions.invite(learner=person, version=demo_people.find_badge(BADGE), by=None, now=now)
    invited: Any = invitation.activities.filter(activity_version__activity__kind="scenario").first()
    assert invited is not None, "the badge asks for a story"
    return reverse("activities:play", args=[invitation.uuid, invited.position])
