"""Words that are 40 % longer, from left to right and from right to left: no page breaks at 320 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.house import pseudo_language
from tests.journeys import page_checks
from tests.journeys.conftest import copy_data
from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, Walk, sign_in

pytestmark = pytest.mark.browser
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ga", "ar"
FOR_ANYONE = (
    "/", "/more/", "/areas/empower/", "/areas/a-to-z/", "/capabilities/", "/capabilities/emp/", "/codes/",
    "/logic-model/", "/logic-model/?node=D4", "/badges/", "/verify/", "/search/?q=delegate", "/account/sign-in/",
    "/account/sign-up/", "/statements/help/", "/no-such-page/",
)  # fmt: skip
FOR_LEARNERS = (
    "/me/", "/me/settings/", "/me/self-assessment/", "/me/goals/", "/me/goals/new/", "/me/log/", "/me/log/new/",
    "/me/badges/", "/evidence/", "/activities/", "/me/360/", "/cpl/",
)  # fmt: skip


class TranslatedSite(Site):
    def environment(self) -> dict[str, str]:
        return {**super().environment(), "ETTLE_LANGUAGES": f"{LEFT_TO_RIGHT},{RIGHT_TO_LEFT},en-gb"}


@pytest.fixture(scope="module")
def translated_site(prepared_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = copy_data(prepared_site, tmp_path_factory)
    pseudo_language.write_catalog(data / "locale", LEFT_TO_RIGHT, RIGHT_TO_LEFT)
    site = TranslatedSite(data, port=prepared_site.port).start()
    yield site
    site.stop()


def test_no_page_breaks_when_words_are_longer_or_run_from_right_to_left(
    translated_site: Site, browser: Browser
) -> None:
    visitor = Walk(translated_site, browser, "", NARROWEST)
    faults = [
        fault for language in (LEFT_TO_RIGHT, RIGHT_TO_LEFT) for fault in find_faults(visitor, language, FOR_ANYONE)
    ]
    learner = Walk(translated_site, browser, "isla@example.org", NARROWEST)
    learner.go("/choose/?language=en-gb")
    sign_in(learner)
    faults += [
        fault for language in (LEFT_TO_RIGHT, RIGHT_TO_LEFT) for fault in find_faults(learner, language, FOR_LEARNERS)
    ]

    assert faults == []


def find_faults(walk: Walk, language: str, paths: tuple[str, ...]) -> Iterator[str]:
    walk.go(f"/choose/?language={language}&next=/more/")
    assert walk.page.locator("html").get_attribute("lang") == language
    assert walk.page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")
    for path in paths:
        walk.go(path)
        assert pseudo_language.OPENS in walk.page.content(), path
        yield from (f"{language} {path}: {fault}" for fault in page_checks.find_faults(walk.page))
