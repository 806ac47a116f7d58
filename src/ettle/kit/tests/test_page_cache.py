"""What is cached of a page, for whom, and what is never cached."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import timezone, translation

from ettle.kit.pages import brand
from ettle.kit.pages.brand import SiteBrand
from ettle.kit.pages.page_cache import Key, cached_part, cached_response

pytestmark = pytest.mark.django_db  # the brand is read

Change = Callable[[HttpRequest, HttpResponse], None]


class SignedIn(AnonymousUser):
    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        return True


class Page:
    """A page that counts how often it was rendered. version: None where nothing may be stored."""

    def __init__(self, version: int | None = 1) -> None:
        self.version, self.rendered = version, 0

    def ask(
        self, change: Change | None = None, *, user: AnonymousUser | None = None, cookie: str = "", etag: str = ""
    ) -> HttpResponse:
        headers = {"HTTP_COOKIE": cookie, "HTTP_IF_NONE_MATCH": etag}
        request = RequestFactory().get("/")
        request.META |= {name: value for name, value in headers.items() if value}
        request.user, request.session = user or AnonymousUser(), SessionStore()
        response = cached_response(request, key=self._key, render=lambda: self._render(request, change))
        assert isinstance(response, HttpResponse)
        return response

    def _key(self) -> Key | None:
        return None if self.version is None else ("page", self.version)

    def _render(self, request: HttpRequest, change: Change | None) -> HttpResponse:
        self.rendered += 1
        response = HttpResponse(f"version {self.version}")
        if change:
            change(request, response)
        return response


def test_a_visitors_page_is_rendered_once_for_each_version() -> None:
    page = Page()

    assert page.ask().content == page.ask().content == b"version 1"
    assert page.rendered == 1
    page.version = 2
    assert page.ask().content == b"version 2"


def test_a_browser_that_has_the_page_gets_304_until_it_changes() -> None:
    page = Page()
    etag = page.ask().headers["ETag"]

    again = page.ask(etag=etag)
    page.version = 2
    changed = page.ask(etag=etag)

    assert (again.status_code, again.headers["ETag"], changed.status_code) == (304, etag, 200)
    assert changed.headers["Cache-Control"] == "public, no-cache"
    assert changed.headers["Vary"] == "Cookie"


def test_a_signed_in_persons_page_is_neither_stored_nor_taken_from_the_cache() -> None:
    page = Page()
    page.ask()

    mine = page.ask(user=SignedIn(), cookie="sessionid=x")

    assert page.rendered == 2
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in mine.headers


def test_a_request_with_any_cookie_is_rendered_for_itself() -> None:
    page = Page()
    page.ask(cookie="messages=x")
    page.ask()

    theirs = page.ask(cookie="messages=x")

    assert page.rendered == 3
    assert theirs.headers["Cache-Control"] == "private, no-cache"


def _set_cookie(request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie("mine", "x")


def _use_token(request: HttpRequest, response: HttpResponse) -> None:
    get_token(request)


def _use_session(request: HttpRequest, response: HttpResponse) -> None:
    request.session["mine"] = "x"


@pytest.mark.parametrize("change", [_set_cookie, _use_token, _use_session])
def test_what_sets_a_cookie_is_not_stored(change: Change) -> None:
    page = Page()

    first = page.ask(change)
    page.ask(change)

    assert page.rendered == 2
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_what_has_no_key_or_is_not_found_is_not_stored() -> None:
    draft, missing = Page(version=None), Page()

    def say_not_found(request: HttpRequest, response: HttpResponse) -> None:
        response.status_code = 404

    for _ in range(2):
        draft.ask()
        assert "ETag" not in missing.ask(say_not_found).headers

    assert (draft.rendered, missing.rendered) == (2, 2)


def test_another_brand_language_or_time_zone_is_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page()
    page.ask()

    with translation.override("gd"):
        page.ask()
    with timezone.override("Asia/Tokyo"):
        page.ask()
    monkeypatch.setattr("ettle.kit.pages.page_cache.current_brand", lambda: SiteBrand(name="Other"))
    page.ask()

    assert page.rendered == 4
    assert brand.current_brand().name != "Other"


def test_a_part_that_is_no_longer_current_is_shown_but_not_stored() -> None:
    rendered: list[str] = []

    def render() -> str:
        rendered.append("x")
        return "part"

    assert cached_part(("part", 1), render, is_current=lambda _: False) == "part"
    assert cached_part(("part", 1), render) == "part"
    assert cached_part(("part", 1), render) == "part"
    assert len(rendered) == 2
    assert cached_part(None, render) == cached_part(None, render) == "part"
    assert len(rendered) == 4
    cache.clear()
