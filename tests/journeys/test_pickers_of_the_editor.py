"""The pickers, choosers and panels of the editor work, under a policy that allows no inline script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.site import Site
from tests.journeys.walk import DESK, Walk, let_in

pytestmark = pytest.mark.browser
# Every kind of page that an administrator can open.
PAGES = (
    "/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/snippets/", "/cms/snippets/library/film/add/",
    "/cms/reports/workflow/", "/cms/reports/site-history/", "/cms/workflows/list/", "/cms/redirects/add/",
    "/cms/sites/new/", "/cms/collections/",
)  # fmt: skip


@pytest.fixture
def administrator(site: Site, browser: Browser) -> Walk:
    walk = Walk(site, browser, "dougal@example.org", DESK)
    let_in(walk)
    return walk


def test_no_page_of_the_editor_breaks_its_policy(administrator: Walk) -> None:
    for path in PAGES:
        administrator.go(path)
        administrator.page.wait_for_load_state("networkidle")

    assert administrator.broken == []


def test_a_date_is_picked(site: Site, browser: Browser) -> None:
    author = Walk(site, browser, "agnes@example.org", DESK)
    let_in(author)
    page = author.go("/cms/pages/").page
    page.get_by_role("link", name=re.compile("child pages of 'Areas'")).first.click()
    expect(page).to_have_title(re.compile("Areas"))  # or the next line presses a link of the page before
    page.locator("main a[href$='/edit/']").first.click()
    page.get_by_role("tab", name="Sources").click()
    page.locator("[name=reviewed_on]").click()

    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    assert author.broken == []


def test_a_panel_grows_and_its_new_row_has_a_chooser(administrator: Walk) -> None:
    page = administrator.go("/cms/workflows/list/").page
    page.locator("main a[href*='/workflows/edit/']").first.click()
    expect(page.locator("#id_workflow_tasks-ADD")).to_be_visible()  # a count does not wait for the page to change
    rows = page.locator("input[name^=workflow_tasks-][name$='-task']")
    before = rows.count()
    page.locator("#id_workflow_tasks-ADD").click()
    expect(rows).to_have_count(before + 1)

    page.get_by_role("button", name="Choose a task").last.click()
    expect(page.locator(".modal")).to_be_visible()
    assert administrator.broken == []
