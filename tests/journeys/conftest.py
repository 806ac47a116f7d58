"""A site and a browser for the journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

from tests.journeys.site import Site
from tests.template_database import CACHE, migrations_hash

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Playwright switches the back/forward cache off. People have it: Back shows the page as they left it, with their words.
NO_BACK_CACHE = "--disable-back-forward-cache"


@pytest.fixture(scope="session")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with the demonstration, stopped again: preparing it takes longer than starting it.

    In one process it is made as the README says, from nothing; in the others with tables that are made already.
    """
    data: Path = tmp_path_factory.mktemp("prepared") / "var"
    is_from_nothing = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    site = Site(data, *(() if is_from_nothing else put_tables(data))).start()
    site.stop()
    return site


@pytest.fixture(scope="module")
def site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as it is on its first day: no journey meets what another one left behind."""
    site = Site(copy_data(prepared_site, tmp_path_factory), port=prepared_site.port).start()
    yield site
    site.stop()


def copy_data(prepared: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the demonstration and its keys. Its badges bear the address of the prepared site."""
    folder: Path = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared.data.parent, folder, dirs_exist_ok=True)
    return folder / "var"


def put_tables(data: Path) -> tuple[str, ...]:
    """Put the tables that other tests have migrated into an empty data folder; return the options to start it with.

    Migrating takes most of a first start. Without such tables the site makes them itself.
    """
    template = CACHE / f"{migrations_hash()}.sqlite3"
    if not template.exists():
        return ()
    data.mkdir()
    shutil.copyfile(template, data / "ettle.sqlite3")
    return ("--new-keys",)  # else a database without keys is refused


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch_browser(playwright.chromium)
        yield browser
        browser.close()


def launch_browser(kind: BrowserType) -> Browser:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "Chromium is not installed; ./ettle test says how"
    return kind.launch(executable_path=found, args=QUIET, ignore_default_args=[NO_BACK_CACHE])
