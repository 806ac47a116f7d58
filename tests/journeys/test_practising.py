"""A visitor with a phone and without scripts practises a story to its end."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk

SCREEN = PHONE["height"]


def test_a_visitor_practises_a_story_to_its_end(site: Site, browser: Browser) -> None:
    """What happened begins on the first screen, and the next decision on the second at most."""
    walk = Walk(site, browser, "", PHONE, scripts=False)
    page = walk.page
    walk.go("/activities/all/")
    walk.button("Practise The changed visit")
    walk.button("Start")
    steps = 0
    while page.locator("main .answer").count():
        if steps:
            happened, decision = page.locator(".inset").bounding_box(), page.locator("main h2").bounding_box()
            assert happened
            assert decision
            assert happened["y"] < SCREEN / 3
            assert decision["y"] < SCREEN * 1.3
            page.get_by_role("radio", name="Both").check(force=True)
        walk.answer(0)
        steps += 1

    assert steps >= 2
    page.get_by_role("radio", name="Management").check(force=True)
    walk.button("Continue")
    assert "You called it management." in page.inner_text("main")
    page.go_back(wait_until="commit")
    page.reload()
    walk.button("Continue")
    walk.button("Read what you chose")
    assert page.inner_text("main").count("You called it both.") == steps - 1
    walk.button("Read every branch")
    assert page.get_by_text("You chose this").count() == steps
    assert {cookie["name"] for cookie in walk.context.cookies()} <= {"csrftoken", "messages"}
    assert walk.broken == []
    walk.context.close()
