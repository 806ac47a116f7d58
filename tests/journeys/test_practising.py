"""On a phone: a visitor without scripts practises a story to its end, and a learner opens an invitation."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk, let_in

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


# The longest name of a badge has four lines, and the longest title of a story has two.
LONGER_NAMES = 60


def test_start_is_on_the_first_screen_of_an_invitation_and_of_practice(site: Site, browser: Browser) -> None:
    """Also where the names are longer, and with a list of versions to choose from."""
    walk = Walk(site, browser, "rona@example.org", PHONE)
    main = walk.page.locator("main")
    let_in(walk)
    walk.go("/activities/")
    with walk.page.expect_navigation(wait_until="load"):
        main.locator(".card", has_text="Open until").get_by_role("link").first.click()
    walk.look("invitation")
    assert lowest_edge(walk, "Start") + LONGER_NAMES <= first_screen(walk)
    assert main.get_by_role("combobox", name="Version for").count() >= 1

    walk.go("/activities/practice/s3-rota/")
    walk.look("practice-with-versions")
    assert lowest_edge(walk, "Start") <= first_screen(walk)
    assert main.get_by_role("combobox", name="Version for").count() == 1
    assert walk.broken == []
    walk.context.close()


def lowest_edge(walk: Walk, name: str) -> float:
    """Where the first button of this name ends, in pixels from the top."""
    box = walk.page.locator("main").get_by_role("button", name=name).first.bounding_box()
    assert box
    return box["y"] + box["height"]


def first_screen(walk: Walk) -> float:
    """Where the first screen ends: above the bar."""
    bar = walk.page.locator(".site-bar").bounding_box()
    assert bar
    return bar["y"]
