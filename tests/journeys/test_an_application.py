"""Words of the log in the editor, with scripts and without; what an assessor will see; taken back and withdrawn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import walk as steps
from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk

pytestmark = pytest.mark.browser
ENTRY = "I asked a woman I support what she wanted to do first that morning."
TYPED = "I wrote this before I opened my log."
SCREEN = 740


def is_on_first_screen(walk: Walk, name: str) -> bool:
    main = walk.page.locator("main")
    found = main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)).first.bounding_box()
    return found is not None and found["y"] + found["height"] <= SCREEN


def write_entry(walk: Walk) -> None:
    walk.go("/me/log/new/")
    walk.page.get_by_label("What happened").fill(ENTRY)
    walk.button("Save")
    walk.page.get_by_role("button", name="Use it as evidence").wait_for()


def dialog_edges(walk: Walk) -> tuple[float, float]:
    """Where the dialog begins and ends across the page, in pixels from the left."""
    box = walk.page.locator("dialog").bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def look_at_dialog(walk: Walk, name: str) -> None:
    """With scripts the page behind the dialog is covered, as it should be."""
    if walk.scripts:
        walk.broken += [f"{name}: {fault}" for fault in walk.axe()]
    else:
        walk.look(name)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_words_of_the_log_go_into_the_box_where_someone_writes(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, "morag@example.org" if scripts else "dougal@example.org", PHONE, scripts=scripts)
    steps.sign_in(walk)
    write_entry(walk)
    walk.go("/evidence/start/management-and-leadership/")
    walk.button("Start")
    application = re.sub(r"\d+/$", "", walk.page.url)
    walk.page.goto(f"{application}3/")
    walk.page.locator("main textarea[name=text]").fill(TYPED)
    walk.page.get_by_role("button", name="Use words from my log").click()
    walk.page.get_by_role("heading", name="Use words from your log").wait_for()
    assert walk.page.url.endswith("/3/" if scripts else "/3/log/")
    look_at_dialog(walk, "log-words")
    if scripts:
        left, right = dialog_edges(walk)
        assert (left, right) == (0, PHONE["width"])
        walk.page.set_viewport_size({"width": 1280, "height": 800})
        left, right = dialog_edges(walk)
        assert abs(left - (1280 - right)) < 20  # in the middle, but for the scroll bar
        walk.page.set_viewport_size(PHONE)
        walk.page.keyboard.press("Escape")
        opener = walk.page.get_by_role("button", name="Use words from my log")
        expect(opener).to_be_focused()
        opener.click()
        walk.page.get_by_role("heading", name="Use words from your log").wait_for()

    walk.page.get_by_role("link", name=re.compile("^I asked a woman")).first.click()
    walk.page.get_by_role("heading", name=re.compile("^Log entry of")).wait_for()
    look_at_dialog(walk, "log-entry-words")
    walk.page.get_by_role("button", name="Insert at the end").click()

    box = walk.page.locator("main textarea[name=text]")
    box.wait_for()
    expect(box).to_have_value(f"{TYPED}\n\n{ENTRY}")
    if scripts:
        assert box.evaluate("box => box === document.activeElement && box.selectionStart === box.value.length")
        walk.page.locator(".save-state", has_text=re.compile(r"^Saved \d")).wait_for()
    walk.page.reload()
    assert walk.page.locator("main textarea[name=text]").input_value() == f"{TYPED}\n\n{ENTRY}"
    assert walk.says("you copied words here from")
    walk.look("answer-with-copied-words")
    walk.page.goto(application)
    assert is_on_first_screen(walk, "Continue")
    walk.look("application")
    walk.page.goto(f"{application}preview/")
    assert walk.says(ENTRY)
    walk.look("preview")
    assert walk.broken == []


def test_what_was_sent_is_taken_back_sent_again_and_withdrawn(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "isla@example.org", PHONE)
    steps.let_in(walk)
    steps.apply(walk, "first-steps")
    steps.apply(walk, "management-and-leadership")
    assert walk.says("What happens next")
    walk.look("sent")

    walk.button("Take it back")
    assert walk.page.get_by_text("Taken back. Change what you like, then send it again").count()
    assert is_on_first_screen(walk, "Check your answers and send")
    walk.look("taken-back")
    walk.button("Check your answers and send")
    steps._declare_and_send(walk)
    walk.button("Withdraw this application")
    walk.look("withdraw")
    walk.choose("I do not have the time now")
    walk.button("Withdraw it")
    assert walk.says("Your reason, which only you see: I do not have the time now")
    walk.look("withdrawn")
    assert walk.broken == []
