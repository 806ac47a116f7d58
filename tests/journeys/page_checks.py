"""What a browser measures on every page that a walk looks at, beside axe-core: width, targets, drawings and moments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize

LARGE_LETTERS: ViewportSize = {"width": 390, "height": 844}
LETTERS = {"standard": 16, "fixed": 13}
TWICE = {name: 2 * size for name, size in LETTERS.items()}

SCRIPT = Path(__file__).with_suffix(".js").read_text().strip()
WIDTH, FAULTS = f"{SCRIPT}.findWide()", f"{SCRIPT}.findFaults()"


def find_faults(page: Page) -> list[str]:
    found: list[str] = page.evaluate(WIDTH) + page.evaluate(FAULTS)
    return found


def find_faults_with_large_letters(context: BrowserContext, page: Page) -> list[str]:
    """Faults on a phone whose person reads letters twice as large, as the browser's own setting makes them."""
    size = page.viewport_size
    client: Any = context.new_cdp_session(page)
    client.send("Page.enable")
    page.set_viewport_size(LARGE_LETTERS)
    client.send("Page.setFontSizes", {"fontSizes": TWICE})
    found = [f"at 200 % letters: {fault}" for fault in page.evaluate(WIDTH)]
    client.send("Page.setFontSizes", {"fontSizes": LETTERS})
    client.detach()
    if size:
        page.set_viewport_size(size)
    return found
