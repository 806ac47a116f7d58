"""Asking a site over the network: one connection that stays open, signed in or not, timed; and many at once."""

from __future__ import annotations

import http.client
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks import stage
from tests.journeys.site import Site

if TYPE_CHECKING:
    from django.test import Client

    from ettle.people.models import User

CSRF = uuid.uuid4().hex


@dataclass
class Reader:
    """One browser's connection. cookie: what it sends with every request."""

    site: Site
    cookie: str = ""
    last: http.client.HTTPResponse | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", urlsplit(self.site.url).port, timeout=30)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        wanted: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the body of the answer, which must have the wanted status."""
        given = {"Host": urlsplit(self.site.url).netloc, **(headers or {})}
        if self.cookie:
            given["Cookie"] = self.cookie
        if method != "GET":
            given["X-CSRFToken"] = CSRF
        self._connection.request(method, path, body, given)
        self.last = self._connection.getresponse()
        content = self.last.read()
        assert self.last.status == wanted, f"{method} {path} answered {self.last.status}, not {wanted}"
        return content

    def header(self, name: str) -> str:
        assert self.last is not None
        return self.last.headers.get(name, "")


def visitor() -> Reader:
    return Reader(stage.site())


def signed_in(person: User) -> Reader:
    session = client_of(person).cookies["sessionid"].value
    return Reader(stage.site(), f"sessionid={session}; csrftoken={CSRF}")


def client_of(person: User | None) -> Client:
    """A client without a network, in this process."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    if person is not None:
        client.force_login(person)
    return client


def at_once(acts: Sequence[Callable[[], object]], *, seconds: float) -> float:
    """How many acts a second are done when each of these is repeated by a client of its own."""
    done, until = [0] * len(acts), perf_counter() + seconds

    def repeat(number: int) -> None:
        while perf_counter() < until:
            acts[number]()
            done[number] += 1

    began = perf_counter()
    threads = [threading.Thread(target=repeat, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (perf_counter() - began)


def cpu_seconds(what: str) -> float:
    """Processor time that the web server or the worker has used, all its processes together."""
    times = [process.cpu_times() for process in stage.site().parts(what)]
    return sum(spent.user + spent.system for spent in times)


def memory(what: str) -> list[int]:
    """Resident bytes of each process of the web server or the worker."""
    return stage.site().memory(what)
