"""Walks the site as one visitor, collects its forms and addresses, and notes every server error.

Each request runs in a transaction that is rolled back, so that every form is met in the state in which it was found: an
account that deletes itself is there for the next request. A fault is a sentence with the exception and its place.
"""

from __future__ import annotations

import random
import re
import sys
import traceback
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from ettle.config.process_caches import clear_process_caches
from ettle.kit.http.address_table import list_addresses
from ettle.kit.testing.client import pass_second_step
from ettle.people.types import SIGNED_IN_AT
from ettle.workshop.cms_middleware import CMS_PATH, WORKSHOP_URLCONF
from tests.hostile.forms import Form, list_forms, list_links
from tests.hostile.hostile_requests import Request
from tests.hostile.populated_site import Visitor

PAGES_PER_ROUTE = 2  # pages of one address that a visitor opens: the second may have another state
LONGEST_DOCUMENT = 20_000  # characters of JSON that is sent back changed
REDIRECTS = {301, 302, 303}
_networks = count(1)


@dataclass
class Crawler:
    """One visitor and what they found. faults: place of a server error -> the request. sent: number of requests."""

    visitor: Visitor
    now: str
    faults: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    forms: dict[tuple[str, ...], Form] = field(default_factory=dict)
    pages: dict[str, list[str]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        if self.visitor.person is not None:
            self.client.force_login(self.visitor.person)
            pass_second_step(self.client)
            session = self.client.session
            session[SIGNED_IN_AT] = self.now
            session.save()
        for form in self.visitor.forms:
            self._add_form(form)

    def walk(self, *, most: int | None, seed: int) -> None:
        """Open every page that this visitor is led to, and remember its forms. most: pages, in a random order."""
        waiting = [*self.visitor.seeds]
        chance = random.Random(seed)
        while waiting and (most is None or self.sent < most):
            path = waiting.pop(0 if most is None else chance.randrange(len(waiting)))
            opened = self.pages.setdefault(find_route(path), [])
            if path not in opened and len(opened) < PAGES_PER_ROUTE:
                opened.append(path)
                waiting += self._read_page(path)

    def _read_page(self, path: str) -> list[str]:
        """Open a page, remember its forms and JSON, and return where it leads."""
        response = self.send(Request("GET", path))
        if response.streaming or not response.content:
            location = response.headers.get("Location", "")
            return [location] if location.startswith("/") else []
        kind, text = response.headers.get("Content-Type", ""), response.content
        if "json" in kind and len(text) < LONGEST_DOCUMENT:
            self.documents.append(text.decode())
        if not kind.startswith("text/html"):
            return []
        soup = parse_page(response)
        for form in list_forms(soup, path):
            self._add_form(form)
        return list(list_links(soup, path))

    def _add_form(self, form: Form) -> None:
        self.forms.setdefault((find_route(form.path), form.method, *sorted(form.names)), form)

    def send(self, request: Request) -> Any:
        """Send a request, undo what it changed, and note a server error. Returns the response."""
        self.sent += 1
        network = next(_networks)  # another one each time: limits on networks are not what is tried here
        address = f"10.{network >> 16 & 255}.{network >> 8 & 255}.{network & 255}"
        raised: list[str] = []

        def note(**about: Any) -> None:
            raised.append(_describe_exception())

        got_request_exception.connect(note)
        cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        try:
            with transaction.atomic():
                response = request.send(self.client, REMOTE_ADDR=address)
                if response.streaming:
                    response.getvalue()
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
            self.client.cookies.clear()
            self.client.cookies.load(cookies)
        if response.status_code in REDIRECTS and request.method == "POST":
            clear_process_caches()  # they may have what was rolled back
        if raised or response.status_code >= 500:
            error = raised[0] if raised else f"{response.status_code} without an exception"
            self._add_fault(f"{find_route(request.path)}: {error}", request)
        return response

    def _add_fault(self, place: str, request: Request) -> None:
        if place not in self.faults:
            self.faults[place] = f"{self.visitor.name} {request}"
            print(f"{place}\n    {self.faults[place]}", flush=True)


def parse_page(response: Any) -> BeautifulSoup:
    """Parse a page, once however many read it."""
    if not hasattr(response, "soup"):
        response.soup = BeautifulSoup(response.content.decode(), "lxml")
    soup: BeautifulSoup = response.soup
    return soup


@cache
def find_route(path: str) -> str:
    """Return the address of a path as the URLs say it, the same for all rows; its first part where there is none."""
    plain = urlsplit(path).path
    try:
        return "/" + resolve(plain, WORKSHOP_URLCONF if plain.startswith(CMS_PATH) else None).route
    except (Resolver404, ValueError):
        return "not found: " + plain.split("/")[1][:40]


def list_routes(urlconf: str | None = None) -> list[str]:
    """Return a path for each route of an URLconf, with an example of a value in each of its parts."""
    return sorted({_fill_route(address.route) for address in list_addresses(urlconf)})


def _fill_route(route: str) -> str:
    examples = {"int": "7", "uuid": "00000000-0000-0000-0000-000000000007"}
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda part: examples.get(part[1] or "str", "no-such-thing"), route)
    filled = re.sub(r"\(\?P<\w+>[^)]*\)|\([^)]*\)", "7", filled)
    return "/" + re.sub(r"\\(.)", r"\1", filled).strip("^$").lstrip("/")


def _describe_exception() -> str:
    """Return the exception being handled, with the innermost place in our own code and the innermost of all."""
    kind, error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "/ettle/" in frame.filename and "site-packages" not in frame.filename]
    places = [f"{frame.filename.rsplit('/ettle/', 1)[-1]}:{frame.lineno}" for frame in ours[-1:]]
    places += [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}" for frame in frames[-1:]]
    return f"{kind.__name__ if kind else ''} {str(error)[:100]!r} at {' < '.join(places)}"
