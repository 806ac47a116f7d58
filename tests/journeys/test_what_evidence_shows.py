"""An answer on a phone, what it shows by the learner's own word, and all of their evidence on one page and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.story import answer_for
from tests.journeys.walk import DESK, NARROWEST, PHONE, Walk, application_home, let_in

pytestmark = pytest.mark.browser
LISTS = ("capabilities", "codes", "cpl", "model", "inspection")


def look_at_sizes(walk: Walk, name: str) -> None:
    for size in (NARROWEST, PHONE, DESK):
        walk.page.set_viewport_size(size)
        walk.size = size
        walk.look(name)
    walk.page.set_viewport_size(PHONE)
    walk.size = PHONE


def write_answer(walk: Walk) -> None:
    walk.go("/evidence/start/management-and-leadership/")
    walk.button("Start")
    walk.page.goto(f"{application_home(walk.page.url)}3/")
    walk.page.locator("main textarea[name=text]").fill(answer_for(3))
    walk.button("Save and stay here")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_answer_is_linked_and_seen_beside_every_item(site: Site, browser: Browser, scripts: bool) -> None:
    walk = Walk(site, browser, "morag@example.org" if scripts else "dougal@example.org", PHONE, scripts=scripts)
    let_in(walk)
    walk.go("/me/shows/?of=inspection").look("matrix-empty")
    assert walk.says("Nothing here yet")
    write_answer(walk)
    walk.button("What this answer shows")
    look_at_sizes(walk, "answer-links")
    suggestion = walk.page.locator(".answer-suggestions > li").first
    assert "because the badge" in suggestion.inner_text()
    title = suggestion.get_by_role("link").inner_text()
    walk.button(re.compile("^Yes"))
    walk.look("answer-links-accepted")
    assert title in walk.page.locator("main .rows").first.inner_text()
    walk.button(re.compile("^Not this"))
    walk.button("Leadership Logic Model")
    walk.look("answer-links-model")
    walk.page.get_by_role("checkbox").nth(3).check(force=True)
    walk.button("Save links")

    for name in LISTS:
        look_at_sizes(walk.go(f"/me/shows/?of={name}"), f"matrix-{name}")
    walk.go("/me/shows/?of=model")
    assert walk.says("In an application")
    assert walk.page.locator(".matrix td a").first.get_attribute("href").endswith("/3/")  # type: ignore[union-attr]  # a link has one
    if scripts:
        walk.page.emulate_media(media="print")
        assert not walk.page.locator(".matrix thead").is_visible()
        assert not walk.page.get_by_role("navigation", name="Choose a framework").is_visible()
    assert walk.broken == []
