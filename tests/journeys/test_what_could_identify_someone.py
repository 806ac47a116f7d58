"""What could identify someone is shown on the page before a learner goes on, on a phone, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.story import answer_for
from tests.journeys.walk import PHONE, Walk, application_home, sign_in

pytestmark = pytest.mark.browser
POSITION = 3


@pytest.mark.parametrize(
    ("email", "scripts"), [("isla@example.org", True), ("callum@example.org", False)], ids=["scripts", "no scripts"]
)
def test_a_learner_changes_the_words_or_says_why_they_are_safe(
    site: Site, browser: Browser, email: str, scripts: bool
) -> None:
    learner = Walk(site, browser, email, PHONE, scripts)
    sign_in(learner)
    learner.go("/evidence/start/management-and-leadership/")
    learner.button("Start")
    home = application_home(learner.page.url)
    learner.page.goto(f"{home}{POSITION}/")

    learner.page.locator("main textarea[name=text]").fill(f"{answer_for(POSITION)} wee jimmy in room 6 thanked me.")
    if scripts:
        learner.page.wait_for_timeout(4_000)  # the words are saved while they are typed
    learner.button("Save and continue")

    assert learner.page.url.startswith(f"{home}{POSITION}/")
    assert learner.says("2 things to look at")
    assert learner.says("wee jimmy in room 6 thanked me")
    learner.look("look-at")
    learner.page.locator("main summary", has_text=re.compile("Say why it is safe")).first.click()
    learner.page.locator("main input[name='safe-why-1']").fill("I changed his name")
    learner.button(re.compile("Save the reason"))
    assert learner.says("1 thing to look at")

    learner.button("Save and continue")
    assert not learner.page.url.startswith(f"{home}{POSITION}/")
    learner.page.goto(home)
    assert learner.says("1 thing to look at: it could identify someone")
    learner.look("application-look-at")
    assert learner.broken == []


def test_back_to_a_page_that_asked_to_look_opens_the_page_of_its_form(site: Site, browser: Browser) -> None:
    """It was the answer to a form: without a remedy Chromium shows an error page in its place."""
    learner = Walk(site, browser, "ewan@example.org", PHONE)
    sign_in(learner)
    learner.go("/evidence/start/management-and-leadership/")
    learner.button("Start")
    learner.button("Start the activity")
    learner.answer(1)
    card = re.sub(r"\d+/$", "1/", learner.page.url)
    learner.page.goto(card)
    learner.page.locator("main textarea[name=words]").fill("Wee Jimmy Pike in room 6 said so.")
    learner.button("Next")
    assert learner.page.locator("#look-at").count() == 1
    assert learner.page.url == card
    learner.button("Next")
    assert learner.page.url != card

    learner.page.go_back()

    assert learner.page.url == card
    assert learner.page.locator("main textarea[name=words]").count() == 1
    assert learner.broken == []
