"""An area from an author's first word to a visitor's screen: written, refused, mended, reviewed, published, read."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, let_in, set_up_app

pytestmark = pytest.mark.browser
TITLE = "Asking before helping"
# What we cannot mend from here: the search in Wagtail's side menu and the one of a list bear the same name.
WAGTAILS_OWN = ("landmark-unique",)


def test_an_area_goes_from_a_writer_by_a_reviewer_and_a_publisher_to_a_visitor(site: Site, browser: Browser) -> None:
    administrator = person(site, browser, "dougal")
    for who, part in (("callum", "Writes and sends"), ("bashir", "Also reviews")):
        administrator.go("/manage/authors/").look("manage-authors")
        administrator.page.fill("[name=email]", f"{who}@example.org")
        administrator.choose(part)
        administrator.button("Name the author")

    writer = person(site, browser, "callum")
    set_up_app(writer, "/cms/pages/")  # a learner had no second step; an author needs it
    write(writer.page, site.url)
    keep_as_a_draft(writer.page)
    assert objections_to_the_editor(writer) == []
    send(writer.page)
    refused = writer.page.inner_text("main")
    assert "Write what a person would see in this picture, or tick that it is decorative" in refused
    assert "The link text ‘click here’ does not say where it goes; name the page" in refused

    mend(writer.page)
    look_at_it_on_a_phone(writer.page)
    send(writer.page)
    assert "submitted for moderation" in writer.page.inner_text("main")

    assert visitor_finds_nothing(site, browser)
    approve(person(site, browser, "bashir"))
    assert visitor_finds_nothing(site, browser)
    approve(person(site, browser, "agnes"))

    visitor = Walk(site, browser, "", PHONE)
    visitor.go("/areas/asking-before-helping/").look("area-by-an-author")
    closed = visitor.page.locator("details.area-step:not([open]) > summary")
    while closed.count():
        closed.first.click()
    picture = visitor.page.locator("main figure img")
    picture.scroll_into_view_if_needed()
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert picture.get_attribute("alt") == "Two people talk at a kitchen table."
    assert visitor.heading() == TITLE
    assert visitor.broken == writer.broken == administrator.broken == []


def test_words_in_the_editor_stay_without_a_connection_and_after_the_session_has_ended(
    site: Site, browser: Browser
) -> None:
    walk, words = person(site, browser, "agnes"), "Written while the train was in a tunnel."
    walk.go("/cms/pages/")
    walk.page.goto(str(walk.page.locator("a[href*='/edit/']").first.evaluate("link => link.href")))
    editor, message = walk.page.url, walk.page.locator(".messages")
    title = walk.page.input_value("[name=title]")
    walk.context.set_offline(True)
    walk.page.fill("[name=title]", words)

    walk.page.get_by_role("button", name="Save draft").click()
    expect(message).to_contain_text("there is no connection to this site")
    assert (walk.page.url, walk.page.input_value("[name=title]")) == (editor, words)

    walk.context.set_offline(False)
    session = next(cookie for cookie in walk.context.cookies() if cookie["name"] == "sessionid")
    walk.context.clear_cookies()
    walk.page.get_by_role("button", name="Save draft").click()
    expect(message).to_contain_text("you are not signed in any more")
    assert (walk.page.url, walk.page.input_value("[name=title]")) == (editor, words)

    # Signed in again in another tab, with a new token.
    walk.context.add_cookies([{"name": "sessionid", "value": session["value"], "url": site.url}])
    tab = walk.context.new_page()
    tab.goto(f"{site.url}/me/settings/")
    tab.close()
    keep_as_a_draft(walk.page)
    walk.page.goto(editor)
    assert walk.page.input_value("[name=title]") == words
    # Other journeys find this page by its title.
    walk.page.fill("[name=title]", title)
    keep_as_a_draft(walk.page)
    walk.page.goto("about:blank")
    assert [fault for fault in walk.broken if not fault.startswith("another host")] == []


def person(site: Site, browser: Browser, name: str) -> Walk:
    walk = Walk(site, browser, f"{name}@example.org", DESK)
    let_in(walk)
    return walk


def visitor_finds_nothing(site: Site, browser: Browser) -> bool:
    page = browser.new_page()
    answer = page.goto(f"{site.url}/areas/asking-before-helping/")
    page.close()
    return answer is not None and answer.status == 404


def write(page: Page, url: str) -> None:
    page.goto(f"{url}/cms/pages/")
    page.get_by_role("link", name=re.compile("child pages of 'Areas'")).first.click()
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name="Area page").first.click()
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "How to help without taking over.")
    add(page, "Heading")
    page.locator("[name=body-0-value]").fill("What it is")
    add(page, "Picture")
    choose_a_picture(page)
    add(page, "Text")
    link(page, "click here")
    page.locator("[data-contentpath=try_this] [role=textbox]").click()
    page.keyboard.type("Ask one person first.")
    # The editor hands its words to the form a moment after they were typed.
    expect(page.locator("[name=try_this]")).to_have_value(re.compile("Ask one person first"))
    page.fill("[name=reflection]", "Who decided today?")
    page.get_by_role("tab", name="For roles").click()
    page.get_by_label("Front-line worker").first.check()
    page.get_by_role("tab", name="Content").click()


def add(page: Page, block: str) -> None:
    """Add a block after the last one of the body."""
    page.locator("[data-contentpath=body]").get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=block, exact=True).click()


def choose_a_picture(page: Page) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a5").save(drawn, "JPEG")
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    page.set_input_files(
        "[name=image-chooser-upload-file]", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
    )
    page.locator("[name=image-chooser-upload-title]").fill("Kitchen table")
    page.locator(".modal").get_by_role("button", name="Upload").click()
    page.locator(".modal").wait_for(state="detached")


def link(page: Page, words: str) -> None:
    """Make the text of the last block these words, linked."""
    box = page.locator("[data-contentpath=body] [role=textbox][contenteditable=true]").last
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+K")
    page.get_by_role("link", name="External link").click()
    page.get_by_label("URL").fill("https://www.sssc.uk.com/")
    page.get_by_role("button", name="Insert link").click()
    page.locator(".modal").wait_for(state="detached")


def keep_as_a_draft(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Save draft").click()
    assert "/edit/" in page.url


def objections_to_the_editor(walk: Walk) -> list[str]:
    """What axe says of each part of the form. Blocks and panels are ours, the frame around them is Wagtail's."""
    walk.page.reload()  # without Wagtail's word that it was saved, whose colours change while it comes
    found = []
    for part in ("Content", "For roles", "Links", "Sources", "Settings"):
        walk.page.get_by_role("tab", name=part).first.click()
        found += [f"{part}: {fault}" for fault in walk.axe() if fault.partition(" ")[0] not in WAGTAILS_OWN]
    walk.page.get_by_role("tab", name="Content").first.click()
    return found


def send(page: Page) -> None:
    page.get_by_role("button", name="More actions").last.click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=re.compile("^Submit to")).click()


def mend(page: Page) -> None:
    page.locator("[name=body-1-value-image-alt_text]").fill("Two people talk at a kitchen table.")
    link(page, "The regulator’s own pages")


def look_at_it_on_a_phone(page: Page) -> None:
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("#w-preview-iframe")
    shown.get_by_role("heading", name=TITLE).wait_for()
    assert shown.locator("body").evaluate("body => body.ownerDocument.documentElement.clientWidth") <= 380


def approve(walk: Walk) -> None:
    walk.go("/cms/")
    page = walk.page
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="More actions").last.click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=re.compile("^Approve( and Publish)?$", re.IGNORECASE)).click()
    assert walk.broken == []
