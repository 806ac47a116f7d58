"""What a screen reader says on a page, and after something was pressed with it: Guidepup's virtual screen reader."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.site import ROOT

BUNDLE = ROOT / "tests/thirdparty/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
SCRIPT = Path(__file__).with_suffix(".js").read_text().strip()


@cache
def _bundle() -> str:
    """The module as a script that puts the reader where SCRIPT looks for it."""
    module = BUNDLE.read_text()
    exported = re.search(r"export\s*\{[^}]*?([\w$]+) as virtual\b[^}]*\};?", module)
    assert exported, "the reader is not exported under its name"
    return f"(() => {{{module.replace(exported[0], f'globalThis.ettleReader = {exported[1]};')}\n}})()"


def _run(page: Page, call: str) -> list[str]:
    # By way of the debugging protocol: the page's own policy lets no foreign script in, and should not.
    client = page.context.new_cdp_session(page)
    if not page.evaluate("'ettleReader' in globalThis"):
        client.send("Runtime.evaluate", {"expression": _bundle()})
    run = {"expression": f"({SCRIPT}).{call}", "awaitPromise": True, "returnByValue": True}
    answer = client.send("Runtime.evaluate", run)
    client.detach()
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]["exception"]["description"]
    said: list[str] = answer["result"]["value"]
    return said


def read_page(page: Page) -> list[str]:
    """The phrases from the beginning of the page's own part to its end."""
    return _run(page, "read()")


def press(page: Page, words: str) -> list[str]:
    """Go to the first phrase with these words, press it, and return what is said then: its new state comes last."""
    return _run(page, f"press({json.dumps(words)})")
