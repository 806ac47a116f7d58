"""Open every page that one person is led to, from some addresses on, and note where a link leads nowhere."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.urls import Resolver404, resolve

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User

PAGES_PER_ROUTE = 4
SPOKEN = ("alt", "aria-label", "value")
# Not pages of ours, or they end the session.
SKIPPED = re.compile(r"^/(static|media|cms|django-admin|account/sign-out|demo|metrics|healthz|readyz|stop|ims)\b")


@dataclass
class PageWalk:
    """texts: what a person reads, by address. dead: addresses that answered 4xx, with the page that links to each."""

    person: User | None
    texts: dict[str, str] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)

    def walk(self, *starts: str) -> PageWalk:
        client = CheckedClient()
        if self.person is not None:
            client.force_login(self.person)
        waiting = [(address, "") for address in starts]
        seen: set[str] = set()
        opened: dict[str, int] = defaultdict(int)
        while waiting:
            address, source = waiting.pop(0)
            if address in seen or SKIPPED.match(address):
                continue
            seen.add(address)
            opened[_route(address)] += 1
            if opened[_route(address)] > PAGES_PER_ROUTE:
                continue
            response = client.get(address)
            if response.status_code >= 400:
                self.dead[address] = source
            elif location := response.headers.get("Location", ""):
                waiting += [(location, address)] if location.startswith("/") else []
            elif response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
                waiting += [(link, address) for link in self._read(address, response.content)]
        return self

    def _read(self, address: str, content: bytes) -> set[str]:
        soup = BeautifulSoup(content, "html.parser")
        for tag in soup(["script", "style"]):
            tag.decompose()
        attributes = [str(tag[name]) for tag in soup.find_all(True) for name in SPOKEN if name in tag.attrs]
        self.texts[address] = " ".join(" ".join([soup.get_text(" "), *attributes]).split())
        links = {str(tag["href"]).partition("#")[0] for tag in soup.find_all("a", href=True)}
        self.links[address] = {link for link in links if link.startswith("/")}
        return self.links[address]


def _route(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return address
