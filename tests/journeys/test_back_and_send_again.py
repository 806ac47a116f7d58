"""A person goes back, corrects what they wrote and sends again; a person pastes more than fits. Nothing is dropped.

The browser keeps the page in its back/forward cache, so Back shows it as it was left, with its old key. Our private
pages say ‘no-store’, which some browsers heed there and some do not; here they come without it, as for the latter.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk, let_in

pytestmark = pytest.mark.browser
CALLUM = "callum@example.org"
DIFFERENT = re.compile("What do you want to be different")
STEP = re.compile("first small step")
WHAT_HAPPENED = re.compile("What happened, and what changed")


def open_walk(site: Site, browser: Browser) -> Walk:
    """Return the walk of a person whose browser has private pages in its back/forward cache."""

    def fetch_without_rules(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        headers = {name: value for name, value in answer.headers.items() if name != "cache-control"}
        route.fulfill(response=answer, headers=headers)

    walk = Walk(site, browser, CALLUM, PHONE)
    let_in(walk)
    walk.context.route(re.compile(re.escape(site.url)), fetch_without_rules)
    return walk


def go_back(walk: Walk) -> bool:
    """Press Back. Returns whether the page came from the back/forward cache, with all that was typed."""
    walk.page.go_back(wait_until="commit")  # a page from the cache is there at once and is not loaded
    return bool(walk.page.evaluate("window.isFromCache === true"))


def send(walk: Walk, name: str) -> None:
    """Press a button that leaves the page, and mark the page, so that it is known again."""
    walk.page.evaluate("window.isFromCache = true")
    walk.button(name)


def test_a_goal_is_corrected_and_not_set_twice(site: Site, browser: Browser) -> None:
    walk = open_walk(site, browser)
    walk.go("/me/goals/new/")
    walk.page.get_by_label(DIFFERENT).fill("Residents chose their own mornig")
    walk.page.get_by_label(STEP).fill("Ask two residents")
    send(walk, "Set this goal")
    goal = walk.page.url

    assert go_back(walk)
    walk.page.get_by_label(DIFFERENT).fill("Residents choose their own morning")
    walk.page.get_by_label(STEP).fill("Ask two residents")
    walk.button("Set this goal")

    walk.look("goal-corrected")
    assert walk.says("Residents choose their own morning")
    assert walk.page.url == goal
    walk.go("/me/goals/")
    assert not walk.says("mornig")
    assert walk.broken == []


def test_words_that_were_left_are_in_the_form_again_after_back_and_a_reload(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, CALLUM, PHONE)
    let_in(walk)
    walk.go("/me/goals/new/")
    walk.page.locator("main summary", has_text="Add more").click()
    walk.page.get_by_label(DIFFERENT).fill("Residents choose their own supper")
    walk.page.locator("textarea[name=sign], input[name=sign]").fill("They ask for it")
    walk.page.locator(".save-state", has_text="Kept on this device").wait_for()
    walk.go("/more/")

    for come_back in (walk.page.go_back, walk.page.reload):
        come_back()
        walk.page.wait_for_function("() => document.querySelector('[name=outcome]').value !== ''")
        assert walk.page.get_by_label(DIFFERENT).input_value() == "Residents choose their own supper"
        assert walk.page.locator("[name=sign]").is_visible()
        assert walk.page.get_by_role("button", name="Put them back").count() == 0
    assert walk.broken == []


def test_an_answer_that_cannot_be_changed_is_shown_again_with_the_words(site: Site, browser: Browser) -> None:
    walk = open_walk(site, browser)
    walk.go("/me/goals/")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.locator("main a[href*='/me/goals/']", has_text="Residents choose").first.click()
    goal = walk.page.url
    walk.page.goto(f"{goal}look-back/")
    walk.choose("It is in progress")
    walk.page.get_by_label(WHAT_HAPPENED).fill("Two residents slept lnger")
    send(walk, "Save")
    saved = walk.page.url

    assert go_back(walk)
    walk.page.get_by_label(WHAT_HAPPENED).fill("Two residents slept longer")
    walk.button("Save")

    walk.look("answer-sent-before")
    assert walk.says("You have already sent this form")
    assert walk.page.get_by_label(WHAT_HAPPENED).input_value() == "Two residents slept longer"
    walk.button("Go to what you sent")
    assert walk.page.url == saved
    walk.page.goto(goal)
    assert walk.says("Two residents slept lnger")
    assert walk.broken == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_what_is_pasted_is_never_cut(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, CALLUM, PHONE, scripts=scripts)
    let_in(walk)
    pasted = "Residents choose.\n" * 19 + "Residents choose."
    walk.go("/me/goals/new/")
    box = walk.page.get_by_label(DIFFERENT)
    box.focus()
    walk.page.keyboard.insert_text(pasted)
    walk.page.get_by_label(STEP).fill("Ask two residents")

    assert box.input_value() == pasted
    if scripts:
        assert walk.page.get_by_text("59 characters too many").first.is_visible()
        walk.look("goal-too-long")
    walk.button("Set this goal")

    assert walk.says("Use 300 characters or fewer. You have used 359")
    assert walk.page.get_by_label(DIFFERENT).input_value().strip() == pasted.strip()
    walk.look("goal-too-long-refused")
    broken = [fault for fault in walk.broken if "422" not in fault]
    assert broken == []
