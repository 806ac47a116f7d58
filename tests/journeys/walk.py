"""The main job, as a person does it in a browser: from choosing an area to a badge that anyone can check.

Every page on the way is looked at by axe-core and by page_checks, with letters twice as large too. Pictures of the
pages are kept when ETTLE_PICTURES names a folder.
"""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.journeys import page_checks
from tests.journeys.site import ROOT, Site
from tests.journeys.story import STORY, answer_for

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
AXE = ROOT / "tests" / "thirdparty" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What differs between two showings of one page: numbers of rows, times, keys of forms. Most walks begin by signing in,
# and a page is looked at once for each width.
SECRETS = re.compile(r"[\w-]{20,}|\d+")
LOOKED_AT: set[tuple[int, int]] = set()


@dataclass
class Walk:
    """One person in one browser window."""

    site: Site
    browser: Browser
    email: str
    size: ViewportSize
    scripts: bool = True
    looked_at: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context: BrowserContext = self.browser.new_context(viewport=self.size, java_script_enabled=self.scripts)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.broken.append(f"script: {error}"))
        self.page.on("console", lambda message: self._read_console(message.text))
        self.page.on("response", lambda response: self._heard(response.status, response.url))
        self.page.on("request", lambda request: self._asked(request.url))

    def _read_console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.broken.append(f"policy: {text}")

    def _heard(self, status: int, url: str) -> None:
        if status >= 500 or status == 404:
            self.broken.append(f"{status}: {url}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:")):
            self.broken.append(f"another host: {url}")

    def go(self, path: str) -> Walk:
        self.page.goto(self.site.url + path)
        return self

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press the first button, or link drawn as one, of the page's own part."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        with self.page.expect_navigation(wait_until="load"):
            found.first.click()

    def answer(self, place: int) -> None:
        """Press the answer at this place, from 0; answers are buttons, so that one press answers and moves on."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main .answer").nth(place).click()

    def choose(self, label: str | re.Pattern[str]) -> None:
        self.page.locator("main label", has_text=label).first.click()

    def says(self, words: str) -> bool:
        return words in self.page.inner_text("main")

    def heading(self) -> str:
        return self.page.inner_text("h1")

    def look(self, name: str) -> None:
        """Check the page that is shown: axe-core, page_checks, and a title of its own."""
        self.looked_at.append(name)
        self._picture(name)
        if not self.scripts:
            return
        self.broken += [f"{name}: {fault}" for fault in self._title_faults()]
        if self._was_looked_at():
            return
        faults = [*self.axe(), *page_checks.find_faults(self.page)]
        if self.size["width"] < page_checks.LARGE_LETTERS["width"]:
            faults += page_checks.find_faults_with_large_letters(self.context, self.page)
        self.broken += [f"{name}: {fault}" for fault in faults]

    def _was_looked_at(self) -> bool:
        """Whether the same page, but for its numbers and secrets, was looked at before at this width."""
        plain = SECRETS.sub("", self.page.content())
        page = (self.size["width"], hash(plain))
        if page in LOOKED_AT:
            return True
        LOOKED_AT.add(page)
        return False

    def _title_faults(self) -> list[str]:
        """The page has the title of another one, so that two tabs cannot be told apart."""
        path = urlsplit(self.page.url).path
        earlier = self.titles.setdefault(self.page.title(), path)
        return [] if earlier == path else [f"has the title of {earlier}: {self.page.title()}"]

    def axe(self) -> list[str]:
        # By way of the debugging protocol: the page's own policy lets no foreign script in, and should not.
        client = self.context.new_cdp_session(self.page)
        options = json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})
        run = f"{AXE.read_text()};axe.run(document, {options}).then(found => found.violations)"
        answer: Any = client.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
        client.detach()
        return [
            f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:160]}"
            for violation in answer["result"]["value"]
        ]

    def _picture(self, name: str) -> None:
        folder = os.environ.get("ETTLE_PICTURES")
        if folder:
            plain = "" if self.scripts else "-plain"
            target = Path(folder) / f"{name}-{self.size['width']}{plain}.png"
            self.page.screenshot(path=target, full_page=True)


def sign_in(walk: Walk) -> None:
    before = len(walk.site.letters_to(walk.email))
    walk.go("/account/sign-in/")
    walk.look("sign-in")
    walk.page.get_by_label("Email address").fill(walk.email)
    walk.button("Send me a code")
    walk.look("code")
    walk.page.get_by_label("Code from the email").fill(walk.site.code_for(walk.email, after=before))
    walk.button("Continue")
    # Learners come to My journey, others to the second step before the page of their role.
    walk.page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/account/sign-in/"))
    pass_second_step(walk)


def pass_second_step(walk: Walk) -> None:
    """Do the second step of signing in, as a demo person can: the page shows their code. Learners have none to do."""
    walk.go("/account/second-step/?next=/me/")
    shown = walk.page.locator("#demo-code")
    if shown.count():
        walk.look("second-step")
        walk.page.get_by_label("Code from your app").fill(shown.inner_text())
        walk.button("Continue")
    else:
        walk.go("/me/")


def set_up_app(walk: Walk, going_to: str) -> None:
    """Set up an authenticator app on the way to a page that needs the second step, as its person's first factor."""
    walk.go(going_to)
    walk.look("second-step-set-up")
    walk.button("Use an authenticator app")
    walk.look("app-set-up")
    secret = walk.page.locator("main code").first.inner_text()
    walk.page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    walk.button("Continue")
    walk.look("recovery-codes")
    walk.button("I have stored them. Continue")
    walk.site.sessions[walk.email] = walk.context.cookies()


