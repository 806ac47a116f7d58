"""Choosing, finding, reading and taking along an area, on the narrowest phone, with scripts and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, Walk, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_reader_finds_an_area_reads_it_and_takes_it_along(
    site: Site, browser: Browser, scripts: bool, tmp_path: Path
) -> None:
    walk = Walk(site, browser, "isla@example.org" if scripts else "callum@example.org", NARROWEST, scripts=scripts)
    sign_in(walk)
    _choose(walk)
    _search(walk)
    _read(walk)
    _take(walk, tmp_path)
    assert walk.broken == []


def _choose(walk: Walk) -> None:
    walk.go("/")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.get_by_role("link", name="Supervisor", exact=True).click()
    assert "role=supervisor" in walk.page.url
    walk.look("reading-role")
    walk.go("/areas/")
    walk.look("reading-a-to-z")


def _search(walk: Walk) -> None:
    walk.go("/")
    walk.page.get_by_label("What are you looking for?").fill("empwering")
    walk.button("Search")
    assert walk.says("Showing results for \u2018empowering\u2019")
    walk.look("reading-search")
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.locator("main").get_by_role("link", name="Empowering", exact=True).first.click()
    assert walk.heading() == "Empowering"
    walk.look("reading-area")


def _read(walk: Walk) -> None:
    walk.page.locator("details.area-step summary").first.click()
    stored = walk.page.expect_response("**/keep-place/")
    with stored:
        walk.page.locator("[data-continue]:visible").first.click()
    walk.button("Save for later")
    walk.go("/")
    assert walk.says("You were reading Empowering")
    walk.go("/areas/empower/")
    assert walk.page.locator("details.area-step[open]").count() == 1
    walk.button("I have read this")
    assert walk.says("You read this on")
    walk.go("/me/reading/")
    walk.look("reading-mine")
    assert walk.says("Saved on")
    assert walk.says("Read on")


def _take(walk: Walk, folder: Path) -> None:
    with walk.page.expect_download() as taken:
        walk.page.get_by_role("link", name="BibTeX").click()
    assert taken.value.suggested_filename == "my-saved-areas-sources.bib"
    assert "@misc{" in taken.value.path().read_text()
    walk.go("/areas/empower/")
    walk.page.emulate_media(media="print")
    printed = walk.page.inner_text("body")
    assert "Sources" in printed
    assert "Save for later" not in printed
    assert walk.page.pdf(path=folder / "area.pdf", format="A4").startswith(b"%PDF")
    walk.page.emulate_media(media="screen")
    walk.button("Mark as unread")
    walk.button("Remove from saved")
