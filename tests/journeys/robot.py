"""People without a browser: they read pages, fill in forms, and send a request again when nothing answered.

A request that died on the way is sent again just as it was, key and body, as a browser does. What the site said is
saved is written down, to be compared with what it kept.
"""

from __future__ import annotations

import http.client
import json
import math
import re
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from tests.journeys.site import Site
from tests.journeys.walk import STORY

PATIENCE_SECONDS = 60  # for one request, with all its repeats
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
    """One form of a page. fields: what it would send untouched; choices: name and value of every box and radio."""

    action: str
    button: str
    fields: dict[str, list[str]]
    choices: list[tuple[str, str]]
    data: dict[str, str]

    def has(self, name: str) -> bool:
        return name in self.fields or any(name == one for one, _ in self.choices)

    def values(self, name: str) -> list[str]:
        return [value for one, value in self.choices if one == name]

    def filled(self, told: dict[str, Any]) -> bytes:
        return urlencode({**self.fields, **told}, doseq=True).encode()


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
    for one in element.iter():
        name, value = one.get("name"), one.get("value", "")
        if not name or one.tag == "button":
            continue
        if one.get("type") in {"radio", "checkbox"}:
            choices.append((name, value or "on"))
            if one.get("checked") is None:
                continue
        fields.setdefault(name, []).append(_text_of_box(one) if one.tag == "textarea" else value)
    button = next((_text(one) for one in element.iter("button")), "")
    data = {name[5:]: str(value) for name, value in element.items() if name.startswith("data-")}
    return Form(urljoin(path, element.get("action") or path), button, fields, choices, data)


def _text_of_box(element: Element) -> str:
    return "".join(element.itertext())


