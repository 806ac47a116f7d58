"""Questions and editors on a phone of 360 × 740: what a person came to do is on the first screen, one press answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys import test_a_360 as views_of_others
from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
SCREEN = PHONE["height"]
ABOVE_THE_KEYBOARD = 360
KEYBOARD = 300
MOST_PAGES, MOST_PRESSES = 30, 34


@pytest.fixture
def callum(site: Site, browser: Browser) -> Iterator[Walk]:
    walk = Walk(site, browser, "callum@example.org", PHONE)
    let_in(walk)
    yield walk
    walk.context.close()


def lowest_edge(controls: Locator) -> float:
    boxes = [box for control in controls.all() if (box := control.bounding_box())]
    assert boxes, "there is nothing to press"
    return max(box["y"] + box["height"] for box in boxes)


def assert_on_first_screen(walk: Walk, controls: str = "main .answer, main .choice, main .button") -> None:
    """All answers and Continue, with no bar, banner or footer beside them."""
    assert lowest_edge(walk.page.locator(controls)) <= SCREEN, walk.page.url
    assert not walk.page.locator(".site-bar, .demo-banner, .site-foot").count()


def assert_editor_above_keyboard(walk: Walk) -> None:
    """The box, its save state and its count are in sight at first, and while a long text is typed."""
    page, box = walk.page, walk.page.locator("main textarea").first
    state = page.locator(".editor-state")
    assert lowest_edge(box) <= ABOVE_THE_KEYBOARD, page.url
    assert lowest_edge(state) <= ABOVE_THE_KEYBOARD

    page.set_viewport_size({"width": PHONE["width"], "height": SCREEN - KEYBOARD})
    box.press_sequentially("\n".join(f"I asked who needed help, {number}." for number in range(25)), delay=0)
    seen = state.bounding_box()
    page.set_viewport_size(PHONE)
    assert seen, "the save state is not shown"
    assert 0 <= seen["y"] < ABOVE_THE_KEYBOARD - seen["height"], "the save state is out of sight"


def test_the_self_assessment_takes_thirty_pages_and_thirty_four_presses_at_most(callum: Walk) -> None:
    callum.go("/me/self-assessment/")
    pages, presses = [callum.page.url], 1
    callum.button("Start")
    for number in range(24):
        pages.append(callum.page.url)
        assert_on_first_screen(callum)
        press_answer_by_keyboard(callum) if number == 1 else callum.answer(number % 7)
        presses += 1
    pages.append(callum.page.url)
    assert_on_first_screen(callum)
    for question in callum.page.get_by_role("group").all():
        question.get_by_role("radio").nth(1).check(force=True)
        presses += 1
    callum.button("Continue")
    pages.append(callum.page.url)
    assert_on_first_screen(callum, "main form:first-of-type .button >> nth=0")
    callum.go(pages[3].removeprefix(callum.site.url))
    assert callum.page.locator(".answer[aria-current=true]").inner_text().startswith("About half the time")
    assert_on_first_screen(callum)
    callum.page.goto(pages[-1])
    callum.button("See my result")
    pages.append(callum.page.url)

    assert callum.heading() == "Your profile"
    assert len(pages) <= MOST_PAGES
    assert presses + 2 <= MOST_PRESSES
    assert callum.broken == []


def press_answer_by_keyboard(walk: Walk) -> None:
    """From the top of the page to the first answer with Tab, and Enter on it."""
    for _ in range(8):
        walk.page.keyboard.press("Tab")
        if walk.page.evaluate("document.activeElement.matches('.answer')"):
            break
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.keyboard.press("Enter")


def test_answers_entries_and_goals_are_written_above_the_keyboard(callum: Walk) -> None:
    callum.go("/me/log/new/")
    assert callum.page.locator(".before-writing[open]").count()
    callum.page.locator("main textarea").first.fill("We moved tea to four.")
    callum.button("Save")
    callum.go("/me/log/new/")
    assert not callum.page.locator(".before-writing[open]").count()
    assert_editor_above_keyboard(callum)

    callum.go("/me/goals/new/")
    assert_on_first_screen(callum, "main textarea:visible, main input:visible, main form > .button")
    assert lowest_edge(callum.page.locator("main textarea").first) <= ABOVE_THE_KEYBOARD

    callum.go("/evidence/start/first-steps/")
    callum.button(re.compile("^(Begin|Continue|Go on)"))
    home = callum.page.url
    callum.page.goto(f"{home}3/")
    callum.page.locator("main textarea").fill("I hope to listen more before I decide.")
    callum.button("Save and stay here")
    assert not callum.page.locator(".before-writing[open]").count()
    assert_editor_above_keyboard(callum)


def test_an_observer_answers_one_statement_a_screen(site: Site, browser: Browser) -> None:
    ewan = Walk(site, browser, "ewan@example.org", DESK)
    let_in(ewan)
    views_of_others.look_at_oneself(ewan)
    invite(ewan, {"Peers": "pia", "People I support and carers": "rhona"})
    pia = views_of_others.opened(site, browser, "pia", PHONE)
    rhona = views_of_others.opened(site, browser, "rhona", PHONE)

    pia.button("Start")
    for _ in range(12):
        assert_on_first_screen(pia)
        pia.answer(3)
    assert pia.heading() == "In your own words"
    assert_editor_above_keyboard(pia)
    rhona.button("Yes, I want to answer")
    assert_on_first_screen(rhona, "main form button")
    assert rhona.page.locator("header a").all_inner_texts() == ["Back", "Stop"]
    assert [*ewan.broken, *pia.broken, *rhona.broken] == []


def invite(walk: Walk, groups: dict[str, str]) -> None:
    walk.go("/me/feedback/")
    walk.choose("The 12 most telling lines")
    walk.button("Choose whom to ask")
    for group, name in groups.items():
        walk.button("Add somebody")
        walk.page.get_by_role("radio", name=group, exact=True).check(force=True)
        walk.page.get_by_label("Their email addresses").fill(f"{name}@example.net")
        walk.page.get_by_label("They have said that they want to be asked").check(force=True)
        walk.button("Put on the list")
    walk.button("Look and send")
    walk.button(re.compile("^Send 2 invitations"))
