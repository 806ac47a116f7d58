"""A shared computer: after signing out, Back shows nothing of what was on the screen. The back/forward cache is on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import CHROMIUM, NO_BACK_CACHE, QUIET
from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, application_home, let_in, pass_second_step

pytestmark = pytest.mark.browser
AGNES, CALLUM, EWAN, FREYA = (f"{name}@example.org" for name in ("agnes", "callum", "ewan", "freya"))
SECRET = "Mr Doyle asked for the window to stay open."
SETTINGS = "Where you are signed in"
RESTORED = "shown from memory"


@pytest.fixture(scope="module")
def chrome(browser: Browser) -> Iterator[Browser]:
    """A browser that has pages with ‘no-store’ in memory too, as Chrome has; Chromium's own default is stricter."""
    feature = "CacheControlNoStoreEnterBackForwardCache:level/restore-unless-http-only-cookie-change"
    found = next(filter(None, map(shutil.which, CHROMIUM)))
    chrome = browser.browser_type.launch(
        executable_path=found,
        args=[*QUIET, f"--enable-features={feature}"],
        ignore_default_args=[NO_BACK_CACHE],
    )
    yield chrome
    chrome.close()


@pytest.fixture(scope="module")
def private_pages(site: Site, browser: Browser) -> dict[str, str]:
    """The addresses of Freya's pages with something private, and what is private there."""
    walk = Walk(site, browser, FREYA, PHONE)
    let_in(walk)
    walk.go("/me/log/new/")
    walk.page.get_by_label("What happened").fill(SECRET)
    walk.page.locator(".save-state", has_text=re.compile(r"^Saved \d")).wait_for()
    walk.button("Save")
    entry = walk.page.url
    walk.go("/evidence/start/first-steps/")
    walk.button("Start")
    home, box = application_home(walk.page.url), walk.page.locator("main textarea[name=text]")
    answer = next(
        f"{home}{position}/" for position in range(1, 9) if walk.page.goto(f"{home}{position}/") and box.count()
    )
    box.fill(SECRET)
    walk.button("Save and continue")
    return {entry: SECRET, f"{site.url}/me/log/": SECRET, answer: SECRET, f"{site.url}/me/settings/": SETTINGS}


def sign_in_for_this_walk(walk: Walk) -> None:
    """Sign in with a session of its own, which the walk ends; other walks go on with the one they share."""
    before = len(walk.site.letters_to(walk.email))
    walk.go("/account/sign-in/?next=/me/")
    walk.page.get_by_label("Email address").fill(walk.email)
    walk.button("Send me a code")
    walk.page.get_by_label("Code from the email").fill(walk.site.code_for(walk.email, after=before))
    walk.button("Continue")


def note_restores(page: Page) -> list[str]:
    """Return a list that grows each time the browser shows a page from memory."""
    restored: list[str] = []
    page.add_init_script(
        f"addEventListener('pageshow', (event) => {{ if (event.persisted) console.log('{RESTORED}' + location.href) }})"
    )
    page.on("console", lambda message: restored.append(message.text.removeprefix(RESTORED)))
    return restored


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_after_signing_out_back_shows_nothing(
    site: Site, chrome: Browser, private_pages: dict[str, str], scripts: bool
) -> None:
    walk = Walk(site, chrome, FREYA, PHONE, scripts=scripts)
    sign_in_for_this_walk(walk)
    for address, secret in private_pages.items():
        walk.page.goto(address)
        assert secret in walk.page.content()

    walk.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    walk.page.wait_for_url(site.url + "/")

    for _ in private_pages:
        walk.page.go_back(wait_until="load")
        walk.page.wait_for_timeout(300)
        assert walk.page.url.startswith(f"{site.url}/account/sign-in/")
        assert not [secret for secret in private_pages.values() if secret in walk.page.content()]
    assert walk.broken == []


