"""The main job: from *select an area* to a badge that anyone can check, as three people, with and without scripts."""

from __future__ import annotations

import json
import time
import urllib.request
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
    steps.sign_in(judge)
    steps.review(judge)
    earned(learner, 1)
    steps.apply(learner, "management-and-leadership")
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
    deadline = time.monotonic() + 30
    addresses: list[str] = []
    while len(addresses) < badges and time.monotonic() < deadline:
        walk.go("/me/badges/")
        links = walk.page.locator("main a[href*='/me/badges/']").all()
        addresses = sorted({str(link.get_attribute("href")) for link in links})
        time.sleep(0.2)
    assert len(addresses) == badges, f"{len(addresses)} badges, {badges} wanted"
    walk.look("my-badges")
    newest = str(walk.page.locator("main a[href*='/me/badges/']").first.get_attribute("href"))
    walk.go(newest)
    walk.look("earned")
    link = walk.page.locator("main a[href*='/verify/']").first
    return urljoin(walk.site.url, str(link.get_attribute("href")))


def letters(site: Site, email: str) -> list[EmailMessage]:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = site.letters_to(email)
        if any("next step" in str(letter["Subject"]) for letter in found):
            return list(found)
        time.sleep(0.2)
    return list(site.letters_to(email))
