"""A person without a browser: reads pages, fills in forms, and sends a request again when nothing answered.

A request that died on the way is sent again just as it was, key and body, as a browser does. What the site acknowledged
is written down, to be compared with what it stored; so is what it refused, to be found nowhere.
"""

from __future__ import annotations

import http.client
import json
import math
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from tests.journeys.site import Site

PATIENCE_SECONDS = 120  # for one request, with all its repeats
TOO_LONG = 50_000  # characters, more than any text may have
PAUSE_SECONDS = 0.2
FORM = "application/x-www-form-urlencoded"


class Traffic:
    """What all robots did, counted together. wait_for_writes() lets a killer strike while writes are under way."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.requests = self.retries = self.writes = 0
        self.most = math.inf  # writes there may be until a killer has caught up
        self.faults: list[str] = []

    def sent(self) -> None:
        with self._changed:
            self.requests += 1

    def cut_off(self) -> None:
        with self._changed:
            self.retries += 1

    def written(self) -> None:
        with self._changed:
            self.writes += 1
            self._changed.notify_all()

    def allow(self, most: float) -> None:
        with self._changed:
            self.most = most
            self._changed.notify_all()

    def wait_for_room(self) -> None:
        """Let a killer keep up, however quick the site and however slow its start."""
        with self._changed:
            self._changed.wait_for(lambda: self.writes < self.most, PATIENCE_SECONDS)

    def wait_for_writes(self, count: int, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.writes >= count, seconds)


@dataclass(frozen=True)
class Form:
    """One form of a page. fields: what it would send untouched.

    choices: name and value of every box and radio. presses: the same of every button that sends a value.
    """

    action: str
    button: str
    fields: dict[str, list[str]]
    choices: list[tuple[str, str]]
    data: dict[str, str]
    presses: list[tuple[str, str]] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.fields or any(name == choice for choice, _ in self.choices)

    def values(self, name: str) -> list[str]:
        return [value for choice, value in self.choices if choice == name]

    def encode(self, changed: dict[str, Any]) -> bytes:
        return urlencode({**self.fields, **changed}, doseq=True).encode()


@dataclass(frozen=True)
class Page:
    status: int
    path: str
    body: str

    @property
    def main(self) -> Element:
        """The page's own part; the shell around it would only cost time to read."""
        body = self.body[self.body.index("<main") : self.body.index("</main>") + len("</main>")]
        return html5lib.parse(body, namespaceHTMLElements=False)

    def forms(self) -> list[Form]:
        return [_form(element, self.path) for element in self.main.iter("form")]

    def form(self, *buttons: str) -> Form | None:
        """The first form whose first button says one of these words."""
        return next((form for form in self.forms() if form.button.startswith(buttons)), None)

    def link(self, *words: str) -> str | None:
        for anchor in self.main.iter("a"):
            if _text(anchor).startswith(words):
                return urljoin(self.path, anchor.get("href", ""))
        return None


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _form(element: Element, path: str) -> Form:
    fields: dict[str, list[str]] = {}
    choices: list[tuple[str, str]] = []
    for field_ in element.iter():
        name, value = field_.get("name"), field_.get("value", "")
        if not name or field_.tag == "button":
            continue
        if field_.get("type") in {"radio", "checkbox"}:
            choices.append((name, value or "on"))
            if field_.get("checked") is None:
                continue
        fields.setdefault(name, []).append("".join(field_.itertext()) if field_.tag == "textarea" else value)
    button = next((_text(inner) for inner in element.iter("button")), "")
    data = {name[5:]: str(value) for name, value in element.items() if name.startswith("data-")}
    presses = [(inner.get("name", ""), inner.get("value", "")) for inner in element.iter("button") if inner.get("name")]
    return Form(urljoin(path, element.get("action") or path), button, fields, choices, data, presses)


@dataclass
class Robot:
    """A signed-in person, or a visitor without a session.

    answers, entries: the texts that the site acknowledged, under their keys. refused: parts of texts that it refused.
    """

    site: Site
    email: str
    traffic: Traffic
    session: str = ""
    answers: list[tuple[str, str]] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acknowledged: int = 0
    _cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        if self.session:
            self._cookies["sessionid"] = self.session

    def get(self, path: str) -> Page:
        return self._page("GET", path, None, {})

    def send(self, form: Form, **changed: Any) -> Page:
        """Send a form and go where the answer leads. The page it leads to is the acknowledgement read."""
        return self._page("POST", form.action, form.encode(changed), {"Content-Type": FORM})

    def save_as_typed(self, form: Form, text: str, rev: int, *, url: str = "") -> tuple[str, int]:
        """The save of a page while someone writes; return its key and the new revision."""
        key = str(uuid.uuid4())
        page = self._put(form, url, text, rev, key)
        assert page.status == 200, f"a save was answered {page.status}: {page.body[:200]}"
        return key, int(json.loads(page.body)["rev"])

    def save_what_is_refused(self, form: Form, rev: int, *, url: str = "") -> None:
        """Two saves that a rule refuses: too long a text, and one written on a text that is no longer the current."""
        for text, base, status in (("x" * TOO_LONG, rev, 422), ("Written on an old text", rev - 1, 412)):
            mark = uuid.uuid4().hex
            page = self._put(form, url, f"{text} {mark}", base, str(uuid.uuid4()), refusal=status)
            assert page.status == status, f"a save that had to be refused was answered {page.status}"
            self.refused.append(mark)

    def _put(self, form: Form, url: str, text: str, rev: int, key: str, *, refusal: int = 0) -> Page:
        headers = {
            "Content-Type": "application/json", "If-Match": f'"{rev}"', "Idempotency-Key": key,
            "X-CSRFToken": form.fields["csrfmiddlewaretoken"][0],
        }  # fmt: skip
        body = json.dumps({"text": text}).encode()
        return self._ask("PUT", url or form.data["save-url"], body, headers, refusal=refusal)

    def _page(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        return self._follow(self._ask(method, path, body, headers))

    def _follow(self, page: Page) -> Page:
        for _ in range(6):
            if page.status not in {301, 302, 303}:
                return page
            page = self._ask("GET", page.body, None, {})
        raise AssertionError(f"{page.path} leads nowhere")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], *, refusal: int = 0) -> Page:
        """A request, sent again as it is until something answers. refusal: the status of one that must be refused."""
        if method != "GET":
            self.traffic.wait_for_room()
        deadline = time.monotonic() + PATIENCE_SECONDS
        self.traffic.sent()
        while True:
            try:
                page = self._request(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if time.monotonic() > deadline:
                    raise AssertionError(f"{method} {path} was not answered: {error!r}") from error
                if not isinstance(error, ConnectionRefusedError):
                    self.traffic.cut_off()  # it was under way; a refusal is only a door that is shut
                time.sleep(PAUSE_SECONDS)
                continue
            self._note(method, page, refusal)
            return page

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        own = {"Host": f"localhost:{self.site.port}", "Cookie": cookies, "Referer": self.site.url + path}
        self._connection.request(method, path, body, own | headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: cookie.value for name, cookie in SimpleCookie(line).items()})
        if 300 <= answer.status < 400:
            to = urlsplit(urljoin(path, answer.headers["Location"]))
            text = to.path + (f"?{to.query}" if to.query else "")
        return Page(answer.status, path, text)

    def _note(self, method: str, page: Page, refusal: int) -> None:
        if page.status >= 400 and page.status != refusal and not (page.status == 404 and method == "GET"):
            self.traffic.faults.append(f"{page.status} to {method} {page.path} of {self.email}")
        if method != "GET":
            self.acknowledged += page.status < 400
            self.traffic.written()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