@dataclass
class Robot:
    """One signed-in person. saved: the texts that the site acknowledged, under their keys."""

    site: Site
    email: str
    traffic: Traffic
    saved: list[tuple[str, str]] = field(default_factory=list)
    acknowledged: int = 0
    _cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def sign_in(self) -> None:
        before = len(self.site.letters_to(self.email))
        form = self.get("/account/sign-in/").form("Send me a code")
        assert form is not None
        page = self.send(form, login=self.email)
        form = next(one for one in page.forms() if one.has("code"))
        page = self.send(form, code=self.site.code_for(self.email, after=before))
        assert page.path == "/me/", f"{self.email} was taken to {page.path}"
        self.pass_second_step()

    def pass_second_step(self) -> None:
        """Enter the code that the demonstration shows; learners have no second step."""
        page = self.get("/account/second-step/?next=/me/")
        shown = re.search(r'id="demo-code">(\d+)<', page.body)
        if shown:
            form = page.form("Continue")
            assert form is not None
            self.send(form, code=shown[1])

    def get(self, path: str) -> Page:
        return self._page("GET", path, None, {})

    def send(self, form: Form, **told: Any) -> Page:
        """Send a form and go where the answer leads. The page it leads to is the acknowledgement read."""
        return self._page("POST", form.action, form.filled(told), {"Content-Type": FORM})

    def save_as_typed(self, form: Form, text: str, rev: int) -> int:
        """The save of a page while somebody writes; return the new revision."""
        key = str(uuid.uuid4())
        headers = {
            "Content-Type": "application/json", "If-Match": f'"{rev}"', "Idempotency-Key": key,
            "X-CSRFToken": form.fields["csrfmiddlewaretoken"][0],
        }  # fmt: skip
        page = self._ask("PUT", form.data["save-url"], json.dumps({"text": text}).encode(), headers)
        assert page.status == 200, f"a save was answered {page.status}: {page.body[:200]}"
        self.saved.append((key, text))
        return int(json.loads(page.body)["rev"])

    def save(self, form: Form, text: str, rev: int) -> Page:
        """The button of the same form."""
        page = self.send(form, text=text, rev=str(rev))
        assert page.status == 200, f"a save was answered {page.status}"
        self.saved.append((form.fields["key"][0], text))
        return page

    def _page(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        page = self._ask(method, path, body, headers)
        for _ in range(6):
            if page.status not in {301, 302, 303}:
                return page
            page = self._ask("GET", page.body, None, {})
        raise AssertionError(f"{path} leads nowhere")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        """One request, sent again as it is until something answers."""
        if method != "GET":
            self.traffic.wait_for_room()
        deadline = time.monotonic() + PATIENCE_SECONDS
        self.traffic.sent()
        while True:
            try:
                page = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if time.monotonic() > deadline:
                    raise AssertionError(f"{method} {path} was not answered: {error!r}") from error
                if not isinstance(error, ConnectionRefusedError):
                    self.traffic.cut_off()  # it was under way; a refusal is only a door that is shut
                time.sleep(PAUSE_SECONDS)
                continue
            self._note(method, page)
            return page

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        own = {"Host": f"localhost:{self.site.port}", "Cookie": cookies, "Referer": self.site.url + path}
        self._connection.request(method, path, body, own | headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: one.value for name, one in SimpleCookie(line).items()})
        if 300 <= answer.status < 400:
            to = urlsplit(urljoin(path, answer.headers["Location"]))
            text = to.path + (f"?{to.query}" if to.query else "")
        return Page(answer.status, path, text)

    def _note(self, method: str, page: Page) -> None:
        if page.status >= 400 and not (page.status == 404 and method == "GET"):
            self.traffic.faults.append(f"{page.status} to {method} {page.path} of {self.email}")
        if method != "GET":
            self.acknowledged += page.status < 400
            self.traffic.written()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class Learner(Robot):
    """Somebody who applies for a badge, writes in several saves, sends, and plays."""

    drafts: int = 2
    cards: int = 0
    views: list[str] = field(default_factory=list)
    reflections: list[str] = field(default_factory=list)

    def apply(self, slug: str) -> None:
        begin = self.get(f"/evidence/start/{slug}/").form("Begin")
        assert begin is not None
        home = self.send(begin).path
        for position in range(1, 12):
            page = self.get(f"{home}{position}/")
            if page.status == 404:
                break
            self._answer(page)
        declare = self.get(f"{home}declarations/").form("Save and check")
        assert declare is not None
        said = dict.fromkeys(("mine", "real", "disguised", "seen"), "on")
        check = self.send(declare, **said, ai_use="none").form("Send")
        assert check is not None, "something is missing before sending"
        self.send(check, **({"looked": "on"} if check.has("looked") else {}))
        self._wait_for_the_answer(home)

    def _answer(self, page: Page) -> None:
        if form := page.form("I have read this"):
            self.send(form)
        elif form := page.form("See what I found"):
            found = self.send(form, ticked=form.values("ticked")[:4])
            assert "That is it" in found.body
        elif form := next(one for one in page.forms() if one.has("text")):
            self._write(form)

    def _write(self, form: Form) -> None:
        rev = int(form.fields["rev"][0])
        for number in range(self.drafts):
            rev = self.save_as_typed(form, f"{STORY[: 200 * (number + 1)]} {uuid.uuid4()}", rev)
        self.save(form, f"{STORY} {uuid.uuid4()}", rev)

    def _wait_for_the_answer(self, home: str) -> None:
        deadline = time.monotonic() + 240
        while "An assessor will read it" in self.get(home).body:
            assert time.monotonic() < deadline, f"{self.email} waits for an answer"
            time.sleep(0.5)

    def play(self) -> None:
        """Play all activities of the one invitation to their end."""
        invitation = next(
            urljoin("/", anchor.get("href", ""))
            for anchor in self.get("/activities/").main.iter("a")
            if anchor.get("href", "").startswith("/activities/")
        )
        while start := self.get(invitation).form("Start"):
            page = self.send(start)
            while following := self._step(page):
                page = following

    def _step(self, page: Page) -> Page | None:
        """Do what the page asks; None when it was the last one."""
        for form in page.forms():
            if form.button == "See what we say":
                self.cards += 1
                return self.send(form, answer=form.values("answer")[1])
            if form.button in {"Next", "Finish"}:
                return self.send(form, words=self._view())
            if form.button == "Send and finish":
                self.reflections.append(f"{STORY} {uuid.uuid4()}")
                self.send(form, words=self.reflections[-1])
                return None
            if form.button == "Continue":
                return self.send(form, answer=form.values("answer")[1])
        onward = page.link("Continue")
        return self.get(onward) if onward and "/activities/" in onward else None

    def _view(self) -> str:
        if self.cards % 5:
            return ""
        self.views.append(f"I see it differently {uuid.uuid4()}")
        return self.views[-1]


@dataclass
class Assessor(Robot):
    """Somebody who answers whatever waits, and finds everything met."""

    letters: int = 0

    def answer(self, wanted: int, learners: Iterable[threading.Thread]) -> None:
        """Answer until so many letters are sent, or no learner is left who could send anything."""
        busy = list(learners)
        while self.letters < wanted and any(thread.is_alive() for thread in busy):
            page = self.get("/review/next")
            onward = page.link("Read and decide", "Go to the letter")
            if onward is None:
                time.sleep(0.2)
                continue
            self._review(self.get(onward))

    def _review(self, page: Page) -> None:
        while "/letter/" not in page.path:
            form = page.form("Save and go on")
            assert form is not None, f"nothing to decide at {page.path}"
            page = self.send(form, outcome="met")
        form = page.form("Send")
        assert form is not None
        assert self.send(form).path == "/review/"
        self.letters += 1
