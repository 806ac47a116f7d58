"""Pages are compressed without a proxy, and never where another website may have asked for them."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ettle.kit.http.compression import CompressionMiddleware
from ettle.people.tests import cast

GZIP = {"accept-encoding": "gzip, deflate, br"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_a_page_that_a_person_asks_for_here_is_less_than_half_as_long(site: str) -> None:
    client = Client()
    client.force_login(cast.ewan())
    whole = client.get("/me/").content
    answer = client.get("/me/", headers={**GZIP, "sec-fetch-site": site})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.content) < len(whole) / 2
    assert b"</html>" in gzip.decompress(answer.content)


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_a_page_with_cookies_that_another_site_may_have_asked_for_is_not_compressed(site: str) -> None:
    client = Client()
    client.force_login(cast.ewan())
    answer = client.get("/me/", headers={**GZIP, **({"sec-fetch-site": site} if site else {})})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_a_visitor_without_cookies_gets_compressed_pages_from_anywhere() -> None:
    answer = Client().get("/", headers={**GZIP, "sec-fetch-site": "cross-site"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in Client().get("/").headers  # who does not accept it


def test_the_length_of_a_page_changes_by_chance() -> None:
    client = Client()
    assert len({client.get("/about/", headers=GZIP).headers["Content-Length"] for _ in range(12)}) > 1


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("application/vc+json", "gzip"),
        ("text/csv; charset=utf-8", "gzip"),
        ("image/png", None),
        ("application/pdf", None),
    ],
)
def test_only_text_is_compressed(kind: str, encoding: str | None) -> None:
    made = HttpResponse(b"x" * 5_000, content_type=kind)
    middleware = CompressionMiddleware(lambda _request: made)
    answer = middleware.process_response(RequestFactory().get("/", headers=GZIP), made)
    assert answer.headers.get("Content-Encoding") == encoding
