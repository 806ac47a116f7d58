"""Searching on a phone: a plain question finds the page, and words of harm show first who to ring."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_finds_help_and_tools_in_plain_words(site: Site, browser: Browser, scripts: bool) -> None:
    reader = Walk(site, browser, "", PHONE, scripts=scripts)

    reader.go("/search/?q=bullied+at+work").look("search-signpost")
    number = reader.page.locator("main a[href^='tel:']").first.bounding_box()
    found = reader.page.locator("#found").bounding_box()
    assert number
    assert found
    assert number["y"] + number["height"] <= PHONE["height"], "a number to ring is on the first screen"
    assert number["y"] < found["y"]

    reader.go("/search/?q=how+do+i+delete+my+account%3F").look("search-account")
    first = reader.page.locator(".hits a").first
    box = first.bounding_box()
    assert first.get_attribute("href") == "/me/settings/leave/"
    assert box
    assert box["y"] + box["height"] <= PHONE["height"], "the first result is on the first screen"
    reader.go("/urgent-help/").look("urgent-help")
    assert reader.page.locator("main a[href^='tel:']").count() > 5
    assert reader.broken == []
