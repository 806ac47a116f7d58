"""Learning together: two people on two phones and on one, the page of a team session, and the action-learning timer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.site import Site
from tests.journeys.walk import DESK, NARROWEST, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
SCREEN = PHONE["height"]
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
SECRET = "I dread the night shift"


def bottom(page: Page, selector: str) -> float:
    return float(page.locator(selector).last.evaluate("(found) => found.getBoundingClientRect().bottom + scrollY"))


def answer_all(walk: Walk, *, private: str, shared: str, look: bool = False) -> None:
    """Answer the second question for oneself and share the others; every page has its buttons on the first screen."""
    for number in range(1, 6):
        if look and number == 1:
            walk.look("together-question")
        assert bottom(walk.page, ".answers") <= SCREEN
        walk.page.locator("main textarea").fill(private if number == 2 else f"{shared} {number}")
        walk.answer(1 if number == 2 else 0)
    walk.look("together-check")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_people_hold_supervision_on_two_phones(site: Site, browser: Browser, scripts: bool) -> None:
    isla, sam = Walk(site, browser, "isla@example.org", PHONE, scripts), Walk(site, browser, "", PHONE, scripts)
    let_in(isla)
    isla.go("/together/").look("together")
    isla.go("/together/supervision/").look("together-supervision")
    assert bottom(isla.page, "main .button") <= SCREEN
    isla.button("Start")
    isla.look("together-start")
    isla.button("Start")
    isla.look("together-invitation")
    assert bottom(isla.page, ".together-letters") <= SCREEN
    sam.go(f"/together/join/{isla.page.inner_text('.together-letters').replace('-', '')}/").look("together-join")
    sam.page.get_by_label("Your first name").fill("Sam")
    sam.button("Join")
    sam.look("together-joined")
    if scripts:
        isla.page.get_by_text("There is something new").wait_for()
    isla.button("Answer the questions")
    answer_all(isla, private=SECRET, shared="Isla", look=True)
    isla.button("I have finished")
    isla.look("together-wait")
    assert isla.heading() == "Waiting for Sam"
    sam.button("Answer the questions")
    answer_all(sam, private="Sam keeps this", shared="Sam")
    sam.button("I have finished")
    sam.look("together-talk")
    assert sam.says("Isla 5")
    assert not sam.says(SECRET)
    if scripts:
        isla.page.get_by_text("There is something new").wait_for()
    isla.button("Look again")
    assert isla.says("Sam 5")
    sam.page.get_by_label("what will you do?").fill("x" * 150)
    if scripts:
        described = sam.page.locator("textarea").get_attribute("aria-describedby") or ""
        counter = sam.page.locator("#" + described.split()[-1])
        assert counter.inner_text() == "10 characters too many"
    sam.page.get_by_label("what will you do?").fill("Change the rota")
    if scripts:
        sam.page.reload()
        assert sam.page.get_by_label("what will you do?").input_value() == "Change the rota"
    sam.button("Save and look again")
    assert sam.heading() == "Your talk: 20 minutes"
    assert sam.page.get_by_label("what will you do?").input_value() == "Change the rota"
    isla.page.get_by_label("what will you do?").fill("Ask for a later start")
    isla.button("Save and see the summary")
    isla.look("together-summary")
    assert not isla.says(SECRET)
    isla.page.get_by_text("What I kept to myself").click()
    assert isla.says(SECRET)
    assert bottom(isla.page, "main form .button") <= SCREEN
    isla.button("Finish and make it my goal")
    assert isla.says("What you agreed is your goal now")
    sam.button("Save and see the summary")
    assert sam.says("Ask for a later start")
    sam.button("Finish")
    assert sam.says("Nothing that you wrote is stored here")
    if scripts:
        assert sam.page.evaluate("Object.keys(sessionStorage)") == []
    assert [*isla.broken, *sam.broken] == []


def test_one_phone_goes_round_and_back_shows_nothing_of_the_first(site: Site, browser: Browser) -> None:
    phone = Walk(site, browser, "callum@example.org", PHONE)
    let_in(phone)
    phone.go("/together/supervision/start/")
    phone.choose("On one phone")
    phone.page.get_by_label("First name of the other person").fill("Sam")
    phone.button("Start")
    phone.button("Answer the questions")
    answer_all(phone, private=SECRET, shared="Callum")
    phone.button("Hide my answers and hand over")
    phone.look("together-hand-over")
    assert phone.heading() == "Give the phone to Sam"
    phone.button("I am Sam")
    for _step in range(8):
        phone.page.go_back(wait_until="load")
        assert "Callum 1" not in phone.page.content()
        assert SECRET not in phone.page.content()
        if "/together/with/" not in phone.page.url:
            break
    phone.go("/together/supervision/")
    phone.button("With Sam")
    phone.button("I am Sam")
    answer_all(phone, private="Sam keeps this", shared="Sam")
    phone.button("I have finished")
    assert phone.says("Callum 1")
    assert phone.says("Sam 1")
    assert phone.page.get_by_label("Sam, what will you do?").is_visible()
    phone.look("together-talk-on-one-phone")
    phone.page.get_by_role("link", name="Stop").click()
    phone.look("together-stop")
    phone.button("Stop and delete")
    assert phone.says("Nothing of it is stored here")
    assert phone.broken == []


@pytest.mark.parametrize("area", ["superv", "trauma", "mgmt-lead"])
def test_the_page_of_a_team_session_is_one_printed_page(site: Site, browser: Browser, area: str) -> None:
    walk = Walk(site, browser, "", PHONE)
    walk.go(f"/areas/{area}/team/").look("team-session")

    printed = walk.page.pdf(format="A4")

    assert len(PAGES.findall(printed)) == 1
    assert bottom(walk.page, "main .button >> nth=0") <= SCREEN
    assert walk.broken == []


def test_the_timer_runs_says_little_and_goes_on_to_the_next(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE)
    walk.page.clock.install()
    walk.go("/together/action-learning/?people=3&length=short")
    page = walk.page
    assert bottom(page, "[data-run]") <= SCREEN
    page.locator("summary", has_text="Write your names").click()
    page.get_by_role("textbox", name="Person 1").fill("Zofia")
    assert page.inner_text("[data-who]") == "Zofia"
    page.locator("[data-run]").click()
    spoken = page.locator("[data-say]")
    assert spoken.inner_text() == "Zofia: Tell, 3 minutes"
    page.clock.run_for(121_000)
    assert spoken.inner_text() == "1 minute left"
    page.clock.run_for(60_000)
    assert spoken.inner_text() == "Time is up. Press Next when you are ready"
    assert page.inner_text("[data-left]") == "0:00"
    assert float(spoken.evaluate("(found) => found.clientHeight")) > 10, "the sentence is seen too"
    page.locator("[data-run]").click()
    assert page.inner_text("[data-step]") == "Questions"
    assert page.inner_text("[data-run]") == "Pause"
    assert float(spoken.evaluate("(found) => found.clientHeight")) < 10
    for _step in range(8):
        page.get_by_role("button", name="Next").click()
    assert spoken.inner_text() == "All turns are done"
    assert float(spoken.evaluate("(found) => found.clientHeight")) > 10
    assert page.inner_text("[data-run]") == "Start"
    assert not page.get_by_text("The timer needs scripts").is_visible()
    assert walk.broken == []


def test_the_timer_goes_on_and_names_stay_after_leaving_and_with_another_plan(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE)
    page = walk.page
    page.clock.install()
    walk.go("/together/action-learning/?people=3&length=short")
    page.locator("summary", has_text="Write your names").click()
    page.get_by_role("textbox", name="Person 1").fill("Zofia")
    page.locator("[data-run]").click()
    page.clock.run_for(30_000)
    walk.go("/together/")
    page.clock.run_for(30_000)
    walk.go("/together/action-learning/?people=3&length=short")
    page.wait_for_function("() => document.querySelector('[data-left]').textContent === '2:00'")
    assert page.inner_text("[data-run]") == "Pause"
    assert page.inner_text("[data-who]") == "Zofia"

    page.get_by_label("People", exact=True).select_option("4")
    walk.button("Show the plan")
    assert page.inner_text("[data-who]") == "Zofia"
    assert page.inner_text("[data-run]") == "Start", "another plan begins when someone starts it"
    page.locator("summary", has_text="Write your names").click()
    assert walk.says("The names stay in this tab")
    assert walk.broken == []


@pytest.mark.parametrize("size", [NARROWEST, DESK], ids=["narrow", "desk"])
@pytest.mark.parametrize("path", ["/together/", "/together/action-learning/", "/areas/superv/team/"])
def test_each_page_fits(site: Site, browser: Browser, size: dict[str, int], path: str) -> None:
    walk = Walk(site, browser, "", size)  # type: ignore[arg-type]  # one of the two sizes of the walk
    walk.go(path).look("together" + path.replace("/", "-"))

    assert walk.broken == []


def test_the_plan_of_the_timer_is_there_without_scripts(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE, scripts=False)
    walk.go("/together/action-learning/")
    walk.page.get_by_label("People", exact=True).select_option("6")
    walk.button("Show the plan")

    assert walk.says("Person 6")
    assert not walk.page.locator("[data-timer]").is_visible()
    assert walk.says("The timer needs scripts")
    assert not walk.says("The timer shows")
