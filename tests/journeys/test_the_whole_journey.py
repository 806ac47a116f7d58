"""The main job: from *select an area* to a badge that anyone can check, as three people, with and without scripts."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.journeys import walk as steps
from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk

pytestmark = pytest.mark.browser
BASHIR, MORAG = "bashir@example.org", "morag@example.org"


@pytest.mark.parametrize(
    ("email", "assessor", "size", "scripts"),
    [
        ("isla@example.org", BASHIR, PHONE, True),
        ("callum@example.org", BASHIR, DESK, True),
        ("ewan@example.org", MORAG, PHONE, False),
    ],
    ids=["on a phone", "at a desk", "without scripts"],
)
def test_a_learner_gets_from_an_area_to_a_badge_that_anyone_can_check(
    site: Site, browser: Browser, email: str, assessor: str, size: ViewportSize, scripts: bool
) -> None:
    learner = Walk(site, browser, email, size, scripts)
    judge = Walk(site, browser, assessor, size, scripts)

    steps.select_an_area(learner)
    steps.sign_in(learner)
    learner.look("my-journey-empty")
    steps.say_where_i_am(learner)
    steps.apply(learner, "first-steps")
    earned(learner, 1)
    steps.apply(learner, "management-and-leadership")
    steps.sign_in(judge)
    steps.review(judge, not_yet=4)
    steps.mend(learner, "management-and-leadership")
    steps.review(judge)
    assert any("next step" in str(letter["Subject"]) for letter in letters(site, email))
    steps.play(learner)
    badge = earned(learner, 2)
    learner.go("/me/").look("my-journey")

    visitor = Walk(site, browser, "", size, scripts)
    visitor.page.goto(badge)
    visitor.look("verify")
    assert visitor.says("Management and leadership")
    assert "real" in visitor.page.inner_text("main").lower()
    credential = json.load(urllib.request.urlopen(badge.replace("/verify/", "/credentials/").rstrip("/") + ".json"))
    assert "OpenBadgeCredential" in credential["type"]
    for person in (learner, judge, visitor):
        assert person.broken == []


def earned(walk: Walk, badges: int) -> str:
    """Wait for the badge to be signed, open it as its holder, and return the address of its public page."""
    addresses = within(30, lambda: my_badges(walk), lambda found: len(found) == badges)
    assert len(addresses) == badges, f"{len(addresses)} badges, {badges} wanted"
    walk.look("my-badges")
    public = within(30, lambda: public_pages(walk.go(addresses[0])), bool)
    assert public, "the badge was not signed in time"
    walk.look("earned")
    return urljoin(walk.site.url, public[0])


def my_badges(walk: Walk) -> list[str]:
    """Addresses of a holder's badges, newest first; those that are still being made are among them."""
    return addresses_in(walk.go("/me/badges/"), "/me/badges/")


def public_pages(walk: Walk) -> list[str]:
    return addresses_in(walk, "/verify/")


def addresses_in(walk: Walk, part: str) -> list[str]:
    links = walk.page.locator(f"main a[href*='{part}']").all()
    return list(dict.fromkeys(str(link.get_attribute("href")) for link in links))


def within(seconds: float, ask: Callable[[], list[str]], enough: Callable[[list[str]], bool]) -> list[str]:
    """Ask again, as a person loads a page again, until the answer is enough; the last answer in any case."""
    deadline = time.monotonic() + seconds
    while not enough(answer := ask()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer


def letters(site: Site, email: str) -> list[EmailMessage]:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = site.letters_to(email)
        if any("next step" in str(letter["Subject"]) for letter in found):
            return list(found)
        time.sleep(0.2)
    return list(site.letters_to(email))
