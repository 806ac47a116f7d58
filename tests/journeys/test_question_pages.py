"""Questions and editors on a phone of 360 × 740: what a person came to do is on the first screen, one press answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize

from tests.journeys import test_a_360 as views_of_others
from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, application_home, let_in

pytestmark = pytest.mark.browser
SCREEN = PHONE["height"]
ABOVE_THE_KEYBOARD = 360
KEYBOARD = 300
MOST_PAGES, MOST_PRESSES = 30, 34
TURNED: ViewportSize = {"width": 740, "height": 360}
# What is wider than the screen, and what cannot be pressed once it is scrolled to.
UNREACHABLE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const faults = wide > 0 ? [`${wide} px too wide`] : [];
  for (const control of document.querySelectorAll("main :is(button, input, textarea, a[href]), header a")) {
    if (!control.checkVisibility() || control.type === "hidden") continue;
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const box = control.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
    const label = control.id ? document.querySelector(`label[for="${control.id}"]`) : null;
    if (!hit || !(control.contains(hit) || hit === label || hit.closest("label") === label && label)) {
      faults.push(`${control.outerHTML.slice(0, 80)} is under ${hit ? hit.outerHTML.slice(0, 60) : "nothing"}`);
    }
  }
  scrollTo(0, 0);
  return faults;
}"""


@pytest.fixture
def person(site: Site, browser: Browser) -> Iterator[Walk]:
    """Agnes, who answers and applies for nothing in another journey."""
    walk = Walk(site, browser, "agnes@example.org", PHONE)
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


def assert_all_can_be_reached(walk: Walk) -> None:
    """With letters at 175 and 200 %, and with the phone turned, everything can be scrolled to and pressed."""
    client = walk.context.new_cdp_session(walk.page)
    client.send("Page.enable")
    for percent, size in ((175, PHONE), (200, PHONE), (100, TURNED), (200, TURNED)):
        fonts = {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}
        client.send("Page.setFontSizes", {"fontSizes": fonts})
        walk.page.set_viewport_size(size)
        faults = walk.page.evaluate(UNREACHABLE)
        assert faults == [], f"{walk.page.url} at {percent} %, {size}"
    client.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    client.detach()
    walk.page.set_viewport_size(PHONE)


def assert_editor_above_keyboard(walk: Walk) -> None:
    """The box, its save state and its count are in sight at first, and while a long text is typed."""
    page, box = walk.page, walk.page.locator("main textarea").first
    state = page.locator(".editor-state")
    assert lowest_edge(box) <= ABOVE_THE_KEYBOARD, page.url
    assert lowest_edge(state) <= ABOVE_THE_KEYBOARD

    page.set_viewport_size({"width": PHONE["width"], "height": SCREEN - KEYBOARD})
    typed = "\n".join(f"I asked who needed help, {number}." for number in range(25))
    # Over 600 keys: on a machine with much to do they take longer than one press may.
    box.press_sequentially(typed, delay=0, timeout=60_000)
    seen = state.bounding_box()
    page.set_viewport_size(PHONE)
    assert seen, "the save state is not shown"
    assert 0 <= seen["y"] < ABOVE_THE_KEYBOARD - seen["height"], "the save state is out of sight"


def test_the_self_assessment_takes_thirty_pages_and_thirty_four_presses_at_most(person: Walk) -> None:
    person.go("/me/self-assessment/")
    pages, presses = [person.page.url], 1
    if person.page.get_by_role("radio").count():
        person.page.get_by_role("radio").first.check(force=True)
        presses += 1
    person.button("Start")
    assert_progress_in_own_colours(person)
    for number in range(24):
        pages.append(person.page.url)
        assert_on_first_screen(person)
        press_answer_by_keyboard(person) if number == 1 else person.answer(number % 7)
        presses += 1
    pages.append(person.page.url)
    assert_on_first_screen(person)
    for question in person.page.get_by_role("group").all():
        question.get_by_role("radio").nth(1).check(force=True)
        presses += 1
    person.button("Continue")
    pages.append(person.page.url)
    assert_on_first_screen(person, "main form:first-of-type .button >> nth=0")
    person.go(pages[3].removeprefix(person.site.url))
    assert person.page.locator(".answer[aria-current=true]").inner_text().startswith("About half the time")
    assert_on_first_screen(person)
    person.page.goto(pages[-1])
    person.button("See my result")
    pages.append(person.page.url)

    assert person.heading() == "Your profile"
    assert len(pages) <= MOST_PAGES
    assert presses + 2 <= MOST_PRESSES
    assert person.broken == []


def assert_progress_in_own_colours(walk: Walk) -> None:
    """Forced colours take every background away; an edge stays."""
    walk.page.emulate_media(forced_colors="active")
    edge = walk.page.locator("progress").evaluate("(e) => getComputedStyle(e).borderTopWidth")
    walk.page.emulate_media(forced_colors="none")
    assert edge == "1px"


def press_answer_by_keyboard(walk: Walk) -> None:
    """From the top of the page to the first answer with Tab, and Enter on it."""
    for _ in range(8):
        walk.page.keyboard.press("Tab")
        if walk.page.evaluate("document.activeElement.matches('.answer')"):
            break
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.keyboard.press("Enter")


def test_answers_entries_and_goals_are_written_above_the_keyboard(person: Walk) -> None:
    person.go("/me/log/new/")
    assert person.page.locator(".before-writing[open]").count()
    person.page.locator("main textarea").first.fill("We moved tea to four.")
    person.button("Save")
    # The address changes with the first save while somebody types; the page comes with the button.
    person.page.get_by_role("heading", name=re.compile("^Log entry of")).wait_for()
    person.page.wait_for_load_state()
    person.go("/me/log/new/")
    assert not person.page.locator(".before-writing[open]").count()
    assert_editor_above_keyboard(person)

    person.go("/me/goals/new/")
    assert_on_first_screen(person, "main textarea:visible, main input:visible, main form > .button")
    assert lowest_edge(person.page.locator("main textarea").first) <= ABOVE_THE_KEYBOARD

    person.go("/evidence/start/first-steps/")
    person.button(re.compile("^(Begin|Start|Continue|Go on)"))
    home = application_home(person.page.url)
    person.page.goto(f"{home}1/")
    assert_on_first_screen(person)
    assert_all_can_be_reached(person)
    person.page.goto(f"{home}2/")
    assert_on_first_screen(person)
    assert_all_can_be_reached(person)
    person.page.goto(f"{home}3/")
    person.page.locator("main textarea").fill("I hope to listen more before I decide.")
    person.button("Save and stay here")
    assert not person.page.locator(".before-writing[open]").count()
    assert_editor_above_keyboard(person)


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
    walk.choose("A short form")
    walk.button("Choose who to ask")
    for group, name in groups.items():
        walk.button("Add someone")
        walk.page.get_by_role("radio", name=group, exact=True).check(force=True)
        walk.page.get_by_label("Their email addresses").fill(f"{name}@example.net")
        walk.page.get_by_label("They have said that they want to be asked").check(force=True)
        walk.button("Add")
    walk.button("Review and send")
    walk.button(re.compile("^Send 2 invitations"))
