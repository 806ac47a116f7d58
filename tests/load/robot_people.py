"""Robots with a part to play: learners who apply, write and play, and an assessor who decides."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.journeys.story import STORY, answer_for
from tests.load.robot import FORM, Form, Page, Robot

BADGES = ("first-steps", "management-and-leadership")
ANSWER_SECONDS = 300  # how long a learner waits for an assessor
UNPROCESSABLE = 422
WAITING = "You get an email when there is an answer."  # the page of an application that was sent


@dataclass
class Learner(Robot):
    """Applies for a badge, writes in several saves, sends, writes in the log while waiting for an answer, and plays.

    sent: how many applications the site acknowledged; likewise cards, views and reflections of the activities.
    """

    drafts: int = 2
    sent: int = 0
    cards: int = 0
    views: list[str] = field(default_factory=list)
    reflections: list[str] = field(default_factory=list)

    def do_everything(self) -> None:
        for slug in BADGES:
            self.apply(slug)
        self.play()

    def apply(self, slug: str) -> None:
        home = self.begin(slug)
        for position in range(1, 12):
            page = self.get(f"{home}{position}/")
            if page.status == 404:
                break
            self._answer(page, position)
        check = self.get(f"{home}check/").form("Send")
        assert check is not None, "something is missing before sending"
        asked = ("mine", "real", "disguised", "seen", *filter(check.has, ("looked", "short_is_fine")))
        self.send(check, **dict.fromkeys(asked, "on"), ai_use="none")
        self.sent += 1
        self._write_until_answered(home)

    def begin(self, slug: str) -> str:
        """Begin an application and return its address. Sending it empty is refused."""
        begin = self.get(f"/evidence/start/{slug}/").form("Start")
        assert begin is not None
        home = re.sub(r"/\d+/$", "/", self.send(begin).path)
        token = {"csrfmiddlewaretoken": begin.fields["csrfmiddlewaretoken"], "once": str(uuid.uuid4())}
        empty = Form(f"{home}check/", "Send", {}, [], {}).encode({**token, "looked": "on"})
        answer = self._ask("POST", f"{home}check/", empty, {"Content-Type": FORM}, refusal=UNPROCESSABLE)
        assert answer.status == UNPROCESSABLE, f"an empty application was answered {answer.status}"
        return home

    def _answer(self, page: Page, position: int) -> None:
        if form := page.form("I have read this"):
            self.send(form)
        elif form := page.form("Check my answers"):
            found = self.send(form, ticked=form.values("ticked")[:4])
            assert 'id="found"' in found.body, "the practice says nothing about what was found"
        elif form := page.form("Start the activity"):
            following: Page | None = self.send(form)
            while following is not None:
                following = self._step(following)
        elif form := next(form for form in page.forms() if form.has("text")):
            self._write(form, answer_for(position))

    def _write(self, form: Form, answer: str) -> None:
        rev = int(form.fields["rev"][0])
        for number in range(self.drafts):
            text = f"{answer[: 200 * (number + 1)]} {uuid.uuid4()}"
            key, rev = self.save_as_typed(form, text, rev)
            self.answers.append((key, text))
        self.save_what_is_refused(form, rev)
        text = f"{answer} {uuid.uuid4()}"
        page = self.send(form, text=text, rev=str(rev))
        assert page.status == 200, f"a save was answered {page.status}"
        self.answers.append((form.fields["key"][0], text))

    def _write_until_answered(self, home: str) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while WAITING in self.get(home).body:
            assert time.monotonic() < deadline, f"{self.email} waits for an answer"
            self.write_log_entry()

    def write_log_entry(self) -> None:
        """A new entry: saved twice while it is written, then with the button."""
        form = next(form for form in self.get("/me/log/new/").forms() if form.has("happened"))
        url, rev = f"/me/log/{form.fields['number'][0]}/happened/save", 0
        for number in range(self.drafts):
            text = f"{STORY[: 100 * (number + 1)]} {uuid.uuid4()}"
            key, rev = self.save_as_typed(form, text, rev, url=url)
            self.entries.append((key, text))
        self.save_what_is_refused(form, rev, url=url)
        text = f"{STORY[:400]} {uuid.uuid4()}"
        page = self.send(form, happened=text, rev_happened=str(rev))
        assert page.status == 200, f"an entry was answered {page.status}"
        self.entries.append((form.fields["key_happened"][0], text))

    def play(self) -> None:
        """Play all activities of the only invitation to their end."""
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
        """Do what the page asks; None when it was the last page."""
        for form in page.forms():
            answers = [value for name, value in form.presses if name == "answer"]
            if answers:
                following = self.send(form, answer=answers[1])
                return following if 'class="narrow stack story"' in page.body else self._see_differently(following)
            if form.button in {"Next", "Finish"}:
                return self._send_words(form, self._view())
            if form.button == "Save and finish":
                self.reflections.append(f"{STORY} {uuid.uuid4()}")
                self._send_words(form, self.reflections[-1])
                return None
            if form.button == "Continue":
                return self.send(form)
        onward = page.link("Continue")
        return self.get(onward) if onward and "/activities/" in onward else None

    def _send_words(self, form: Form, words: str) -> Page:
        """Send, and once more where the page asks first to look at what could identify someone."""
        page = self.send(form, words=words)
        asked = next((again for again in page.forms() if again.has("looked-at")), None)
        return self.send(asked, words=words) if asked else page

    def _see_differently(self, page: Page) -> Page:
        """Count the card that was sorted, and say of every fifth that they see it differently."""
        self.cards += 1
        differently = page.link("I see it differently")
        return page if self.cards % 5 or differently is None else self.get(differently)

    def _view(self) -> str:
        self.views.append(f"I see it differently {uuid.uuid4()}")
        return self.views[-1]


@dataclass
class Assessor(Robot):
    """Answers whatever waits, and finds everything met.

    decisions: submission and position of the criterion that the site acknowledged. reviews: the submissions answered.
    """

    decisions: list[tuple[str, int]] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)

    def answer_until(self, is_over: Callable[[], bool]) -> None:
        """Answer until is_over() is true, and then what is waiting still."""
        while True:
            was_over = is_over()
            page = self.get("/review/next")
            claim = page.form("Read and decide", "Go to the letter")
            if claim is not None:
                self._review(self.send(claim))
            elif was_over:
                return
            else:
                time.sleep(0.2)

    def _review(self, page: Page) -> None:
        while "/letter/" not in page.path:
            form = page.form("Save and continue")
            assert form is not None, f"nothing to decide at {page.path}"
            decided = re.fullmatch(r"/review/([0-9a-f-]{36})/(\d+)/", form.action)
            assert decided is not None, form.action
            page = self.send(form, outcome="met")
            self.decisions.append((decided[1].replace("-", ""), int(decided[2])))
        form = page.form("Send")
        assert form is not None
        number = page.path.split("/")[2].replace("-", "")
        assert self.send(form).path == "/review/"
        self.reviews.append(number)
