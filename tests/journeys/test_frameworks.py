"""Exploring the logic model and bringing items in from a file, in a browser: by keyboard, and without scripts."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import DESK, NARROWEST, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
NUMBERS = b"number;paraphrase;edition;part;audience\r\n5.1;Do no harm to anyone.;2024;5;workers\r\n"


def test_a_reader_lights_up_routes_by_keyboard_on_a_desk(site: Site, browser: Browser) -> None:
    reader = Walk(site, browser, "", DESK)
    reader.go("/logic-model/").look("model")

    reader.page.locator("svg.map a[href='?node=D4']").first.focus()
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")

    reader.look("model-node")
    assert reader.heading() == "Share power and decisions"
    assert reader.page.locator("figure.model-wide svg.map a.lit").count() > 4
    assert reader.says("Because you share power and decisions, staff use their judgement, so people get support")
    reader.go("/logic-model/?capability=emp").look("model-capability")
    reader.go("/codes/?edition=2016").look("codes-2016")
    reader.go("/codes/by-theme/").look("codes-by-theme")
    assert reader.broken == []


def test_a_phone_without_scripts_shows_neighbours_first_and_the_small_map_behind(site: Site, browser: Browser) -> None:
    reader = Walk(site, browser, "", NARROWEST, scripts=False)
    reader.go("/logic-model/")
    assert not reader.page.locator("figure.model-wide").is_visible()

    reader.page.get_by_label("Start from").select_option("R2")
    reader.button("Show its routes")

    assert reader.heading() == "Staff feel safe to speak"
    assert reader.page.get_by_role("heading", name="Because").is_visible()
    assert reader.page.locator("svg.map-small").is_visible()
    with reader.page.expect_navigation():
        reader.page.locator("svg.map-small a[href='?node=O3']").click()
    assert reader.heading() == "Services that learn, improve and are trusted"
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
    assert reader.broken == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_turns_the_sentence_on_the_first_screen(site: Site, browser: Browser, scripts: bool) -> None:
    reader = Walk(site, browser, "", PHONE, scripts=scripts)
    reader.go("/logic-model/").look("model-sentence")
    parts = reader.page.locator(".turn")
    ends = [part.bounding_box() for part in parts.all()]

    assert reader.heading() == "Leadership Logic Model"
    assert len(ends) == 3
    assert all(box and box["y"] + box["height"] <= PHONE["height"] for box in ends), ends
    buttons = [button.bounding_box() for button in reader.page.locator(".turn-to").all()]
    assert all(box and min(box["width"], box["height"]) >= 44 for box in buttons), buttons

    before = parts.all_inner_texts()
    for label in ("Next: what I bring or do", "Previous: what I bring or do", "Next: how others respond"):
        with reader.page.expect_navigation():
            reader.page.get_by_label(label, exact=True).click()
    after = parts.all_inner_texts()
    assert after[0] == before[0]
    assert after[1] != before[1]
    sentence, drawing = reader.page.locator("#sentence"), reader.page.locator("figure.model-small")
    table = reader.page.get_by_text("Every link, as a table")
    tops = [element.bounding_box() for element in (sentence, drawing, table)]
    assert [box and box["y"] for box in tops] == sorted(box["y"] for box in tops if box)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert reader.broken == []


def test_an_author_brings_items_in_and_takes_them_back_with_and_without_scripts(site: Site, browser: Browser) -> None:
    author = Walk(site, browser, "agnes@example.org", NARROWEST)
    let_in(author)
    plain = Walk(site, browser, "agnes@example.org", NARROWEST, scripts=False)
    plain.context.add_cookies([{**cookie} for cookie in author.context.cookies()])  # type: ignore[typeddict-item]  # what is read may be set

    for walk in (author, plain):
        _bring_in_and_take_back(walk)
        assert walk.broken == [], walk.broken


def _bring_in_and_take_back(author: Walk) -> None:
    author.go("/manage/frameworks/").look("frameworks")
    author.button("Import items from a file")
    author.look("import")
    file = author.page.locator("main input[type=file]")
    file.set_input_files({"name": "part-5.csv", "mimeType": "text/csv", "buffer": NUMBERS})
    author.button("Look at the file")
    author.look("import-preview")
    assert author.says("Nothing has changed yet. 1 new")

    author.button("Import these items")
    author.look("import-done")
    home = author.page.url
    author.go("/codes/2024/5.1/").look("code-not-checked")
    assert author.says("Not checked.")

    author.page.goto(home)
    author.button("Undo import")
    assert author.says("This import was undone.")


WAS, WOULD = "Creativity and innovation", "Creativity and new ways"


def test_an_author_changes_a_capability_by_a_draft_and_goes_back(site: Site, browser: Browser) -> None:
    author = Walk(site, browser, "agnes@example.org", DESK)
    let_in(author)
    plain = Walk(site, browser, "agnes@example.org", NARROWEST, scripts=False)
    plain.context.add_cookies([{**cookie} for cookie in author.context.cookies()])  # type: ignore[typeddict-item]  # what is read may be set
    visitor = Walk(site, browser, "", NARROWEST)

    _free_of_badges(site)
    _keep_in_a_draft(author)
    assert visitor.go("/capabilities/").says(WAS)
    _look_at_the_draft(author)
    _publish(author, "Plainer")
    assert visitor.go("/capabilities/").says(WOULD)

    _go_back(plain)
    assert visitor.go("/capabilities/").says(WAS)
    _look_over(author)
    for walk in (author, plain, visitor):
        assert walk.broken == [], walk.broken


def _free_of_badges(site: Site) -> None:
    """Words that a badge is aligned to stay as they are; the badges of the starter pack use every capability."""
    with closing(sqlite3.connect(site.data / "ettle.sqlite3", timeout=30)) as database:
        database.execute("DELETE FROM badges_badgeversion_alignments")
        database.commit()


def _keep_in_a_draft(author: Walk) -> None:
    author.go("/cms/framework_items/?q=Creativity")
    author.page.get_by_role("link", name="cre", exact=True).click()
    author.page.locator("[name=title]").fill(WOULD)
    with author.page.expect_navigation(wait_until="load"):
        author.page.get_by_role("button", name="Keep in the draft").click()
    assert "changed in the draft. Readers do not see it yet." in author.page.inner_text("body")


def _look_at_the_draft(author: Walk) -> None:
    author.go("/manage/frameworks/drafts/").look("drafts")
    author.page.locator("main").get_by_role("link", name="Six capabilities").first.click()
    author.page.wait_for_url("**/drafts/*-*/")
    author.look("draft")
    author.page.get_by_role("link", name=f"The page of {WOULD}").click()
    author.page.wait_for_url("**/preview/**")
    phone = author.page.frame_locator("iframe[title='The page on a phone']")
    assert phone.locator("h1").inner_text() == WOULD
    assert phone.locator("body").evaluate("document.documentElement.clientWidth") <= 360
    author.look("draft-preview")
    phone.get_by_role("link", name="Back to the draft").click()
    author.page.wait_for_url("**/drafts/*-*/")


def _publish(author: Walk, note: str) -> None:
    author.page.get_by_label("What is new, in a few words").fill(note)
    author.button("Publish it now")
    assert author.says("It is published. Readers see it now")


def _go_back(plain: Walk) -> None:
    """Without scripts, and as narrow as a screen may be."""
    plain.go("/manage/frameworks/drafts/")
    plain.page.locator("main").get_by_role("link", name="Six capabilities").first.click()
    plain.look("frame-history")
    plain.button("Compare the two")
    plain.look("frame-compare")
    plain.button("Go back to this")
    assert plain.says("The draft says what that version said")
    assert plain.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
    _publish(plain, "As it was")


def _look_over(author: Walk) -> None:
    author.go("/manage/frameworks/drafts/")
    author.page.locator("main").get_by_role("link", name="Six capabilities").first.click()
    author.look("frame-history")
    author.button("Compare the two")
    author.look("frame-compare")
