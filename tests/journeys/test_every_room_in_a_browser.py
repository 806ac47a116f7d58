"""The pages that the journey does not pass, as each of the people who use them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.journeys.site import Site
from tests.journeys.walk import DESK, NARROWEST, PHONE, Walk, let_in, sign_in

pytestmark = pytest.mark.browser
FOR_ANYONE = (
    "/capabilities/", "/capabilities/emp/", "/codes/", "/logic-model/", "/logic-model/?node=D4", "/badges/", "/verify/",
    "/statements/accessibility/", "/statements/privacy/", "/areas/empower/", "/more/", "/together/supervision/",
)  # fmt: skip
FOR_SOME = {
    "freya@example.org": ("/organisation/rowan-house/", "/organisation/rowan-house/invite/", "/me/settings/", "/more/"),
    "dougal@example.org": (
        "/manage/", "/manage/brand/", "/manage/organisations/", "/manage/badges/", "/manage/components/",
    ),
    "agnes@example.org": (
        "/manage/activities/figures/", "/manage/activities/figures/s1-visit/1/", "/manage/stories/",
    ),
    "bashir@example.org": ("/review/", "/me/", "/evidence/", "/activities/", "/me/badges/", "/me/goals/"),
}  # fmt: skip


@pytest.mark.parametrize("size", [NARROWEST, PHONE, DESK], ids=lambda size: str(size["width"]))
def test_what_anyone_may_read_fits_the_screen_and_axe_has_nothing_to_say(
    site: Site, browser: Browser, size: ViewportSize
) -> None:
    visitor = Walk(site, browser, "", size)

    for path in FOR_ANYONE:
        visitor.go(path).look("anyone" + path.replace("/", "-").rstrip("-"))

    assert visitor.broken == []


def test_the_bar_is_one_row_on_a_desk(site: Site, browser: Browser) -> None:
    visitor = Walk(site, browser, "", DESK).go("/")

    tops = visitor.page.locator(".site-bar li").evaluate_all("(items) => items.map((item) => item.offsetTop)")

    assert len(tops) == 4
    assert len(set(tops)) == 1


@pytest.mark.parametrize("email", FOR_SOME)
def test_each_persons_own_pages_fit_the_narrowest_screen_and_the_desk(site: Site, browser: Browser, email: str) -> None:
    person = Walk(site, browser, email, NARROWEST)
    sign_in(person)

    for size in (NARROWEST, DESK):
        person.page.set_viewport_size(size)
        for path in FOR_SOME[email]:
            person.go(path).look(email.split("@", maxsplit=1)[0] + path.replace("/", "-").rstrip("-"))

    assert person.broken == []


def test_an_author_opens_the_workshop_and_a_learner_may_not(site: Site, browser: Browser) -> None:
    author = Walk(site, browser, "agnes@example.org", DESK)
    let_in(author)
    author.go("/cms/")
    assert "Agnes" in author.page.content()

    learner = Walk(site, browser, "ewan@example.org", DESK)
    sign_in(learner)

    assert learner.page.goto(f"{site.url}/cms/").status == 404  # type: ignore[union-attr]  # goto answers here


def test_an_author_words_a_story_for_a_care_home_on_the_narrowest_screen(site: Site, browser: Browser) -> None:
    author = Walk(site, browser, "agnes@example.org", NARROWEST)
    let_in(author)
    author.go("/manage/stories/").button("Begin with an example")
    author.page.locator("#variants input[name=label]").fill("Care home")
    author.button("Add a variant")
    author.look("variant")
    author.choose("Care home")
    author.button("Save")
    author.page.locator("main .rows a").first.click()
    author.button("Copy the story’s words into empty fields")
    author.look("variant-place")
    author.page.locator("input[name=title]").fill("Three notes on the door")
    author.button("Save and preview from here")

    author.look("variant-preview")
    assert author.heading() == "Three notes on the door"
    assert author.says("Version for: Care home")
    author.page.locator("main nav a, nav.crumbs a").last.click()
    author.look("story-with-a-variant")
    assert author.page.locator(".story-drawing text.story-label").first.is_visible()
    assert author.broken == []
