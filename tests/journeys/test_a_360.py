"""A 360 with six observers: one answers without scripts, one with the Easy Read form, one says no. Then it is read."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, sign_in

pytestmark = pytest.mark.browser
FREYA = "freya@example.org"
GROUPS = {
    "Manager": ("marion",),
    "Peers": ("pat", "petra", "paul"),
    "People I support and carers": ("ruth",),
    "Others": ("olive",),
}
STEPS = (
    "Before you read", "First feelings", "Surprises", "Where you agree", "One strength", "One change", "Who to tell",
)  # fmt: skip


def test_six_people_are_asked_and_the_report_is_read_in_seven_steps(site: Site, browser: Browser) -> None:
    freya = Walk(site, browser, FREYA, DESK)
    sign_in(freya)
    look_at_oneself(freya)
    ask(freya)

    for name, scripts, size in (("marion", True, PHONE), ("pat", False, PHONE), ("petra", True, DESK)):
        walk = opened(site, browser, name, size, scripts=scripts)
        answer(walk, "4" if name != "marion" else "1")
        assert walk.broken == []
    paul = opened(site, browser, "paul", DESK)
    answer(paul, "5")
    ruth = opened(site, browser, "ruth", PHONE)
    answer_in_pictures(ruth)
    olive = opened(site, browser, "olive", PHONE)
    say_no(olive)

    close_and_read(freya)
    show_somebody(freya, browser)
    assert [walk.broken for walk in (freya, paul, ruth, olive)] == [[], [], [], []]


def look_at_oneself(walk: Walk) -> None:
    """A few lines of the self-assessment are enough for a report to stand beside."""
    walk.go("/me/feedback/")
    walk.look("feedback-before")
    assert walk.says("answer the lines yourself first")
    walk.go("/me/self-assessment/")
    walk.button("Start")
    home = walk.page.url.removesuffix("1/")
    for number in (1, 2, 3, 4):
        walk.page.goto(f"{home}{number}/")
        walk.answer(number % 3)
    walk.page.goto(f"{home}check/")
    walk.button("See my result")


def ask(walk: Walk) -> None:
    walk.go("/me/feedback/")
    walk.look("feedback-start")
    walk.choose("A short form")
    walk.button("Choose who to ask")
    walk.look("feedback-empty")
    for group, names in GROUPS.items():
        walk.button("Add someone")
        walk.page.get_by_role("radio", name=group, exact=True).check(force=True)
        walk.page.get_by_label("Their email addresses").fill("\n".join(f"{name}@example.net" for name in names))
        walk.page.get_by_label("They have said that they want to be asked").check(force=True)
        walk.look("feedback-add")
        walk.button("Add")
    walk.button("Review and send")
    walk.look("feedback-send")
    assert walk.says("It can be hard to read")
    walk.button("Send 6 invitations")
    assert walk.says("You have invited 6 people.")
    walk.look("feedback-asking")


def opened(site: Site, browser: Browser, name: str, size: ViewportSize, *, scripts: bool = True) -> Walk:
    """An observer who follows the link in their mail."""
    walk = Walk(site, browser, f"{name}@example.net", size, scripts)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not site.letters_to(walk.email):
        time.sleep(0.2)
    link = re.search(r"\S+/360/\S+", site.letters_to(walk.email)[0].get_content())
    assert link, "the email holds no link"
    walk.page.goto(link.group())
    walk.look("observer-welcome")
    return walk


def answer(walk: Walk, said: str) -> None:
    """Every statement with one answer, words with it, checked and sent."""
    assert walk.says("If you are the only manager who answers") == (said == "1")
    walk.button("Start")
    for number in range(12):
        walk.look("observer-line") if number == 0 else None
        walk.answer(int(said) - 1)
    assert walk.heading() == "In your own words"
    boxes = walk.page.locator("main textarea")
    assert boxes.count() == (14 if said == "1" else 2), "the lowest point asks for an example"
    boxes.first.fill(f"She listens before she decides, said with {said}.")
    walk.look("observer-words")
    walk.button("Continue")
    walk.look("observer-check")
    walk.button("Send my answers")
    walk.look("observer-sent")
    assert walk.heading() == "Thank you"


def answer_in_pictures(walk: Walk) -> None:
    assert walk.says("You can say no. Nothing bad will happen.")
    walk.choose("Someone helps me")
    walk.button("Yes, I want to answer")
    for number in range(6):
        walk.look("easy-line") if number == 0 else None
        walk.button(re.compile("Yes, most of the time|I do not know" if number else "Sometimes"))
    walk.page.locator("main textarea").first.fill("She comes when I call.")
    walk.look("easy-words")
    walk.button("Send my answers")
    assert walk.heading() == "Thank you"


def say_no(walk: Walk) -> None:
    walk.button("I would rather not")
    walk.look("observer-no")
    walk.button("Say no")
    assert walk.heading() == "That is fine"


def close_and_read(walk: Walk) -> None:
    walk.go("/me/")
    assert walk.says("Enough answers for a report")
    walk.go("/me/feedback/")
    walk.button("Go on")
    assert not walk.says("person said no")
    walk.button("Close and make the report")
    walk.look("feedback-close")
    walk.button("Make the report")
    for step, title in enumerate(STEPS, start=1):
        assert walk.heading() == title
        walk.look(f"report-{step}")
        if step < len(STEPS):
            walk.button("I am ready" if step == 1 else "Continue")
    walk.page.get_by_role("link", name="Everything on one page, to print").click()
    walk.page.wait_for_url("**/report/")
    walk.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    walk.look("report-whole")
    assert walk.says("invited: not shown apart")
    assert walk.says("She listens before she decides, said with 5.")
    assert not walk.says("She comes when I call.")


def show_somebody(walk: Walk, browser: Browser) -> None:
    walk.page.get_by_role("link", name="Share a summary").click()
    walk.page.get_by_label("Who is it for?").fill("Morag")
    walk.choose("Vision")
    walk.page.get_by_label("What do you want to say about it?").fill("I will ask twice.")
    walk.look("share")
    walk.button("Look at it")
    walk.look("share-look")
    walk.button("Make the link")
    walk.look("shared")
    link = walk.page.get_by_label("The link, to share").input_value()
    reader = Walk(walk.site, browser, "", PHONE)
    reader.page.goto(link)
    reader.look("summary")
    assert reader.says("I will ask twice.")
    walk.button("Withdraw it")
    reader.page.goto(link)
    assert reader.heading() == "This is not shown any more"
    assert reader.broken == []
