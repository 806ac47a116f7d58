"""The verifier file on a phone whose network is cut: opened from the device, used with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from launcher.verifier import build_script
from tests.journeys import walk as steps
from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, Walk

pytestmark = pytest.mark.browser
REAL = "This badge is real, but we do not know whether it was withdrawn"
# Asks the site, and says which rule of the file's own policy stopped it.
ASK = """address => new Promise(resolve => {
  document.addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
  fetch(address).then(() => resolve("it was fetched"), () => setTimeout(() => resolve("no policy"), 2000));
})"""


@dataclass
class FileWalk(Walk):
    """Someone with a file from the device. Whatever else the file asks for is a fault."""

    def _asked(self, url: str) -> None:
        if not url.startswith("file:"):
            self.broken.append(f"asked for {url}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def test_a_badge_is_checked_with_the_network_cut(site: Site, browser: Browser, tmp_path: Path) -> None:
    build_script()
    badge, picture, file = download(Walk(site, browser, "rona@example.org", NARROWEST), tmp_path)
    reader = FileWalk(site, browser, "", NARROWEST)
    reader.context.set_offline(True)
    reader.page.goto(file.as_uri())
    reader.look("verifier-file")

    reader.page.get_by_label("A file").focus()
    reader.press("Tab")
    reader.page.keyboard.insert_text(badge)
    reader.press("Tab", "Tab", "Enter")
    reader.page.locator("#result h2", has_text=REAL).wait_for()
    reader.look("verifier-file-real")
    assert reader.page.evaluate("document.activeElement.textContent") == REAL
    assert reader.page.locator("#status").inner_text() == REAL
    assert reader.says("Status not checked")
    assert reader.page.locator("#text").input_value() == badge

    reader.page.get_by_label("A file").set_input_files(picture)
    reader.page.emulate_media(forced_colors="active")
    reader.page.get_by_role("button", name="Check this badge").click()
    reader.page.locator("#result h2", has_text=REAL).wait_for()
    reader.look("verifier-file-forced-colours")

    reader.page.get_by_label("A file").set_input_files([])
    reader.page.locator("#text").fill(badge.replace('"name": "', '"name": "Not ', 1))
    reader.page.get_by_role("button", name="Check this badge").click()
    reader.page.locator("#result h2", has_text="its signature does not fit").wait_for()

    reader.page.locator("#text").fill("")
    reader.page.get_by_role("button", name="Check this badge").click()
    reader.page.get_by_role("alert").get_by_text("Choose a file, or paste the text of a badge").wait_for()
    reader.look("verifier-file-problem")
    assert reader.broken == []
    reader.context.set_offline(False)
    assert reader.page.evaluate(ASK, site.url) == "connect-src"


def download(rona: Walk, folder: Path) -> tuple[str, Path, Path]:
    """Return the text of a badge, its picture and the verifier file, as their pages give them."""
    steps.let_in(rona)
    rona.go("/me/badges/")
    rona.page.goto(str(rona.page.locator("main a[href*='/me/badges/']").first.evaluate("link => link.href")))
    public = str(rona.page.locator("main a[href*='/verify/']").first.evaluate("link => link.href"))
    number = urlsplit(public).path.split("/")[2]
    badge = rona.page.request.get(f"{rona.site.url}/credentials/{number}.json").text()
    picture = folder / "badge.png"
    picture.write_bytes(rona.page.request.get(f"{rona.site.url}/credentials/{number}.png").body())
    rona.go("/verify/file/")
    rona.look("verifier")
    with rona.page.expect_download() as started:
        rona.page.get_by_role("link", name="Download the verifier file").click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    assert rona.broken == []
    return badge, picture, file
