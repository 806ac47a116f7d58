"""What people are asked, from an author's draft to the next person who begins; who has begun keeps the old words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
LIST, HERE = "/manage/instruments/", "/manage/instruments/self-assessment/"
BEFORE, AFTER = "How often, in the last month?", "How often, in the last four weeks?"


def test_a_new_version_goes_from_a_writer_by_a_publisher_to_who_begins_next(site: Site, browser: Browser) -> None:
    begun = person(site, browser, "bashir")
    begin(begun)
    assert begun.says(BEFORE)
    administrator = person(site, browser, "dougal")
    administrator.go("/manage/authors/")
    administrator.page.fill("[name=email]", "morag@example.org")
    administrator.choose("Writes and sends")
    administrator.button("Name the author")

    writer = person(site, browser, "morag", PHONE)
    write_with_a_fault_and_mend_it(writer)
    writer.button("Hand it to somebody who publishes")
    writer.look("instruments-handed")
    assert writer.says("Waits for whoever publishes")

    publisher = person(site, browser, "agnes")
    publisher.go(LIST).look("instruments")
    publish(publisher)
    publisher.look("instruments-published")
    assert publisher.says("Version 2 is published")
    assert not publisher.says("Waits for whoever publishes")

    begun.page.reload()
    assert begun.says(BEFORE)
    next_one = person(site, browser, "freya")
    begin(next_one)
    assert next_one.says(AFTER)
    for walk in (begun, administrator, writer, publisher, next_one):
        assert walk.broken == [], walk.broken


def test_a_draft_of_a_360_is_kept_while_typing_and_without_scripts_by_its_button(site: Site, browser: Browser) -> None:
    author = person(site, browser, "agnes", PHONE)
    plain = Walk(site, browser, "agnes@example.org", PHONE, scripts=False)
    plain.context.add_cookies([{**cookie} for cookie in author.context.cookies()])  # type: ignore[typeddict-item]  # what is read may be set

    author.go("/manage/instruments/feedback-360/").look("instrument-360")
    author.page.get_by_label("The first open question").fill("What do you value most?")
    author.page.keyboard.press("Tab")
    expect(author.page.locator("[data-save-state]")).to_have_text("Kept")

    plain.go(LIST)
    plain.page.get_by_role("link", name="Draft by Agnes").first.click()
    assert plain.page.get_by_label("The first open question").input_value() == "What do you value most?"
    plain.page.get_by_label("Point 2").fill("")
    plain.button("Look at it")
    plain.look("instrument-360-fault")
    assert plain.says("Every point needs a written anchor")
    plain.page.get_by_label("Point 2").fill("At times")
    plain.button("Look at it")
    assert plain.says("As a front-line worker would see it")
    plain.button("Keep as a draft")
    plain.look("instrument-360-draft")
    assert plain.page.get_by_label("Point 2").input_value() == "At times"
    plain.go(LIST)
    plain.button(re.compile("Let go of it"))
    assert not plain.says("Draft by Agnes")
    assert author.broken == plain.broken == []


def person(site: Site, browser: Browser, name: str, size: object = None) -> Walk:
    walk = Walk(site, browser, f"{name}@example.org", PHONE if size is PHONE else DESK)
    let_in(walk)
    return walk


def begin(walk: Walk) -> None:
    walk.go("/me/self-assessment/")
    walk.button(re.compile("^Begin"))


def write_with_a_fault_and_mend_it(writer: Walk) -> None:
    writer.go(LIST).look("instruments")
    writer.button(re.compile("Write a new version of Where|Write a new version"))
    writer.look("instrument-form")
    writer.page.get_by_label("The question beside each line").fill(AFTER)
    writer.page.get_by_label("Point 3").fill("")
    writer.button("Look at it")
    writer.look("instrument-fault")
    assert writer.says("Every point needs a written anchor")
    assert writer.page.get_by_label("The question beside each line").input_value() == AFTER
    writer.page.get_by_label("Point 3").fill("About half the time")
    writer.button("Look at it")
    writer.look("instrument-look")
    assert writer.says("Every line would start anew")
    assert writer.page.locator(".look").get_by_text(AFTER).is_visible()


def publish(publisher: Walk) -> None:
    publisher.page.get_by_role("link", name="Draft by Morag").first.click()
    publisher.look("instrument-draft")
    assert publisher.page.get_by_label("The question beside each line").input_value() == AFTER
    publisher.button("Publish as a new version")
    publisher.look("instrument-told")
    assert publisher.says("press the button once more")
    publisher.button("Publish as a new version")
