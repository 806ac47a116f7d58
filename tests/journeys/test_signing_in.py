"""A newcomer makes an account, comes back by code, and then by passkey, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.site import Site
from tests.journeys.walk import PHONE

pytestmark = pytest.mark.browser

NELL = "nell@example.org"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def type_the_code(page: Page, site: Site, address: str, before: int) -> None:
    page.get_by_label("Code from the email").fill(site.code_for(address, after=before))
    page.get_by_role("button", name="Continue").click()


def sign_in(page: Page, site: Site, address: str, going_to: str) -> None:
    before = len(site.letters_to(address))
    page.goto(f"{site.url}/account/sign-in/?next={going_to}")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    type_the_code(page, site, address, before)
    page.wait_for_url(site.url + going_to)


def sign_up(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/sign-up/?next=/me/settings/")
    page.get_by_label("Your name").fill("Nell New")
    page.get_by_label("Email address").fill(NELL)
    page.get_by_role("button", name="Send me a code").click()
    type_the_code(page, site, NELL, 0)
    page.locator("label", has_text="Front-line worker").click()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"{site.url}/me/settings/")


def sign_out(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/account/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site.url}/")


def test_a_newcomer_signs_up_comes_back_by_code_and_then_by_passkey(site: Site, browser: Browser) -> None:
    page = browser.new_context(viewport=PHONE).new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    sign_up(page, site)
    sign_out(page, site)
    sign_in(page, site, NELL, "/account/passkeys/add/")

    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.get_by_label("Name of this passkey").fill("Work phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(f"{site.url}/account/recovery-codes/")
    assert page.locator("main code").count() == 10
    page.goto(f"{site.url}/account/passkeys/")
    assert "Work phone" in page.inner_text("main")
    sign_out(page, site)

    page.goto(f"{site.url}/account/sign-in/?next=/me/settings/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site.url}/me/settings/")

    assert NELL in page.inner_text("main")
    assert not broken


def test_without_scripts_the_code_is_enough(site: Site, browser: Browser) -> None:
    page = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()

    sign_in(page, site, "isla@example.org", "/me/settings/")

    assert "Learner, Rowan House" in page.inner_text("main")
    page.goto(f"{site.url}/account/passkeys/add/")
    assert "This browser cannot make passkeys" in page.inner_text("main")
