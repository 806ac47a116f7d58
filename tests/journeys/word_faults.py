"""People who write while everything goes wrong: connection, server, session, tab, browser. Are all their words found?

A run types into one of the places where people write, at random moments meets faults, comes back as a person would, and
looks for the words: on the server, or offered on the page. The seed of a run settles all of it.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psutil
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from tests.journeys.site import ROOT, Site

WORDS = (
    "on", "Tuesday", "I", "asked", "Mr", "Doyle", "what", "he", "wanted", "before", "the", "visit;", "we", "moved",
    "it", "because", "nobody", "had", "said", "so", "–", "‘thank", "you’", "café", "and", "then",
    "it", "was", "better.",
)  # fmt: skip
PASSING = ("none", "none", "offline", "cut off", "silent", "error", "signed out")
ENDINGS = ("stay", "close", "close politely", "crash", "reload", "leave", "back")
SAVES = re.compile(r"/(save|lines|matters|goals|evidence|log|360|me)/")
PATIENCE = 20_000
LONGEST_RUN = 60  # seconds; one takes four on a quiet machine
BROWSER_OPTION = "--remote-debugging-pipe"  # what the driver starts a browser with
KEY_SECONDS = 0.06  # after the last key, before a tab is closed or crashes; people are slower

# Two new people each time: what anyone did on this site before changes nothing for them.
PREPARE = """
import json
import uuid
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ettle.badges.models import BadgeVersion
from ettle.evidence import actions as evidence
from ettle.feedback import actions as feedback
from ettle.feedback.link_tokens import observer_token
from ettle.feedback.models import Observer
from ettle.feedback.observer_groups import Group
from ettle.instruments.queries import current_version
from ettle.journey import actions as journey
from ettle.people import actions as people
from ettle.people.models import User
now = timezone.now()
run = uuid.uuid4().hex[:8]
administrator = User.objects.filter(is_superuser=True).earliest("pk")
def add_learner(name):
    person = people.add_person(email=f"{name.lower()}-{run}@example.org", name=name, now=now, by=None)
    people.describe_self(
        person=person, name=name, roles=["frontline"], time_zone="Europe/London", by=person, now=now
    )
    people.allow_outside_emails(person=person, by=administrator, now=now)
    return person
writer, neighbour = add_learner("Iona"), add_learner("Rory")
browser = Client(headers={"Host": "localhost"})
browser.force_login(writer)
version = BadgeVersion.objects.filter(badge__slug="first-steps").latest("pk")
application = evidence.begin(learner=writer, version=version, now=now)
position = next(criterion.position for criterion in application.criteria if criterion.kind == "text")
assessment = journey.begin(person=writer, version=current_version(), role="frontline", now=now)
capability = assessment.sheet.statements()[0].capability_key
own = journey.begin(person=neighbour, version=current_version(), role="frontline", now=now)
for line in own.sheet.statements():
    journey.save_answer(own, line=line.key, choice="3", now=now)
