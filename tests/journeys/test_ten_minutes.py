"""Ten minutes on a phone: from the front page to a first useful act, at 360 by 740 with the demonstration's banner."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys.page_checks import TWICE
from tests.journeys.site import ROOT, Site
from tests.journeys.walk import NARROWEST, PHONE, Walk, let_in

pytestmark = pytest.mark.browser

SCREEN = PHONE["height"]
AREAS = sorted(path.stem for path in (ROOT / "content" / "leadership" / "areas").glob("*.md"))
# Three screens, with every area of the starter pack. An area that another journey publishes adds a row.
PAGE_END, ROW, THUMB = 3 * SCREEN, 64, 44

LEAST_LETTERS = 12
LETTER_SIZES = """(svg) => [...svg.querySelectorAll("text")].map(
  (text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize))"""
# Words of a drawing that lie on each other, or reach over its edge.
OVERLAPS = """(svg) => {
  const edge = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")].flatMap((text) => {
    const parts = [...text.querySelectorAll("tspan")];
    return parts.length ? parts : [text];
  }).map((text) => [text.textContent, text.getBoundingClientRect()]);
  const over = words.filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1);
  const pairs = words.flatMap(([one, a], place) => words.slice(place + 1)
    .filter(([, b]) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
    .map(([other]) => `${one} / ${other}`));
  return [...over.map(([word]) => `${word} over the edge`), ...pairs];
}"""


# Words of headings, buttons and the sentence to turn that are broken over two lines.
BROKEN_WORDS = """() => {
  const found = [];
  for (const element of document.querySelectorAll("main :is(h1, h2, .turn-words, .button)")) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/[^\\s-]+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word[0]);
      }
    }
  }
  return found;
}"""


def bottom(walk: Walk, selector: str) -> float:
    """Where an element ends, in pixels from the top of the page."""
    return float(walk.page.locator(selector).last.evaluate("(found) => found.getBoundingClientRect().bottom + scrollY"))


def bar_top(walk: Walk) -> float:
    return float(walk.page.locator(".site-bar").evaluate("(bar) => bar.getBoundingClientRect().top"))


def test_the_front_page_is_taken_in_at_a_glance(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE)
    walk.go("/")
    walk.look("front-visitor")

    first_screen = walk.page.evaluate("document.elementFromPoint(180, 660).closest('.front-roles') !== null")
    areas = walk.page.locator(".area-card a")

    assert walk.page.locator(".demo-banner").is_visible()
    assert walk.says("Free to read, without an account. Five minutes are enough")
    assert walk.page.locator(".front-doors a").count() == 3
    assert bottom(walk, ".front-doors") < bottom(walk, ".front-roles") <= bar_top(walk)
    assert first_screen or bottom(walk, ".front-roles") < 660
    assert areas.count() >= len(AREAS)
    # An area of an author, which another journey publishes here, may have none.
    assert areas.locator("svg").count() >= len(AREAS)
    assert int(bottom(walk, ".front")) <= PAGE_END + ROW * (areas.count() - len(AREAS))
    heights = areas.evaluate_all("(all) => all.map((link) => link.getBoundingClientRect().height)")
    assert min(heights) >= THUMB
    # Nothing is folded away: outcome, title and drawing of every area are on the page.
    assert walk.page.locator(".front-areas details").count() == 0
    assert walk.page.locator(".area-card strong").count() == areas.count()
    assert walk.broken == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_visitor_reads_an_area_for_their_role_and_setting(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, "", PHONE, scripts=scripts)
    walk.go("/")
    walk.button("Middle manager")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.locator(".area-card a[href*=everyday]").click()
    assert "role=manager" in walk.page.url
    assert walk.says("In short")
    assert bottom(walk, ".area-short figure") < 2 * SCREEN
    walk.page.locator("details.area-step summary").first.click()
    before = walk.page.locator("details.area-step[open]").count()
    walk.page.locator("[data-continue]:visible").first.click()
    assert walk.page.locator("details.area-step[open]").count() == before + 1
    assert "minutes left" in walk.page.inner_text("main")
    walk.look("area-step")
    walk.go("/areas/everyday/?whole=1")
    assert walk.page.locator(".inset.role h3").inner_text() == "Middle manager"
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.locator(".choice-line").get_by_role("link", name="Care home").click()
    walk.go("/areas/everyday/?whole=1")
    assert walk.says("Example: Care home")
    walk.look("area-whole")
    walk.page.locator("details.area-step summary", has_text="Check yourself").scroll_into_view_if_needed()
    walk.page.locator("#check-yourself summary").first.click()
    assert walk.page.locator("#check-yourself details[open] .tag").first.is_visible()
    if scripts:
        walk.go("/areas/everyday/")
        assert walk.page.locator("[data-resume] a").is_visible()
    assert walk.broken == []


WORDS_A_MINUTE, PRESS_SECONDS, MOST_SECONDS = 200, 3, 120


def words_of(walk: Walk, *selectors: str) -> int:
    return sum(len(walk.page.inner_text(selector).split()) for selector in selectors)


def read_to_the_act(walk: Walk) -> int:
    """From the front page to the act of the area that it offers first; the words that were read on the way."""
    walk.go("/")
    read = words_of(walk, ".front-head", ".front-doors", ".front-roles")
    walk.button(re.compile("^Front-line worker"))
    walk.button("I have five minutes")
    return read + words_of(walk, ".area-head", ".area-short", ".area-opening .try")


def seconds_of(began: float, read: int, presses: int) -> float:
    """How long it takes somebody who reads all of it, beside what the site itself took."""
    return read / WORDS_A_MINUTE * 60 + presses * PRESS_SECONDS + time.monotonic() - began


def test_a_newcomer_comes_to_a_first_useful_act_in_two_minutes(site: Site, browser: Browser) -> None:
    """Somebody who has read nothing and is signed in: the act is a goal, with a question on Friday."""
    walk = Walk(site, browser, "callum@example.org", PHONE)
    let_in(walk)
    began = time.monotonic()
    read = read_to_the_act(walk)
    walk.button("Make this my goal")

    assert walk.says("This is your goal now. We will ask you by email on Friday")
    assert seconds_of(began, read, presses=3) <= MOST_SECONDS
    assert walk.broken == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_visitor_has_an_act_and_a_reminder_in_two_minutes_without_an_account(
    site: Site, browser: Browser, scripts: bool
) -> None:
    walk = Walk(site, browser, "", PHONE, scripts=scripts)
    began = time.monotonic()
    read = read_to_the_act(walk)
    act = walk.page.inner_text(".area-opening .try .area-act")
    with walk.page.expect_download() as download:
        walk.page.get_by_role("link", name="Put Friday in my calendar").click()
    event = download.value.path().read_text().replace("\n ", "")

    assert act.split(",")[0] in event
    assert "DTSTART;VALUE=DATE:" in event
    assert seconds_of(began, read, presses=3) <= MOST_SECONDS
    assert walk.broken == []


def test_a_newcomer_who_makes_an_account_on_the_way_needs_two_minutes_more(site: Site, browser: Browser) -> None:
    """What is typed takes half a second a letter, and the email ten seconds to arrive."""
    walk = Walk(site, browser, "new.carer@example.org", PHONE)
    began = time.monotonic()
    read = read_to_the_act(walk)
    walk.button("Make this my goal")
    read += words_of(walk, "main h1", "main .lead")
    walk.button("Create an account")
    read += words_of(walk, "main h1", "main .lead", "main .seen-by")
    submit = walk.page.locator("main form.stack button[type=submit]").first
    walk.page.locator("main input[name=name]").fill("Ayo")
    walk.page.locator("main input[name=email]").fill(walk.email)
    press(walk, submit)
    read += words_of(walk, "main h1", "main .lead")
    code = site.code_for(walk.email)
    walk.page.locator("main input[name=code]").fill(code)
    press(walk, submit)
    read += words_of(walk, "main")
    assert walk.page.get_by_role("checkbox", name="Front-line worker").is_checked(), "the role was lost"
    walk.page.locator("main form").get_by_role("button").first.click()
    walk.page.wait_for_url("**/areas/**")
    walk.button("Make this my goal")

    assert walk.says("This is your goal now. We will ask you by email on Friday")
    typed = len("Ayo" + walk.email + code)
    assert seconds_of(began, read, presses=7) + typed / 2 + 10 <= 2 * MOST_SECONDS
    assert walk.broken == []


def press(walk: Walk, button: Locator) -> None:
    with walk.page.expect_navigation(wait_until="load"):
        button.click()


def test_letters_in_every_drawing_are_large_enough_on_the_narrowest_phone(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST)
    for area in AREAS:
        walk.go(f"/areas/{area}/")
        drawing = walk.page.locator(".area-short .drawing svg")
        assert drawing.count() == 1, area
        box, screen = drawing.bounding_box(), NARROWEST["width"]
        assert box, area
        assert box["x"] >= 0, area
        assert box["x"] + box["width"] <= screen, area
        sizes = drawing.evaluate(LETTER_SIZES)
        assert not sizes or min(sizes) >= LEAST_LETTERS, area
        assert drawing.evaluate(OVERLAPS) == [], area


@pytest.mark.parametrize("address", ["/", "/areas/everyday/?whole=1&role=manager"])
def test_large_letters_the_narrowest_phone_and_forced_colours_lose_nothing(
    site: Site, browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, forced_colors="active")
    page = context.new_page()
    page.goto(site.url + address)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 390, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    words = page.locator(".drawing text")
    if words.count():
        assert min(words.evaluate_all("(all) => all.map((text) => text.getScreenCTM().a * 15)")) >= 12
    context.close()


def test_words_stay_whole_on_the_narrowest_screen_with_letters_twice_as_large(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST)
    client = walk.context.new_cdp_session(walk.page)
    client.send("Page.enable")
    client.send("Page.setFontSizes", {"fontSizes": TWICE})

    pages = ("/logic-model/", "/codes/", "/", "/badges/", "/areas/everyday/?whole=1", "/areas/trauma/?whole=1")
    broken = {path: walk.go(path).page.evaluate(BROKEN_WORDS) for path in pages}

    assert {path: words for path, words in broken.items() if words} == {}
    assert walk.broken == []