def test_a_page_in_memory_is_not_shown_when_its_session_has_ended_elsewhere(site: Site, chrome: Browser) -> None:
    walk, elsewhere = (Walk(site, chrome, EWAN, PHONE) for _ in range(2))
    restored = note_restores(walk.page)
    sign_in_for_this_walk(walk)
    let_in(elsewhere)
    walk.go("/me/settings/")
    assert walk.says(SETTINGS)
    walk.go("/statements/privacy/")

    elsewhere.go("/me/settings/")
    elsewhere.button("Sign out everywhere else")
    walk.page.go_back(wait_until="commit")
    walk.page.wait_for_url("**/account/sign-in/**")

    assert restored == [f"{site.url}/me/settings/"]
    assert SETTINGS not in walk.page.content()


def open_editor(site: Site, chrome: Browser) -> Walk:
    """Sign in as an author, open the list of pages and then a page in the editor."""
    walk = Walk(site, chrome, AGNES, DESK)
    sign_in_for_this_walk(walk)
    pass_second_step(walk)
    walk.page.goto(f"{site.url}/cms/pages/")
    walk.page.goto(str(walk.page.locator("a[href*='/edit/']").first.evaluate("link => link.href")))
    walk.page.locator("#id_title").wait_for()
    return walk


def test_after_signing_out_back_shows_nothing_of_the_editor(site: Site, chrome: Browser) -> None:
    walk = open_editor(site, chrome)
    walk.go("/me/settings/")

    walk.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    walk.page.wait_for_url(site.url + "/")

    for _ in ("settings", "editor", "list of pages"):
        walk.page.go_back(wait_until="commit")
        walk.page.wait_for_url(f"{site.url}/account/sign-in/**")
        assert walk.page.locator("#id_title").count() == 0


def test_the_editor_in_memory_is_not_shown_when_its_session_has_ended_elsewhere(site: Site, chrome: Browser) -> None:
    walk = open_editor(site, chrome)
    walk.go("/statements/privacy/")
    elsewhere = Walk(site, chrome, AGNES, DESK)
    let_in(elsewhere)

    elsewhere.go("/me/settings/")
    elsewhere.button("Sign out everywhere else")
    walk.page.go_back(wait_until="commit")
    walk.page.wait_for_url(f"{site.url}/account/sign-in/**")

    assert walk.page.locator("#id_title").count() == 0


def test_a_page_in_memory_is_shown_again_to_its_person_with_what_they_typed(site: Site, chrome: Browser) -> None:
    walk = Walk(site, chrome, CALLUM, PHONE)
    restored = note_restores(walk.page)
    let_in(walk)
    walk.go("/me/settings/")
    walk.page.get_by_label("Your name").fill("Callum S")
    walk.go("/statements/privacy/")

    walk.page.go_back(wait_until="commit")
    walk.page.get_by_label("Your name").wait_for(state="visible")

    assert walk.page.get_by_label("Your name").input_value() == "Callum S"
    assert restored == [f"{site.url}/me/settings/"]


WITHOUT_THE_SITE = """() => {
  globalThis.realFetch = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
}"""


@pytest.mark.parametrize("why", ["the device is offline", "the site does not answer"])
def test_while_the_site_cannot_be_reached_the_page_stays_hidden_and_keeps_its_words(
    site: Site, chrome: Browser, why: str
) -> None:
    walk = Walk(site, chrome, CALLUM, PHONE)
    let_in(walk)
    walk.go("/me/settings/")
    walk.page.get_by_label("Your name").fill("Callum S")
    offline = why == "the device is offline"
    if not offline:
        # The page in memory keeps this; a route of the browser would keep the page out of its memory.
        walk.page.evaluate(WITHOUT_THE_SITE)
    walk.go("/statements/privacy/")
    if offline:
        walk.context.set_offline(True)

    walk.page.go_back(wait_until="commit")
    again = walk.page.get_by_role("button", name="Try again")
    again.wait_for(state="visible")
    assert not walk.page.get_by_label("Your name").is_visible()
    if offline:
        # The page notices by itself that the device is online again, and checks.
        walk.context.set_offline(False)
    else:
        walk.page.evaluate("() => { globalThis.fetch = globalThis.realFetch; }")
        again.click()

    walk.page.get_by_label("Your name").wait_for(state="visible")
    assert walk.page.get_by_label("Your name").input_value() == "Callum S"
