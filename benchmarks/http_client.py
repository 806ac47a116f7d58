"""Clients that ask the site over the network, one connection each, signed in or not; and many at once."""

from __future__ import annotations

import http.client
import threading
import uuid
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from benchmarks import live_site

if TYPE_CHECKING:
    from django.test import Client

    from ettle.people.models import User

OK, FOUND = 200, 302
CSRF_TOKEN = uuid.uuid4().hex
FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class HttpClient:
    """One browser's connection, which stays open. cookie: what it sends with every request."""

    cookie: str = ""
    response: http.client.HTTPResponse | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._host = urlsplit(live_site.start_site().url).netloc
        self._connection = http.client.HTTPConnection("127.0.0.1", int(self._host.rpartition(":")[2]), timeout=30)
        weakref.finalize(self, self._connection.close)

    def request(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """Return the body of the response. Raises AssertionError if its status is not the expected one."""
        content = self._exchange(path, method, body, headers)
        found = self._read_status()
        assert found == status, f"{method} {path} answered {found}, not {status}"
        return content

    def open_page(self, path: str) -> tuple[str, bytes]:
        """Return the address and the body of a page, where the path leads after at most one redirection."""
        content = self._exchange(path, "GET", None, None)
        if self._read_status() != FOUND:
            assert self._read_status() == OK, f"{path} answered {self._read_status()}"
            return path, content
        target = self.get_header("Location")
        return target, self.request(target)

    def _read_status(self) -> int:
        assert self.response is not None
        return self.response.status

    def _exchange(self, path: str, method: str, body: bytes | None, headers: Mapping[str, str] | None) -> bytes:
        sent = {"Host": self._host, **(headers or {})}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if method != "GET":
            sent["X-CSRFToken"] = CSRF_TOKEN
        self._connection.request(method, path, body, sent)
        self.response = self._connection.getresponse()
        return self.response.read()

    def post_form(self, path: str, *, status: int = 302, **values: object) -> None:
        self.request(path, method="POST", body=urlencode(values).encode(), status=status, headers=FORM_HEADERS)

    def get_header(self, name: str) -> str:
        """Return a header of the last response."""
        assert self.response is not None
        return self.response.headers.get(name, "")


def connect(person: User | None) -> HttpClient:
    """Return a client of this person, or of a visitor."""
    if person is None:
        return HttpClient()
    session = connect_in_process(person).cookies["sessionid"].value
    return HttpClient(f"sessionid={session}; csrftoken={CSRF_TOKEN}")


def connect_in_process(person: User | None) -> Client:
    """Return Django's test client, which needs no network."""
    from django.test import Client

    from ettle.kit.testing.client import pass_second_step

    client = Client(SERVER_NAME="localhost")
    if person is not None:
        client.force_login(person)
        pass_second_step(client)
    return client


def measure_throughput(actions: Sequence[Callable[[], object]], *, seconds: float) -> float:
    """Return how many actions a second are done when each of these is repeated in a thread of its own."""
    done, deadline = [0] * len(actions), perf_counter() + seconds

    def repeat(number: int) -> None:
        while perf_counter() < deadline:
            actions[number]()
            done[number] += 1

    took = run_together([lambda number=number: repeat(number) for number in range(len(actions))])  # type: ignore[misc]
    return sum(done) / took


def run_together(actions: Sequence[Callable[[], object]]) -> float:
    """Do all of these at once, each in a thread. Return the seconds until the last was done.

    Raises the first error that any of them raised: a thread that dies silently would look like a slow site.
    """
    errors: list[Exception] = []

    def run(action: Callable[[], object]) -> None:
        try:
            action()
        except Exception as error:
            errors.append(error)

    began = perf_counter()
    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return perf_counter() - began
