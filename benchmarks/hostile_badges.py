"""Pages while badges are checked that someone made to be slow: they have to stay quick."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from time import perf_counter
from urllib.parse import urlencode

from benchmarks.figures import Figure
from benchmarks.http_client import CSRF_TOKEN, FORM_HEADERS, HttpClient
from benchmarks.live_site import open_database
from benchmarks.sizes import Sizes

CLAIM = (
    "twelve hostile badges at once leave the pages quick, and a genuine one from elsewhere is checked in milliseconds"
)
HOSTILE = 12
PAUSE_SECONDS = 0.5


def measure(sizes: Sizes) -> Iterator[Figure]:
    open_database()
    from ettle.badges.tests import foreign_badges

    genuine = json.dumps(foreign_badges.sign(foreign_badges.unsigned()))
    large = foreign_badges.entangled(5)  # within every bound, and as much to read as a badge may have
    large["credentialSubject"]["achievement"]["alignment"] = [
        {
            "id": f"urn:uuid:{number}",
            "type": ["Alignment"],
            "targetName": "a",
            "targetUrl": f"https://a.example/{number}",
        }
        for number in range(250)
    ]
    hostile = [json.dumps(foreign_badges.entangled()), json.dumps(large)]
    _check(genuine)  # starts the helper process
    single = sorted(_check(genuine) for _ in range(10 if sizes.seconds < 1 else 50))
    yield Figure("verify a badge of another issuer, p50", 1000 * single[len(single) // 2], "ms")
    quiet = _page_times(40)
    stop, answers = threading.Event(), list[float]()
    senders = [
        threading.Thread(target=_send_until, args=(hostile[number % 2], stop, answers)) for number in range(HOSTILE)
    ]
    for sender in senders:
        sender.start()
    busy = _page_times(40 if sizes.seconds < 1 else 200)
    stop.set()
    for sender in senders:
        sender.join()
    yield Figure("/badges/ p95, nothing else", 1000 * quiet[int(0.95 * len(quiet))], "ms")
    name = f"/badges/ p95 while {HOSTILE} people send hostile badges"
    yield Figure(name, 1000 * busy[int(0.95 * len(busy))], "ms", budget="100", note=f"{len(answers)} answered")


def _page_times(number: int) -> list[float]:
    client, times = HttpClient(), []
    for _ in range(number):
        began = perf_counter()
        client.request("/badges/")
        times.append(perf_counter() - began)
    return sorted(times)


def _check(badge: str) -> float:
    """Enter a badge as a text and return the seconds until its page is there, whatever it says."""
    client = HttpClient(cookie=f"csrftoken={CSRF_TOKEN}")
    body = urlencode({"text": badge}).encode()
    began = perf_counter()
    try:
        client.request("/verify/", method="POST", body=body, headers=FORM_HEADERS)
    except AssertionError:
        assert client.response is not None
        assert client.response.status == 503
    return perf_counter() - began


def _send_until(badge: str, stop: threading.Event, answers: list[float]) -> None:
    while not stop.is_set():
        answers.append(_check(badge))
        stop.wait(PAUSE_SECONDS)  # so that the limit of a network is not reached
