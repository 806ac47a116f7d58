"""Questionnaires, from an author's draft to the next person who begins; who has begun keeps the old words."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
LIST = "/manage/instruments/"
BEFORE, AFTER = "How often, in the last month?", "How often, in the last four weeks?"
# What cannot be repaired from here: the search in Wagtail's side menu and the one of a list have the same name.
WAGTAILS_OWN = ("landmark-unique",)


def test_a_new_version_goes_from_a_writer_by_a_publisher_to_who_begins_next(site: Site, browser: Browser) -> None:
    begun = person(site, browser, "bashir")
    begin(begun)
    assert begun.says(BEFORE)
    administrator = person(site, browser, "dougal")
    administrator.go("/manage/authors/")
    administrator.page.fill("[name=email]", "morag@example.org")
    administrator.choose("Writes and sends")
    administrator.button("Name the author")

    writer = person(site, browser, "morag")
    write_with_a_fault_and_mend_it(writer)
    send_for_review(writer.page)
    writer.look("instruments-in-review")
    assert writer.says("Waiting for review")

    publisher = person(site, browser, "agnes", PHONE)
    publisher.go(LIST).look("instruments")
    publish(publisher)
    publisher.look("instruments-published")
    assert publisher.says("Version 2 is published")
    assert not publisher.says("Waiting for review")

    begun.page.reload()
    assert begun.says(BEFORE)
    next_one = person(site, browser, "freya")
    begin(next_one)
    assert next_one.says(AFTER)
    for walk in (begun, administrator, writer, publisher, next_one):
        assert walk.broken == [], walk.broken


def test_a_draft_of_a_360_is_saved_while_typing_and_without_scripts_by_its_button(site: Site, browser: Browser) -> None:
    author = person(site, browser, "agnes")
    plain = Walk(site, browser, "agnes@example.org", PHONE, scripts=False)
    plain.context.add_cookies([{**cookie} for cookie in author.context.cookies()])  # type: ignore[typeddict-item]  # what is read may be set

    author.go("/manage/instruments/feedback-360/")
    wait_until_changes_are_saved(author.page)
    with author.page.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as sent:
        author.page.get_by_label("The first open question").fill("What do you value most?")
        author.page.keyboard.press("Tab")
    assert sent.value.ok
    show_preview(author.page)
    preview = author.page.frame_locator("#w-preview-iframe")
    preview.get_by_text("What do you value most?").wait_for()

    plain.go(LIST).look("instruments-draft")
    assert plain.says("Agnes Orr saved it last")
    plain.button("Open the draft")
    assert plain.page.get_by_label("The first open question").input_value() == "What do you value most?"
    plain.page.get_by_label("Point 2").fill("")
    save(plain.page)
    assert plain.page.get_by_label("Point 2").input_value() == ""
    plain.page.get_by_label("Point 2").fill("At times")
    save(plain.page)
    assert plain.page.get_by_label("Point 2").input_value() == "At times"
    plain.go(LIST)
    plain.button(re.compile("Discard the draft"))
    assert not plain.says("saved it last")
    assert author.broken == plain.broken == []


def person(site: Site, browser: Browser, name: str, size: object = None) -> Walk:
    walk = Walk(site, browser, f"{name}@example.org", PHONE if size is PHONE else DESK)
    let_in(walk)
    return walk


def begin(walk: Walk) -> None:
    walk.go("/me/self-assessment/")
    walk.button(re.compile("^(Start|Continue)$"))


def write_with_a_fault_and_mend_it(writer: Walk) -> None:
    page = writer.page
    writer.go(LIST).look("instruments")
    writer.button("Write a new version")
    assert objections_to_the_editor(writer) == []
    question = page.get_by_label("The question beside each statement")
    question.fill(AFTER)
    page.get_by_label("Point 3").fill("")
    send_for_review(page)
    assert writer.says("Every point needs a written anchor")
    assert question.input_value() == AFTER
    page.get_by_label("Point 3").fill("About half the time")
    show_preview(page)
    preview = page.frame_locator("#w-preview-iframe")
    preview.get_by_text(AFTER).first.wait_for()
    preview.get_by_text("All comparisons would start again").wait_for()


def objections_to_the_editor(walk: Walk) -> list[str]:
    """What axe says of the form. The fields are ours, the frame around them is Wagtail's."""
    return [fault for fault in walk.axe() if fault.partition(" ")[0] not in WAGTAILS_OWN]


def wait_until_changes_are_saved(page: Page) -> None:
    """Wagtail compares with what the form says two seconds after it was opened; what is typed before that waits."""
    deadline = time.monotonic() + 15
    while not page.evaluate("Boolean(wagtail.app?.queryController('w-unsaved')?.initialFormData)"):
        assert time.monotonic() < deadline, "Wagtail does not watch the form"
        page.wait_for_timeout(100)


def show_preview(page: Page) -> None:
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.locator("#w-preview-iframe")).to_be_visible()


def send_for_review(page: Page) -> None:
    page.get_by_role("button", name="More actions").last.click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=re.compile("^Submit to")).click()


def save(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Save draft").click()


def publish(publisher: Walk) -> None:
    page = publisher.page
    publisher.button("Open the draft")
    assert page.get_by_label("The question beside each statement").input_value() == AFTER
    press_publish(page)
    assert publisher.says("press the button again")
    press_publish(page)


def press_publish(page: Page) -> None:
    """Publish a draft that waits for review: Wagtail asks whether to end the review."""
    page.get_by_role("button", name="More actions").last.click()
    page.locator("[name=action-publish]").click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("dialog").get_by_role("button", name="Publish").click()
