"""A year of learning and its verification, as a learner with and without an organisation, a verifier and a stranger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.walk import DESK, PHONE, Walk, let_in

pytestmark = pytest.mark.browser
VERIFIER = "ruth.bell@example.net"
PAGES = ("", "suggestions/", "add/", "settings/", "verify/")
DAY_IN_FIGURES = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def look_at_both_sizes(walk: Walk, name: str) -> None:
    for size in (PHONE, DESK):
        walk.page.set_viewport_size(size)
        walk.size = size
        walk.look(name)
    if DAY_IN_FIGURES.search(walk.page.inner_text("main")):
        walk.broken.append(f"{name}: a date in figures")


def look_at_own_pages(walk: Walk) -> None:
    for page in PAGES:
        look_at_both_sizes(walk.go(f"/me/cpl/{page}"), f"cpl-{page.rstrip('/') or 'year'}")
    look_at_both_sizes(walk.go("/me/sheets/annual/"), "cpl-record")


def add_learning(walk: Walk, title: str) -> None:
    walk.go("/me/cpl/add/")
    walk.page.get_by_label("What did you do?").fill(title)
    walk.page.get_by_text("Topics it counts for", exact=True).click()
    walk.choose(re.compile("^Protection$"))
    walk.button("Add")


def test_learning_is_counted_shown_verified_and_checked(site: Site, browser: Browser) -> None:
    isla = Walk(site, browser, "isla@example.org", PHONE)
    let_in(isla)
    look_at_own_pages(isla)
    add_learning(isla, "A course about harm")
    isla.page.locator("main [role=status]", has_text="Added to your learning").wait_for(state="attached")
    look_at_both_sizes(isla, "cpl-year-with-learning")
    with isla.page.expect_navigation(wait_until="load"):
        isla.page.locator("main").get_by_role("link", name="A course about harm").click()
    look_at_both_sizes(isla, "cpl-change")
    isla.button("Remove it from my learning")
    look_at_both_sizes(isla, "cpl-remove")
    look_at_both_sizes(isla.go("/me/sheets/annual/"), "cpl-record-with-learning")

    isla.go("/me/cpl/verify/")
    look_at_both_sizes(isla, "cpl-ask")
    isla.page.get_by_label("Who verifies your learning?").fill("Ruth Bell")
    isla.page.get_by_label("Their work email address").fill(VERIFIER)
    isla.button("See what they will see")
    look_at_both_sizes(isla, "cpl-ask-shown")
    isla.button("Send")
    look_at_both_sizes(isla, "cpl-verification")

    code = verify(site, browser)
    isla.page.reload()
    look_at_both_sizes(isla, "cpl-verification-answered")
    assert isla.says("Ruth Bell, Manager, confirmed this learning")
    assert not isla.page.get_by_role("button", name="Withdraw the link").count()
    look_at_both_sizes(isla.go("/me/cpl/"), "cpl-year-verified")

    stranger = Walk(site, browser, "", PHONE)
    look_at_both_sizes(stranger.go("/cpl/check/"), "cpl-check")
    stranger.page.get_by_label("Code of the record").fill(code)
    stranger.button("Check")
    look_at_both_sizes(stranger, "cpl-checked")
    assert stranger.says("Ruth Bell, Manager, confirmed this learning")
    assert not stranger.says("A course about harm")
    assert [*isla.broken, *stranger.broken] == []


def verify(site: Site, browser: Browser) -> str:
    """The verifier, who has no account, from the email to the signed record; the code of the record."""
    letter = site.wait_for_letter(VERIFIER).get_content()
    address = re.search(r"https?://\S+(/cpl/verify/\S+)", letter)
    assert address
    ruth = Walk(site, browser, "", PHONE).go(address[1])
    look_at_both_sizes(ruth, "cpl-verify")
    assert ruth.says("A course about harm")
    assert not ruth.page.get_by_label("In general").is_visible()
    ruth.choose("Something is missing")
    assert ruth.page.get_by_label("In general").is_visible()
    ruth.page.reload()
    ruth.page.get_by_label("Your job title").fill("Manager")
    ruth.button("Send your answer")
    look_at_both_sizes(ruth, "cpl-verify-again")
    ruth.choose("I confirm this learning")
    ruth.button("Send your answer")
    look_at_both_sizes(ruth, "cpl-verified")
    with ruth.page.expect_download() as download:
        ruth.page.get_by_role("link", name="Download as plain text").click()
    record = download.value.path().read_text()
    assert "A course about harm" in record
    assert ruth.broken == []
    code = re.search(r"\b(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b", record)
    assert code
    return code[0]


def test_a_learner_without_an_organisation_has_every_page_and_reads_what_they_cannot_do_yet(
    site: Site, browser: Browser
) -> None:
    nobody = Walk(site, browser, "lone.learner@example.org", PHONE)
    nobody.go("/account/sign-up/?next=/me/cpl/")
    nobody.page.get_by_label("Your name").fill("Lone Learner")
    nobody.page.get_by_label(re.compile("^E-?mail address")).fill(nobody.email)
    nobody.button("Send me a code")
    nobody.page.get_by_label(re.compile("Code from the e-?mail")).fill(site.code_for(nobody.email))
    nobody.button("Continue")
    look_at_own_pages(nobody)
    add_learning(nobody, "A talk about trauma")
    look_at_both_sizes(nobody.go("/me/cpl/verify/"), "cpl-ask-without-organisation")

    assert nobody.says("Your account is new, so you can send invitations by email from")
    assert nobody.broken == []


def test_an_assessor_and_a_stranger_see_nothing_of_it(site: Site, browser: Browser) -> None:
    bashir = Walk(site, browser, "bashir@example.org", PHONE)
    let_in(bashir)
    look_at_own_pages(bashir)
    assert not bashir.says("A course about harm")

    stranger = Walk(site, browser, "", PHONE)
    answer = stranger.page.goto(f"{site.url}/cpl/verify/invented/")
    assert answer
    assert answer.status == 404
    look_at_both_sizes(stranger, "cpl-link-over")
    stranger.go("/me/cpl/")
    assert "/account/sign-in/" in stranger.page.url
    assert [*bashir.broken, *[fault for fault in stranger.broken if not fault.startswith("404")]] == []
