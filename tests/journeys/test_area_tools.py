"""What the page of an area offers beside its words: listen, print, a remembered place, the reader’s own role."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk, let_in

pytestmark = pytest.mark.browser
AREA = "/areas/everyday/"
# A browser in a test has no voice. This one writes down what it would say.
VOICE = """
window.spoken = []; window.silenced = 0;
Object.defineProperty(window, "speechSynthesis", {value: {
  speak: (utterance) => window.spoken.push(utterance.text), cancel: () => { window.silenced += 1; },
}});
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
"""
NO_VOICE = "delete window.speechSynthesis"
PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"


def open_area(site: Site, browser: Browser, script: str, query: str = "") -> Walk:
    walk = Walk(site, browser, "", PHONE)
    walk.page.add_init_script(script)
    return walk.go(AREA + query)


def test_listen_reads_the_text_alone_and_stops(site: Site, browser: Browser) -> None:
    walk = open_area(site, browser, VOICE, "?role=manager")
    page = walk.page
    page.get_by_role("button", name="Listen", exact=True).click()
    spoken = page.evaluate("spoken")
    short = page.locator(".area-short [data-speak] p").all_text_contents()
    own = page.locator(".inset.role p").first.text_content() or ""

    assert spoken[: len(short)] == short
    assert own.strip() in spoken
    for other in page.locator("#in-your-role details[data-other] p").all_text_contents():
        assert other.strip() not in spoken
    assert not [words for words in spoken if "Continue:" in words or "minutes left" in words or "Show first" in words]
    assert not [words for words in spoken if "Make this my goal" in words or "Sign in" in words]
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_focused()

    silenced = page.evaluate("silenced")
    page.keyboard.press("Enter")
    assert page.evaluate("silenced") == silenced + 1
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_focused()

    page.evaluate("spoken.length = 0")
    page.locator("details.area-step summary").first.click()
    page.get_by_role("button", name="Listen", exact=True).click()
    opened = page.evaluate("spoken")
    assert opened[: len(short)] == short
    assert len(short) < len(opened) < len(spoken)
    assert walk.broken == []


def test_listen_is_not_offered_where_the_browser_cannot_speak(site: Site, browser: Browser) -> None:
    walk = open_area(site, browser, NO_VOICE)

    expect(walk.page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    expect(walk.page.locator("[data-listen]")).to_be_hidden()
    expect(walk.page.locator("[data-stop]")).to_be_hidden()


def test_an_area_is_printed_whole_and_folded_again(site: Site, browser: Browser) -> None:
    walk = open_area(site, browser, PRINTS, "?role=manager")
    page = walk.page
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("printed") == 1

    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for text in page.locator(".area-step-text").all():
        assert text.is_visible()
        assert text.inner_text().strip()
    for control in (".area-tools", ".area-continue", ".site-bar", ".choice-line", ".demo-banner"):
        assert not page.locator(control).first.is_visible(), control
    assert page.locator(".area-short .drawing svg").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")

    assert page.locator("details.area-step[open]").count() == 0


def test_without_scripts_the_style_sheet_alone_prints_it_whole(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE, scripts=False).go(AREA)
    walk.page.emulate_media(media="print")

    assert walk.page.locator("#sources").bounding_box()
    for name in ("[data-listen]", "[data-print]", "[data-stop]"):
        assert not walk.page.locator(name).is_visible()


def second_step(walk: Walk) -> str:
    """Open the first section and press Continue; the address of the section that it opens."""
    walk.page.locator("details.area-step summary").first.click()
    following = walk.page.locator("[data-continue]").first
    anchor = following.get_attribute("href") or f"#{following.get_attribute('value')}"
    following.click()
    walk.page.wait_for_url(f"**{anchor}")
    return anchor


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_learner_comes_back_to_the_section_where_they_stopped(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, "isla@example.org" if scripts else "callum@example.org", PHONE, scripts=scripts)
    let_in(walk)
    walk.go("/areas/vision/")
    with walk.page.expect_response("**/keep-place/"):
        anchor = second_step(walk)
    assert walk.page.locator(f"details.area-step[open] {anchor}").is_visible()
    assert "minutes left" in walk.page.locator(f"details.area-step:has({anchor})").inner_text()

    walk.go("/areas/vision/")
    assert walk.page.locator(f"details.area-step[open] {anchor}").is_visible()
    assert walk.page.get_by_role("link", name="Go on where you stopped").get_attribute("href") == anchor
    walk.go("/")
    assert walk.says("You were reading Vision")
    assert walk.broken == []


def test_a_visitors_place_is_in_their_browser_alone(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE).go("/areas/vision/")
    posts: list[str] = []
    walk.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    anchor = second_step(walk)
    walk.go("/areas/vision/")
    walk.page.locator("[data-resume] a").click()

    assert walk.page.locator(f"details.area-step[open] {anchor}").is_visible()
    assert posts == []
    assert walk.broken == []


def test_without_scripts_a_visitors_continue_is_a_link_that_shows_the_section(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE, scripts=False).go("/areas/vision/")
    anchor = second_step(walk)

    assert walk.page.locator(anchor).is_visible()
    assert not walk.page.locator("[data-resume]").is_visible()


def test_only_my_role_is_open_and_every_other_is_one_press_away(site: Site, browser: Browser) -> None:
    for scripts in (True, False):
        walk = Walk(site, browser, "", PHONE, scripts=scripts).go("/areas/vision/?role=supervisor&whole=1")
        assert walk.page.locator("#in-your-role .inset.role h3").all_inner_texts() == ["Supervisor"]
        others = walk.page.locator("#in-your-role details[data-other]")
        assert others.count() == 4
        assert not others.locator("p").first.is_visible()
        others.locator("summary").first.click()
        assert others.locator("p").first.is_visible()
        walk.context.close()
