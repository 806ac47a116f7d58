"""Ten minutes on a phone: from the front page to a first useful act, at 360 by 740 with the demonstration's banner."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import ROOT, Site
from tests.journeys.walk import PHONE, Walk, let_in

pytestmark = pytest.mark.browser

SCREEN = PHONE["height"]
AREAS = len(list((ROOT / "content" / "leadership" / "areas").glob("*.md")))
# Three screens, the areas of the starter pack all in; an area of an author, which another journey publishes, adds a row.
PAGE_END, ROW, THUMB = 3 * SCREEN, 64, 44


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
    assert areas.count() >= AREAS
    # An area of an author, which another journey publishes here, may have none.
    assert areas.locator("svg").count() >= AREAS
    assert bottom(walk, ".front") <= PAGE_END + ROW * (areas.count() - AREAS)
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


def test_a_newcomer_comes_to_a_first_useful_act_in_two_minutes(site: Site, browser: Browser) -> None:
    """Somebody who has read nothing, at a reading speed of 200 words a minute, with three seconds for each press."""
    walk = Walk(site, browser, "callum@example.org", PHONE)
    let_in(walk)
    began, read, presses = time.monotonic(), 0, 2
    walk.go("/")
    read += len(walk.page.inner_text(".front-head").split()) + len(walk.page.inner_text(".front-doors").split())
    walk.button("I have five minutes")
    read += len(walk.page.inner_text(".area-head").split()) + len(walk.page.inner_text(".area-short").split())
    read += len(walk.page.locator(".area-opening .try").inner_text().split())
    walk.button("Make this my goal")

    assert walk.says("This is your goal now. We will ask you by email on Friday")
    assert read / 200 * 60 + presses * 3 + (time.monotonic() - began) <= 120
    assert walk.broken == []


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
