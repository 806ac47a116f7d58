"""An answer is spoken on a phone, heard again, typed, sent, and heard by its assessor; nothing is lost on the way."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import CHROMIUM, QUIET
from tests.journeys.site import Site
from tests.journeys.walk import PHONE, Walk, sign_in

pytestmark = pytest.mark.browser
# A microphone that hears beeps, and people who press Allow.
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
SAMPLE = Path(__file__).resolve().parents[2] / "src/ettle/texts/tests/samples/aac.m4a"
KEPT = "It is still on this device"


@pytest.fixture(scope="module")
def recording_browser(browser: Browser) -> Iterator[Browser]:
    """A second browser of the same driver, with a microphone."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    launched = browser.browser_type.launch(executable_path=found, args=[*QUIET, *MICROPHONE])
    yield launched
    launched.close()


def open_answer(walk: Walk) -> str:
    """Begin an application, and return the address of its first answer in words."""
    sign_in(walk)
    walk.go("/evidence/start/management-and-leadership/")
    if walk.page.get_by_role("button", name="Start").count():
        walk.button("Start")
    application = re.search(r"/evidence/([0-9a-f-]{36})/", walk.page.url) or re.search(
        r"/evidence/([0-9a-f-]{36})/", walk.page.content()
    )
    assert application
    for position in range(1, 6):
        walk.go(f"/evidence/{application[1]}/{position}/")
        if walk.page.get_by_role("link", name="Record it instead").count():
            return walk.page.url
    raise AssertionError("no answer in words")


def record(walk: Walk, seconds: float = 2) -> None:
    walk.page.get_by_role("button", name="Record", exact=True).click()
    walk.page.locator(".recorder-note", has_text="Recording. Press Stop").wait_for()
    walk.page.wait_for_timeout(seconds * 1000)
    walk.page.get_by_role("button", name="Stop").click()
    walk.page.locator(".recorder-note", has_text="Recorded. Listen to it").wait_for()


def play(walk: Walk) -> Any:
    """Return how long the sound on the page is, and how far it was played in half a second."""
    return walk.page.evaluate(
        """async () => {
          const player = document.querySelector("main audio");
          player.muted = true;
          await player.play();
          await new Promise((resolve) => setTimeout(resolve, 500));
          return [player.duration, player.currentTime];
        }"""
    )


def test_an_answer_is_spoken_and_typed(site: Site, recording_browser: Browser) -> None:
    walk = Walk(site, recording_browser, "isla@example.org", PHONE)
    answer = open_answer(walk)
    walk.button("Record it instead")
    walk.look("record")
    assert "5:00 left" in walk.page.inner_text("main")

    record(walk)
    duration, _played = play(walk)
    assert duration > 0.5
    walk.look("recorded")
    walk.button("Save recording")

    assert walk.page.url == answer
    assert walk.says("Type below what it says")
    duration, played = play(walk)
    assert 1 < duration < 4
    assert played > 0.2
    walk.look("answer-with-recording")
    walk.page.get_by_role("button", name=re.compile("^Delete")).click()
    assert walk.says("You deleted a recording")
    walk.look("recording-deleted")
    walk.button(re.compile("^Undo"))
    assert walk.page.locator("main audio").count() == 1
    assert walk.broken == [], walk.broken


def test_a_recording_survives_a_lost_connection_and_a_closed_page(site: Site, recording_browser: Browser) -> None:
    walk = Walk(site, recording_browser, "callum@example.org", PHONE)
    answer = open_answer(walk)
    walk.button("Record it instead")
    record(walk)
    page = walk.page.url
    walk.page.wait_for_function("() => document.querySelector('form[data-recording=device]')")

    walk.context.set_offline(True)
    walk.page.get_by_role("button", name="Save recording").click()
    offline = "Not saved: there is no connection. Your recording is kept on this device"
    walk.page.locator(".save-state", has_text=offline).wait_for()
    walk.look("recording-offline")
    walk.page.close()
    walk.context.set_offline(False)
    walk.page = walk.context.new_page()
    walk.page.goto(page)
    walk.page.locator("main .notice", has_text=KEPT).wait_for()
    walk.look("recording-kept")
    walk.go("/account/sign-out/")
    walk.page.get_by_role("heading", name="On this device, and not saved yet").wait_for()
    assert walk.says("A recording")
    assert walk.page.get_by_role("button", name="Sign out and keep them").count() == 1
    walk.page.goto(page)
    walk.page.get_by_role("button", name="Use it").click()
    walk.button("Save recording")

    assert walk.page.url == answer
    assert walk.page.locator("main audio").count() == 1
    walk.page.goto(page)
    walk.page.get_by_role("button", name="Record", exact=True).wait_for()
    walk.page.wait_for_timeout(1000)
    assert not walk.says(KEPT)


def test_without_scripts_a_file_field_does_the_same(site: Site, recording_browser: Browser) -> None:
    walk = Walk(site, recording_browser, "dougal@example.org", PHONE, scripts=False)
    answer = open_answer(walk)
    walk.button("Record it instead")
    walk.look("record-no-scripts")
    walk.page.locator("input[type=file]").set_input_files(SAMPLE)
    walk.button("Save recording")

    assert walk.page.url == answer
    assert walk.page.locator("main audio").count() == 1


def test_a_refused_microphone_and_an_old_browser_are_said(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "morag@example.org", PHONE)
    open_answer(walk)
    walk.button("Record it instead")
    recorder = walk.page.url
    walk.page.get_by_role("button", name="Record", exact=True).click()
    refusal = re.compile("may not use the microphone|found no microphone")
    walk.page.locator(".recorder-note", has_text=refusal).wait_for()
    walk.look("microphone-refused")

    walk.page.add_init_script("delete window.MediaRecorder")
    walk.page.goto(recorder)
    walk.page.locator(".recorder-note", has_text="This browser cannot record here").wait_for()
    assert not walk.page.get_by_role("button", name="Record", exact=True).is_visible()
    assert walk.broken == [], walk.broken
