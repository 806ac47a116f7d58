"""A log entry from a phone in half a minute; two tabs lose nothing; words become evidence by copy."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, PHONE, Walk, let_in, sign_in

pytestmark = pytest.mark.browser
ON_DISK = re.compile(r"^Saved \d")


@dataclass
class Log:
    """One person's log in one browser window."""

    walk: Walk

    def write(self, label: str, words: str, page: Page | None = None) -> None:
        page = page or self.walk.page
        page.get_by_label(label).fill(words)
        if self.walk.scripts:
            page.locator(".save-state", has_text=ON_DISK).wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_quick_entry_from_a_phone_becomes_evidence_by_copy(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, "morag@example.org" if scripts else "dougal@example.org", PHONE, scripts=scripts)
    sign_in(walk)
    walk.go("/more/")
    walk.button(re.compile("^Write in the log"))
    walk.look("log-new")
    save = walk.page.get_by_role("button", name="Save").first.bounding_box()
    assert save is not None
    assert save["y"] + save["height"] < PHONE["height"]
    log = Log(walk)
    log.write("What happened", "I asked Mr Doyle before the visit what he wanted from the morning.")
    if scripts:
        walk.page.reload()
        assert walk.page.get_by_label("What happened").input_value().startswith("I asked Mr Doyle")
    walk.page.locator("main summary", has_text="Add what you learned").click()
    log.write("What changed for people", "He chose to have his tea outside.")
    walk.button("Save")
    walk.look("log-entry")
    walk.button("Leadership Logic Model")
    walk.look("log-links")
    walk.page.get_by_role("checkbox").nth(3).check(force=True)
    walk.button("Save links")
    walk.look("log-entry-linked")
    entry = walk.page.url
    walk.go("/me/log/").look("log")
    assert walk.says("I asked Mr Doyle")

    walk.go("/evidence/start/first-steps/")
    if walk.page.get_by_role("button", name="Start").count():
        walk.button("Start")
    walk.page.goto(entry)
    walk.button("Use it as evidence")
    walk.look("log-copy")
    walk.page.get_by_role("radio").first.check(force=True)
    walk.button("Copy")
    walk.look("log-copied")
    assert "He chose to have his tea outside." in walk.page.locator("textarea[name=text]").input_value()
    assert walk.says("could be a person’s name")
    assert walk.says("Only you see this line")
    assert walk.broken == []


def test_back_and_forward_open_the_entry_that_was_saved_as_the_page_was_left(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "freya@example.org", PHONE)
    let_in(walk)
    walk.go("/me/log/")
    walk.go("/me/log/new/")
    walk.page.get_by_label("What happened").fill("We moved tea to four.")
    walk.page.go_back()
    walk.page.wait_for_timeout(1000)  # the save that the page sent as it was left
    walk.page.go_forward()

    walk.page.wait_for_url(re.compile("/me/log/[0-9a-f-]{36}/"))
    assert walk.page.get_by_label("What happened").input_value() == "We moved tea to four."
    assert not walk.says("You have words here that were not saved")
    walk.go("/me/log/")
    assert walk.page.locator("main li", has_text="We moved tea to four.").count() == 1
    assert walk.broken == []


def test_two_tabs_keep_both_versions(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "bashir@example.org", NARROWEST)
    sign_in(walk)
    walk.go("/me/log/new/")
    log = Log(walk)
    log.write("What happened", "We began late.")
    other = walk.context.new_page()
    other.goto(walk.page.url)
    log.write("What happened", "We began late. The lift was broken.")

    other.get_by_label("What happened").fill("We began late. Nobody minded.")
    other.locator(".save-state", has_text="Two versions").wait_for()
    with other.expect_navigation(wait_until="load"):
        other.get_by_role("button", name="Save", exact=True).click()
    walk.page, first = other, walk.page
    walk.look("log-two-versions")
    assert walk.heading() == "There are two versions"
    walk.button("Keep both")

    walk.look("log-entry-of-both")
    kept = walk.page.get_by_label("What happened").input_value()
    assert "The lift was broken." in kept
    assert "Nobody minded." in kept
    first.close()
    assert walk.broken == []