journey.finish(own, now=now)
asked = feedback.begin(person=neighbour, is_short=True, now=now)
person = feedback.Person(name="Pat", email=f"pat-{run}@example.org")
feedback.add_observers(asked, group=Group.PEERS, people=[person], have_agreed=True, now=now)
feedback.send_invitations(asked, now=now)
observer = Observer.objects.get(feedback=asked)
other = Client(headers={"Host": "localhost"})
other.force_login(neighbour)
print("READY" + json.dumps({
    "session": browser.cookies["sessionid"].value,
    "other_session": other.cookies["sessionid"].value,
    "person": writer.pk,
    "answer": reverse("evidence:criterion", args=[application.uuid, position]),
    "importance": reverse("journey:importance", args=[assessment.uuid, capability]),
    "observer": reverse("feedback:observer-words", args=[observer.pk, observer_token(observer)]),
}))
"""


@dataclass(frozen=True)
class Place:
    """Where people write. column: table and column of what the server has; None where it is sealed."""

    name: str
    path: str
    box: str
    button: str
    column: tuple[str, str] | None
    needs_sign_in: bool = True


@dataclass(frozen=True)
class Scene:
    """A site that is prepared for runs: its places, a session of the person who writes and one of someone else."""

    site: Site
    session: str
    other_session: str
    person: int
    places: tuple[Place, ...]

    @classmethod
    def prepare(cls, site: Site) -> Scene:
        words = ["manage", "shell", "--data", str(site.data), "-c", PREPARE]
        done = subprocess.run(
            [str(ROOT / "ettle"), *words],
            env=site.environment(),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert "READY" in done.stdout, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout.partition("READY")[2].splitlines()[0])
        answers, entries = ("evidence_answer", "text"), ("learning_log_entrysave", "text")
        reasons, goals = ("journey_importance", "reason"), ("journey_goal", "outcome")
        places = (
            Place("an answer", found["answer"], "textarea[name=text]", "Save and stay here", answers),
            Place("a new log entry", "/me/log/new/", "textarea[name=happened]", "Save", entries),
            Place("a reason", found["importance"], "textarea[name=reason]", "Save", reasons),
            Place("a goal", "/me/goals/new/", "textarea[name=outcome]", "Set this goal", goals),
            Place("a comment", found["observer"], "textarea[name=value]", "Continue", None, needs_sign_in=False),
        )
        return cls(site, found["session"], found["other_session"], found["person"], places)

    def has_stored(self, place: Place, text: str) -> bool:
        """Whether the server has exactly this text, looked up beside the site."""
        if place.column is None:
            return False
        table, column = place.column
        with closing(self._database()) as database:
            found = database.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", [text])  # noqa: S608 - our own names
            return found.fetchone() is not None

    @contextmanager
    def signed_out(self) -> Iterator[None]:
        """End every session of the person; at the end they have signed in again."""
        with closing(self._database()) as database:
            rows = database.execute("SELECT * FROM people_session WHERE person_id = ?", [self.person]).fetchall()
            database.execute("DELETE FROM people_session WHERE person_id = ?", [self.person])
            database.commit()
        try:
            yield
        finally:
            marks = ", ".join("?" for _ in rows[0])
            with closing(self._database()) as database:
                database.executemany(f"INSERT OR REPLACE INTO people_session VALUES ({marks})", rows)  # noqa: S608 - marks
                database.commit()

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.site.data / "ettle.sqlite3", timeout=30)


def play_watched(scene: Scene, browser: Browser, seed: int) -> Run | None:
    """Make a run. None: it took LONGEST_RUN seconds, and every browser of this process was killed."""
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if BROWSER_OPTION in process.cmdline():
                    process.kill()

    watch = threading.Timer(LONGEST_RUN, kill)
    watch.start()
    try:
        run = Run(scene, browser, seed).play()
    except Error:
        if not killed.is_set():
            raise
    finally:
        watch.cancel()
    return None if killed.is_set() else run


@dataclass
class Run:
    """One run. lost: characters that were found nowhere. faults: what happened that should not."""

    scene: Scene
    browser: Browser
    seed: int
    typed: str = ""
    story: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lost: int = 0
    last_url: str = ""
    unanswered: list[Route] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.place = self.scene.places[self.seed % len(self.scene.places)]
        self.context: BrowserContext = self.browser.new_context(base_url=self.scene.site.url)
        self.context.set_default_timeout(PATIENCE)
        if self.place.needs_sign_in:
            self._sign_in()
        self.page: Page = self.context.new_page()

    def _sign_in(self) -> None:
        self.context.add_cookies([{"name": "sessionid", "value": self.scene.session, "url": self.scene.site.url}])

    def play(self) -> Run:
        """Write, meet faults, come back, look for the words."""
        try:
            self.page.goto(self.place.path)
            self._write(is_first=True)
            self._meet(
                self.chance.choice([what for what in PASSING if self.place.needs_sign_in or what != "signed out"])
            )
            self._find()
        except Error as error:
            self.faults.append(f"{error}".splitlines()[0])
            self.lost = len(self.typed)
        finally:
            with suppress(Error):
                self.context.close()
        return self

    def _write(self, *, is_first: bool = False) -> None:
        box = self.page.locator(self.place.box)
        box.focus()
        if is_first:
            self.page.keyboard.press("Control+A")
        else:
            self.page.keyboard.press("Control+End")
        for _ in range(self.chance.randint(2, 7)):
            word = f"{self.seed}" if not self.typed else f" {self.chance.choice(WORDS)}"
            self.page.keyboard.insert_text(word)
            self.typed += word
            time.sleep(self.chance.choice((0, 0.01, 0.05, 0.2, 0.5)))

    def _meet(self, passing: str) -> None:
        self.story.append(passing)
        with self._fault(passing):
            self._write()
            if self.chance.random() < 0.4:
                self._press_save(passing)
            if passing != "none" and self.chance.random() < 0.5:
                time.sleep(self.chance.uniform(0, 1.5))
            is_over = self.chance.random() < 0.4
            if not is_over:
                self._end()
        if is_over:
            # After Save the next page may come at any moment, and would get the rest of the words.
            if "save" not in self.story and self._is_here() and self.chance.random() < 0.5:
                self._write()
            self._end()

    @contextmanager
    def _fault(self, passing: str) -> Iterator[None]:
        if passing == "signed out":
            with self.scene.signed_out():
                yield
            self._sign_in()
            return
        if passing == "offline":
            self.context.set_offline(True)
        elif passing != "none":
            self.context.route(SAVES, lambda route: self._break(route, passing))
        yield
        for route in self.unanswered:
            with suppress(Error):
                route.abort()
        with suppress(Error):
            self.context.set_offline(False)
            self.context.unroute_all(behavior="ignoreErrors")

    def _break(self, route: Route, passing: str) -> None:
        if route.request.method == "GET":
            route.fallback()
        elif passing == "error":
            route.fulfill(status=self.chance.choice((500, 502, 503)), body="broken")
        elif passing == "cut off":
            route.abort()
        else:
            self.unanswered.append(route)

    def _is_here(self) -> bool:
        """Whether the page with the words is still open."""
        return not self.page.is_closed() and self.page.locator(self.place.box).count() > 0

    def _press_save(self, passing: str) -> None:
        self.story.append("save")
        # Its address may change in the meantime: a new entry has one of its own once it is saved as it is typed.
        self.page.evaluate("window.isTheSamePage = true")
        with suppress(Error):
            self.page.get_by_role("button", name=self.place.button, exact=True).click(no_wait_after=True)
        time.sleep(self.chance.uniform(0.3, 1))
        if passing in {"offline", "cut off", "error", "signed out"} and not self._is_same_page():
            self.faults.append(f"{passing}: Save led away from the words, to {self.page.url}")

    def _is_same_page(self) -> bool:
        """Whether the page on which Save was pressed is still there, with the box for the words."""
        try:
            return bool(self.page.evaluate("window.isTheSamePage === true")) and self._is_here()
        except Error:  # another page was on its way
            return False

    def _end(self) -> None:
        ending = self.chance.choice(ENDINGS)
        self.story.append(ending)
        time.sleep(KEY_SECONDS + self.chance.choice((0, 0, 0.1, 0.3)))
        self.last_url = self.page.url
        with suppress(Error):  # a page may be on its way
            self.last_url = str(self.page.evaluate("location.href"))
        with suppress(Error):
            if ending == "close":
                self.page.close()
            elif ending == "close politely":
                self.page.on("dialog", lambda dialog: dialog.accept())
                self.page.close(run_before_unload=True)
                self.page.wait_for_event("close", timeout=5000)
            elif ending == "crash":
                self._crash()
            elif ending == "reload":
                self.page.reload(timeout=5000)
            elif ending == "leave":
                self.page.goto("/more/", timeout=5000)
            elif ending == "back":
                self.page.goto("/more/", timeout=5000)
                self.page.evaluate("history.back()")
                time.sleep(0.5)

    def _crash(self) -> None:
        client = self.context.new_cdp_session(self.page)
        client.send("Page.enable")
        with suppress(Error):
            self.page.goto("chrome://crash", timeout=1000)
        self.page.close()

    def _find(self) -> None:
        """Come back as a person would, and look."""
        shown = ""
        if self.scene.has_stored(self.place, self.typed):
            return
        if self.story[-1] in {"stay", "back"} and self._is_here():
            shown = self._shown()
        if shown != self.typed:
            shown = self._look_again()
        if shown == self.typed or self.scene.has_stored(self.place, self.typed):
            return
        common = next((at for at, pair in enumerate(zip(shown, self.typed, strict=False)) if pair[0] != pair[1]), None)
        self.lost = len(self.typed) - (min(len(shown), len(self.typed)) if common is None else common)

    def _look_again(self) -> str:
        if self.page.is_closed():
            self.page = self.context.new_page()
        is_own = self.place.path == "/me/log/new/" and re.search(r"/me/log/[0-9a-f-]{36}/$", self.last_url)
        self._open(self.last_url if is_own else self.place.path)
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            for offer in self.page.get_by_role("button", name="Put them back").all():
                offer.click()
                self.page.wait_for_timeout(300)
                break
            if self._is_here() and self._shown() == self.typed:
                return self.typed
            time.sleep(0.1)
        return self._shown() if self._is_here() else ""

    def _open(self, address: str) -> None:
        """Open a page; once more when a page that was on its way came first."""
        try:
            self.page.goto(address)
        except Error as error:
            if "interrupted by another navigation" not in str(error):
                raise
            self.page.goto(address)

    def _shown(self) -> str:
        return self.page.locator(self.place.box).input_value()
