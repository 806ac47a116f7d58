"""How many pages and taps a badge costs on a phone, from Start to Send. The cards of the sort are counted apart.

And what its holder hands on: a code that a phone reads from a screen and from paper, and a card for a web page.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pikepdf
import pytest
import typst
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from tests.journeys import walk as steps
from tests.journeys.site import Site
from tests.journeys.story import answer_for
from tests.journeys.walk import NARROWEST, PHONE, Walk

pytestmark = pytest.mark.browser
PEOPLE = ("isla@example.org", "callum@example.org", "ewan@example.org")
MOST_PAGES, MOST_TAPS = 6, 16


class QuickWalk(Walk):
    """Takes pictures where they are wanted, and leaves the checks of the pages to the whole journey."""

    def look(self, name: str) -> None:
        self._picture(name)


@dataclass
class Cost:
    """pages: those on the way, each once. taps: presses on them, with those that put the cursor into a box.

    cards: pages of the activity on the way.
    """

    pages: int = 1
    taps: int = 0
    cards: int = 0

    def press(self, walk: Walk, name: str | re.Pattern[str], *, leads_to_page: bool = True) -> None:
        walk.button(name)
        self.taps += 1
        self.pages += leads_to_page

    def write(self, walk: Walk, text: str) -> None:
        walk.page.locator("main textarea[name=text]").fill(text)
        self.taps += 1


def test_management_and_leadership_takes_six_pages(site: Site, browser: Browser) -> None:
    costs = []
    for email in PEOPLE:
        walk = QuickWalk(site, browser, email, PHONE)
        steps.let_in(walk)
        steps.apply(walk, "first-steps")
        costs.append(apply_and_count(walk))
        assert walk.broken == []

    print(f"From Start to Send: {costs}")
    assert median(cost.pages for cost in costs) <= MOST_PAGES
    assert median(cost.taps for cost in costs) <= MOST_TAPS


def apply_and_count(walk: Walk) -> Cost:
    cost = Cost()
    walk.go("/evidence/start/management-and-leadership/")
    walk.look("start")
    cost.press(walk, "Start")
    walk.look("criterion-1")
    cost.press(walk, "Start the activity", leads_to_page=False)
    cost.cards = sort_cards(walk)
    cost.press(walk, "Continue with your application")
    for position in (2, 3, 4):
        assert walk.page.url.endswith(f"/{position}/"), walk.page.url
        walk.look(f"criterion-{position}")
        cost.write(walk, answer_for(position))
        cost.press(walk, "Save and continue")
    walk.look("check")
    assert walk.page.url.endswith("/check/"), walk.page.url
    for tick in walk.page.locator("main input[type=checkbox]").all():
        tick.check(force=True)
        cost.taps += 1
    walk.choose("Not at all")
    cost.taps += 1
    cost.press(walk, "Send", leads_to_page=False)
    walk.look("sent")
    assert walk.says("Application sent")
    return cost


def sort_cards(walk: Walk) -> int:
    """Sort every card by one press each, and come to the closing page. Returns how many pages that were."""
    pages = 0
    while walk.page.locator("main .answer").count():
        walk.answer(1)
        pages += 1
    walk.button("Finish")
    return pages + 1


def test_the_code_of_a_badge_is_read_from_a_screen_and_from_paper(site: Site, browser: Browser, tmp_path: Path) -> None:
    rona = Walk(site, browser, "rona@example.org", PHONE)
    steps.let_in(rona)
    rona.go("/me/badges/")
    rona.page.goto(str(rona.page.locator("main a[href*='/me/badges/']").first.evaluate("link => link.href")))
    public = str(rona.page.locator("main a[href*='/verify/']").first.evaluate("link => link.href"))

    for address in (rona.page.url, public):
        rona.page.goto(address)
        assert read_codes(rona.page.screenshot(full_page=True)) == [public], address
        assert read_codes(*draw_pages(rona.page.pdf(format="A4"), tmp_path)) == [public], address
    assert rona.broken == []


def test_the_card_of_a_badge_is_copied_and_shown_where_nothing_can_be_loaded(site: Site, browser: Browser) -> None:
    rona = Walk(site, browser, "rona@example.org", NARROWEST)
    rona.context.grant_permissions(["clipboard-read", "clipboard-write"])
    steps.let_in(rona)
    rona.go("/me/badges/")
    rona.page.goto(str(rona.page.locator("main a[href*='/me/badges/']").first.evaluate("link => link.href")))
    rona.page.get_by_text("Put it on your web page").click()
    rona.look("badge-with-card")
    rona.page.get_by_role("button", name="Copy HTML").click()
    rona.page.get_by_text("The HTML is copied").wait_for()
    card = str(rona.page.evaluate("() => navigator.clipboard.readText()"))

    elsewhere = browser.new_context(offline=True).new_page()
    elsewhere.set_content(card)

    picture = elsewhere.locator("img")
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    assert card == rona.page.input_value("#embed-card")
    assert rona.broken == []


def read_codes(*pictures: bytes) -> list[str]:
    """What a reader of codes, as phones have one, finds in pictures."""
    opened = (Image.open(io.BytesIO(picture)).convert("L") for picture in pictures)
    return [code.text for picture in opened for code in zxingcpp.read_barcodes(picture)]


def draw_pages(pdf: bytes, folder: Path) -> list[bytes]:
    """The pages of a PDF as a printer of 150 dots an inch would draw them."""
    (folder / "printed.pdf").write_bytes(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as printed:
        images = (f'#image("printed.pdf", page: {page}, width: 100%)' for page in range(1, len(printed.pages) + 1))
        (folder / "pages.typ").write_text("\n".join(("#set page(margin: 0pt)", *images)))
    typst.compile(str(folder / "pages.typ"), output=str(folder / "page-{p}.png"), format="png", ppi=150)
    return [path.read_bytes() for path in sorted(folder.glob("page-*.png"))]