def let_in(walk: Walk) -> None:
    """Be signed in, with the session that an earlier walk of the same person was given: codes by email are rationed."""
    kept = walk.site.sessions.get(walk.email)
    if kept:
        walk.context.add_cookies([{**cookie} for cookie in kept])  # type: ignore[typeddict-item]  # what is read may be set
    else:
        sign_in(walk)
        walk.site.sessions[walk.email] = walk.context.cookies()


def select_an_area(walk: Walk) -> None:
    walk.go("/")
    walk.look("front")
    with walk.page.expect_navigation(url="**/areas/**", wait_until="load"):
        walk.page.get_by_role("link", name="Management and leadership").first.click()
    walk.look("area")
    assert walk.heading() == "Management and leadership"
    assert walk.says("In short")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.get_by_role("link", name="Open all sections").click()
    assert walk.says("Kotter")


def say_where_i_am(walk: Walk) -> None:
    """Answer all 24 statements of the self-assessment, read the result and set a goal from it."""
    walk.go("/me/self-assessment/")
    walk.look("self-assessment-start")
    walk.button("Start")
    for number in range(24):
        walk.look("statement") if number == 0 else None
        walk.answer(number % 5)
    walk.look("importances")
    for question in walk.page.get_by_role("group").all():
        question.get_by_role("radio").nth(2).check(force=True)
    walk.button("Continue")
    walk.look("self-assessment-check")
    walk.button("See my result")
    walk.look("result")
    assert walk.heading() == "Your profile"
    walk.button("Set a goal")
    fill_the_goal(walk)


def fill_the_goal(walk: Walk) -> None:
    walk.look("goal-form")
    for label, words in (
        (re.compile("What do you want to be different"), "Residents choose how their morning goes"),
        (re.compile("first small step"), "Ask two residents tomorrow"),
    ):
        walk.page.get_by_label(label).first.fill(words)
    walk.button("Set this goal")
    walk.look("goal")
    assert walk.says("Residents choose how their morning goes")


def apply(walk: Walk, slug: str) -> None:
    """Begin an application, answer every criterion, check, declare, send."""
    walk.go(f"/badges/{slug}/")
    walk.look(f"badge-{slug}")
    walk.go(f"/evidence/start/{slug}/")
    walk.look(f"apply-{slug}")
    walk.button("Start")
    walk.look(f"application-{slug}")
    home = application_home(walk.page.url)
    for position in range(1, 9):
        response = walk.page.request.get(f"{home}{position}/")
        if response.status == 404:
            break
        walk.page.goto(f"{home}{position}/")
        _answer(walk, f"criterion-{slug}-{position}", position)
    walk.page.goto(f"{home}check/")
    walk.look(f"check-{slug}")
    _declare_and_send(walk)
    walk.look(f"sent-{slug}")
    assert walk.says("With an assessor") or walk.says("Sent") or walk.says("You have earned this badge")


def application_home(address: str) -> str:
    """The address of an application, from that of a page below it: Start leads to the first criterion."""
    return re.sub(r"/\d+/$", "/", address)


def _answer(walk: Walk, name: str, position: int) -> None:
    walk.look(name)
    box = walk.page.locator("main textarea[name=text]")
    if box.count():
        box.fill(answer_for(position))
        walk.button("Save and continue")
        return
    if walk.page.locator("main").get_by_role("button", name="Start the activity").count():
        walk.button("Start the activity")
        _play_one(walk)
        return
    ticks = walk.page.locator("main input[type=checkbox]")
    if ticks.count():
        for tick in ticks.all()[:3]:
            tick.check(force=True)
        walk.button("Check my answers")
        walk.look(f"{name}-found")
        return
    walk.button("I have read this")


