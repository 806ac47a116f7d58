"""What someone writes is found again, whatever happens; nobody else can read it; a screen reader is not flooded."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import launch_browser
from tests.journeys.site import Site
from tests.journeys.word_faults import PATIENCE, Scene, play_watched

pytestmark = pytest.mark.browser

RUNS = int(os.environ.get("ETTLE_WORD_RUNS", "25"))
FIRST_SEED = int(os.environ.get("ETTLE_WORD_SEED", "1"))
OTHER_SEED = 100_000  # added to a seed whose words the server may have by now
LONGEST = 80 if RUNS == 25 else float("inf")  # seconds; fewer runs on a slow machine
NEW_GOAL = "/me/goals/new/"
ALL_ROWS = """async () => {
  const open = indexedDB.open("ettle-words");
  const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
  const all = database.transaction("drafts").objectStore("drafts").getAll();
  return new Promise((resolve) => (all.onsuccess = () => resolve(all.result.map((row) => ({
    id: row.id, owner: row.owner, iv: [...row.iv], sealed: [...new Uint8Array(row.sealed)],
  })))));
}"""
OPEN_WITH = """async ([row, given]) => {
  const bytes = Uint8Array.from(atob(given.key), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: new Uint8Array(row.iv),
    additionalData: new TextEncoder().encode(`${row.owner}/${row.id}`) };
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt(how, key, new Uint8Array(row.sealed)));
  } catch (error) {
    return `refused: ${error.name}`;
  }
}"""


@pytest.fixture(scope="module")
def scene(site: Site) -> Scene:
    return Scene.prepare(site)


@pytest.fixture
def profile(browser: Browser, site: Site, scene: Scene) -> Iterator[BrowserContext]:
    """A browser with the person who writes signed in."""
    context = browser.new_context(base_url=site.url)
    context.set_default_timeout(PATIENCE)
    sign_in(context, site, scene.session)
    yield context
    context.close()


def sign_in(profile: BrowserContext, site: Site, session: str) -> None:
    profile.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])


def write_goal(page: Page, words: str) -> None:
    """Write and wait until the device has it."""
    page.goto(NEW_GOAL)
    page.locator("textarea[name=outcome]").focus()
    page.keyboard.insert_text(words)
    page.locator(".save-state", has_text="Kept on this device").wait_for()


def test_no_character_is_lost(scene: Scene, browser: Browser, record_property: Callable[[str, object], None]) -> None:
    began, runs, hung = time.monotonic(), [], 0
    for seed in range(FIRST_SEED, FIRST_SEED + RUNS):
        if time.monotonic() - began > LONGEST:
            break
        run = play_watched(scene, browser, seed)
        if run is None:  # after a page has crashed, the driver may wait for the browser for ever
            hung += 1
            browser = launch_browser(browser.browser_type)
            run = play_watched(scene, browser, seed + OTHER_SEED)
        assert run is not None, f"The browser did not answer twice, from seed {seed}"
        runs.append(run)

    failed = [
        f"seed {run.seed}, {run.place.name}, {run.story}: {run.lost} of {len(run.typed)} lost {run.faults}"
        for run in runs
        if run.lost or run.faults
    ]
    typed = sum(len(run.typed) for run in runs)
    print(f"\n{len(runs)} runs, {typed} characters, {sum(run.lost for run in runs)} lost")
    for name, number in (
        ("runs", len(runs)),
        ("characters written", typed),
        ("characters lost", sum(run.lost for run in runs)),
        ("runs with a fault", sum(bool(run.faults) for run in runs)),
        ("runs made again, because the browser hung", hung),
    ):
        record_property(name, number)
    assert not failed, "\n".join(failed)


def test_another_account_in_the_same_browser_cannot_read_the_words(
    profile: BrowserContext, site: Site, scene: Scene
) -> None:
    page = profile.new_page()
    write_goal(page, "Mrs Doyle decides about her morning")
    page.close()
    sign_in(profile, site, scene.other_session)

    page = profile.new_page()
    page.goto(NEW_GOAL)
    [row] = page.evaluate(ALL_ROWS)
    refused = page.request.get("/me/device-key", headers={"X-Writer": row["owner"]})
    own_key = page.request.get("/me/device-key").json()
    page.wait_for_timeout(1000)

    assert "Doyle" not in bytes(row["sealed"]).decode(errors="replace")
    assert refused.status == 401
    assert page.evaluate(OPEN_WITH, [row, own_key]) == "refused: OperationError"
    assert page.get_by_role("button", name="Put them back").count() == 0

    sign_in(profile, site, scene.session)
    page.goto(NEW_GOAL)
    page.get_by_role("button", name="Put them back").click()
    assert page.locator("textarea[name=outcome]").input_value() == "Mrs Doyle decides about her morning"


def test_signing_out_with_words_that_are_not_saved_asks_first(profile: BrowserContext) -> None:
    page = profile.new_page()
    write_goal(page, "Words that are only here")

    page.goto("/account/sign-out/")

    page.get_by_role("heading", name="On this device, and not saved yet").wait_for()
    assert page.get_by_role("button", name="Sign out and keep them").count() == 1
    assert page.get_by_role("button", name="Delete them and sign out").count() == 1


def test_save_without_a_connection_stays_on_the_page_and_sends_the_form_later(profile: BrowserContext) -> None:
    page = profile.new_page()
    write_goal(page, "People choose")
    page.locator("[name=step]").fill("Ask two residents")
    profile.set_offline(True)

    page.get_by_role("button", name="Set this goal").click()

    page.locator(".save-state", has_text="Not saved: there is no connection").wait_for()
    assert page.url.endswith(NEW_GOAL)
    assert page.locator("textarea[name=outcome]").input_value() == "People choose"
    profile.set_offline(False)
    page.wait_for_url("**/me/goals/*-*/")


def test_a_screen_reader_hears_one_message_for_each_pause_and_failures_at_once(
    profile: BrowserContext, scene: Scene
) -> None:
    page = profile.new_page()
    page.goto(scene.places[0].path)
    page.evaluate(
        """() => {
          window.heard = [];
          for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
            new MutationObserver(() => window.heard.push([region.getAttribute("role"), region.textContent]))
              .observe(region, { childList: true, characterData: true, subtree: true });
          }
        }"""
    )
    page.locator("textarea[name=text]").focus()
    began = time.monotonic()
    while time.monotonic() - began < 17:
        page.keyboard.insert_text("word ")
        page.wait_for_timeout(400)
    while_typing = heard(page)
    page.wait_for_timeout(5000)

    assert while_typing == []
    [[role, words]] = heard(page)
    assert role == "status"
    assert "words" in words
    assert "Saved" in words

    profile.set_offline(True)
    page.keyboard.insert_text("more")
    page.wait_for_function("() => window.heard.length > 1", timeout=5000)
    page.wait_for_timeout(6000)
    assert [role for role, _ in heard(page)].count("alert") == 1
    assert len([role for role, _ in heard(page) if role == "status"]) <= 2


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("window.heard")
    return found
