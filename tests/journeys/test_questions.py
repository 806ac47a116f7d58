"""Activities of questions, without an account: by keys alone on the narrowest phone, and by clicks without scripts.

By keys, every page is looked at before and after the answer.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, PHONE, Walk

pytestmark = pytest.mark.browser
FOCUSED = "element => element === document.activeElement"
MOST_TABS = 60
ANSWER = "main button.button[type=submit]"


def reach(walk: Walk, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(MOST_TABS):
        walk.page.keyboard.press("Tab")
        if wanted.evaluate(FOCUSED):
            return
    raise AssertionError(f"{wanted} cannot be reached by keys on {walk.page.url}")


def press(walk: Walk, wanted: Locator) -> None:
    reach(walk, wanted)
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.keyboard.press("Enter")


def go_on(walk: Walk) -> None:
    press(walk, walk.page.locator("main").get_by_role("link", name=re.compile("^(Next question|Finish)$")))


def order_by_keys(walk: Walk) -> None:
    """Move the first thing down: the focus stays on its button, and one message says where it is now."""
    page = walk.page
    first = page.locator(".order li").first
    words = first.locator("label").inner_text()
    down = page.get_by_role("button", name=f"Move down {words}", exact=True)
    assert page.locator(".order select:visible").count() == 0
    assert page.get_by_role("button", name=f"Move up {words}", exact=True).get_attribute("aria-disabled") == "true"
    reach(walk, down)
    page.keyboard.press("Enter")
    page.keyboard.press("Space")

    assert down.evaluate(FOCUSED)
    assert page.locator(".order [role=status]").inner_text() == f"{words} moved to position 3 of 5"
    assert page.locator(".order li").nth(2).locator("label").inner_text() == words
    assert page.locator(".order select").evaluate_all("selects => selects.map(select => select.value)") == list("12345")


def test_every_type_of_question_is_answered_by_keys_alone(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST)
    page, main = walk.page, walk.page.locator("main")
    walk.go("/activities/practice/hand-over/")
    press(walk, main.get_by_role("button", name="Start"))

    walk.look("single-choice")
    press(walk, page.locator(ANSWER))
    walk.look("single-choice-with-an-error")
    assert walk.says("Choose one of the answers")
    reach(walk, main.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    press(walk, page.locator(ANSWER))
    walk.look("single-choice-answered")
    assert walk.says("You chose:")
    go_on(walk)

    walk.look("multiple-choice")
    reach(walk, main.get_by_role("checkbox").nth(1))
    page.keyboard.press("Space")
    press(walk, page.locator(ANSWER))
    walk.look("multiple-choice-answered")
    go_on(walk)

    walk.look("order")
    order_by_keys(walk)
    walk.look("order-moved")
    press(walk, page.locator(ANSWER))
    walk.look("order-answered")
    go_on(walk)

    walk.look("match")
    for row in range(4):
        reach(walk, main.get_by_role("combobox").nth(row))
        page.keyboard.press("ArrowDown")
    press(walk, page.locator(ANSWER))
    walk.look("match-answered")
    go_on(walk)

    walk.look("confidence")
    reach(walk, main.get_by_role("radio").first)
    page.keyboard.press("Space")
    press(walk, page.locator(ANSWER))
    walk.look("confidence-answered")
    go_on(walk)

    walk.look("reflection")
    reach(walk, main.get_by_role("textbox"))
    page.keyboard.type("The notes of our meeting")
    press(walk, page.locator(ANSWER))
    walk.look("reflection-answered")
    assert walk.says("The notes of our meeting")
    assert walk.says("Only in this tab, on this device, until you close the tab.")
    go_on(walk)

    walk.look("questions-ended")
    assert walk.heading() == "In short"
    assert walk.broken == []
    walk.context.close()


def test_the_logic_model_is_explored_with_single_clicks_and_no_scripts(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST, scripts=False)
    main = walk.page.locator("main")
    walk.go("/activities/practice/spot-logic/")
    walk.button("Start")

    for _ in range(2):
        walk.choose(
            "Speak up and challenge" if walk.heading() == "Her name is Mrs Orr" else "Share power and decisions"
        )
        walk.button("Answer")
        assert walk.says("We see it here too.")
        walk.button("Next question")
    for place, select in enumerate(main.get_by_role("combobox").all(), start=1):
        select.select_option(str(place))
    walk.button("Answer")
    assert walk.says("One step")
    walk.button("Next question")
    for label in main.locator("label", has_text="Gets in the way").all():
        label.click()
    walk.button("Answer")
    assert walk.says("We would say that it helps.")
    walk.button("Next question")
    walk.choose("Clear values")
    walk.button("Answer")
    assert walk.says("Clear values")
    walk.button("Next question")
    walk.button("Continue")
    walk.button("Finish")

    assert walk.heading() == "In short"
    assert walk.broken == []
    walk.context.close()


def test_a_match_on_a_phone_can_be_read_and_says_in_few_words_what_is_missing(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE)
    page, main = walk.page, walk.page.locator("main")
    walk.go("/activities/practice/hand-over/")
    walk.button("Start")
    while not page.locator(".match").count():
        if main.get_by_role("radio").count():
            main.get_by_role("radio").first.check(force=True)
        elif main.get_by_role("checkbox").count():
            main.get_by_role("checkbox").first.check(force=True)
        walk.button("Answer")
        walk.button("Next question")
    walk.button("Answer")

    form = page.locator(".match").bounding_box()
    cell, error = page.locator(".match .field-error").first, page.locator(".match .error").first
    sentence, select = page.locator(".match tbody th").first.bounding_box(), cell.locator("select").bounding_box()
    assert form
    assert sentence
    assert select
    assert select["width"] > form["width"] * 0.9
    assert select["y"] >= sentence["y"] + sentence["height"]
    left, height = error.evaluate("error => [error.offsetLeft - error.parentElement.offsetLeft, error.offsetHeight]")
    assert left >= 12, "the words touch the bar"
    assert height < 40, "the words take more than a line"
    walk.context.close()