def _declare_and_send(walk: Walk) -> None:
    walk.choose(re.compile("Not at all|I did not use", re.IGNORECASE))
    for tick in walk.page.locator("main input[type=checkbox]").all():
        tick.check(force=True)
    walk.button("Send")


def review(walk: Walk, *, not_yet: int = 0) -> None:
    """Review the next one and decide on each criterion: met, but for the one at the place `not_yet`."""
    walk.go("/review/")
    walk.look("queue")
    walk.button("Review the next one")
    walk.look("review")
    walk.button("Read and decide")
    if "/review/practice/" in walk.page.url:
        _decide_on_examples(walk)
    for _ in range(10):
        if "/letter/" in walk.page.url:
            break
        position = int(walk.page.url.rstrip("/").rsplit("/", 1)[1])
        walk.look("decide")
        if position == not_yet:
            walk.choose("Not yet")
            walk.page.get_by_label(re.compile("Reason", re.IGNORECASE)).select_option(index=1)
            walk.page.get_by_label(re.compile("suggest", re.IGNORECASE)).first.fill("Say what changed for one person.")
        else:
            walk.choose("Met")
        walk.button("Save and continue")
        if re.search(r"/review/[0-9a-f-]+/$", walk.page.url):
            walk.button(re.compile("Go to the letter|Read and decide"))
    walk.look("letter")
    walk.button("Send")


def _decide_on_examples(walk: Walk) -> None:
    """Before the first review of a badge: decide on its examples, and go on to the work."""
    walk.look("examples")
    for choice in walk.page.locator("main input[type=radio][value=met]").all():
        choice.check(force=True)
    walk.button("Compare with the standard")
    walk.look("examples-compared")
    walk.button("Go on to the work")
    walk.button("Read and decide")


def mend(walk: Walk, slug: str) -> None:
    """Open the application again, change what was not met yet, and send it once more."""
    walk.go("/evidence/")
    walk.look("my-evidence")
    mine = walk.page.locator("main a[href*='/evidence/']", has_text=re.compile(slug.replace("-", " "), re.IGNORECASE))
    with walk.page.expect_navigation(wait_until="load"):
        mine.first.click()
    walk.look("not-yet")
    home = application_home(walk.page.url)
    assert walk.says("Say what changed for one person.")
    open_places = [
        position
        for position in range(1, 9)
        if walk.page.request.get(f"{home}{position}/").status == 200
        and "<textarea" in walk.page.request.get(f"{home}{position}/").text()
    ]
    assert open_places == [4], "only the criterion that was not met may be changed"
    walk.page.goto(f"{home}4/")
    walk.page.locator("main textarea[name=text]").fill(answer_for(4) + "For one person it meant a calm evening.")
    walk.button("Save and continue")
    walk.page.goto(f"{home}check/")
    _declare_and_send(walk)


def play(walk: Walk) -> None:
    """Play every activity of the newest invitation to its end."""
    walk.go("/activities/")
    walk.look("activities")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.locator("main a[href*='/activities/']").first.click()
    walk.look("invitation")
    invitation = walk.page.url
    for _ in range(4):
        walk.page.goto(invitation)
        start = walk.page.locator("main").get_by_role("button", name="Start")
        if not start.count():
            break
        walk.button("Start")
        _play_one(walk)


def _play_one(walk: Walk) -> None:
    seen: set[str] = set()
    for _ in range(80):
        main = walk.page.locator("main")
        if main.locator(".answer").count():
            _look_once(walk, seen, "story-node" if main.locator(".story").count() else "card")
            walk.answer(1)
        elif main.get_by_role("button", name=re.compile("^(Next|Finish)$")).count():
            _look_once(walk, seen, "said")
            walk.button(re.compile("^(Next|Finish)$"))
        elif main.get_by_role("button", name="Save and finish").count():
            _look_once(walk, seen, "reflect")
            main.locator("textarea").first.fill(STORY)
            walk.button("Save and finish")
            _look_once(walk, seen, "finished")
            return
        elif main.get_by_role("button", name="Continue", exact=True).count():
            _look_once(walk, seen, walk.heading())
            walk.button("Continue")
        else:
            _look_once(walk, seen, "sorted")
            return


def _look_once(walk: Walk, seen: set[str], name: str) -> None:
    if name not in seen:
        seen.add(name)
        walk.look(name)
