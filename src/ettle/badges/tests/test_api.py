"""The API: what it describes, what it answers, and how it refuses."""

from __future__ import annotations

import json
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.badges.limits import CHECKS
from ettle.badges.tests import badge_factory, foreign_badges
from ettle.kit.http import page_limits
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def post_badge(client: Client, badge: Any) -> Any:
    return client.post(reverse("badges:api_verify"), json.dumps({"badge": badge}), content_type="application/json")


def test_the_description_names_every_address_of_the_api(client: Client) -> None:
    described = client.get(reverse("badges:api_openapi")).json()

    assert described["openapi"] == "3.1.0"
    assert described["paths"].keys() == {
        "/credentials/{award}", "/credentials/{award}.json", "/credentials/{award}.png", "/credentials/{award}.svg",
        "/credentials/{award}.jwt", "/achievements/{version}/", "/achievements/{version}.png",
        "/achievements/{version}.svg", "/status/{status_list}", "/.well-known/did.json", "/issuers/{slug}/did.json",
        "/api/v1/badges/", "/api/v1/badges/{slug}/", "/api/v1/issuers/", "/api/v1/verify/", "/api/v1/me/badges/",
    }  # fmt: skip


def test_badges_and_issuers_are_listed_and_304_when_they_are_the_same(client: Client) -> None:
    award = badge_factory.signed()

    listed, issuers = client.get(reverse("badges:api_badges")), client.get(reverse("badges:api_issuers"))
    details = client.get(reverse("badges:api_badge", args=["asking-first"])).json()

    assert [badge["slug"] for badge in listed.json()["badges"]] == ["asking-first"]
    assert award.issuer.identifier in [issuer["id"] for issuer in issuers.json()["issuers"]]
    assert [criterion["title"] for criterion in details["criteria"]] == ["Who sees it", "Practice", "What you did"]
    for response in (listed, issuers):
        again = client.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_badge_is_checked_as_the_page_checks_it(client: Client) -> None:
    own = json.loads(bytes(badge_factory.signed().credential.document))
    changed = foreign_badges.changed(own, lambda badge: badge.update(name="Another"))
    foreign = foreign_badges.sign(foreign_badges.unsigned(endorsement=[foreign_badges.endorsement()]))

    answers = [post_badge(client, badge).json() for badge in (own, json.dumps(own), changed, foreign)]

    assert [found["answer"] for found in answers] == ["VALID", "VALID", "SIGNATURE_WRONG", "ISSUER_UNKNOWN"]
    assert answers[2]["words"] == "This badge is not real: its signature does not fit"
    assert [endorsement["answer"] for endorsement in answers[3]["endorsements"]] == ["ISSUER_UNKNOWN"]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"badge": 3}', "application/json", 400),
        (b'{"badge": "x", "more": 1}', "application/json", 400),
        (b'{"badge": "no badge"}', "application/json", 422),
        (b"\x89PNG\r\n\x1a\n", "image/png", 422),
        (b"<svg", "image/svg+xml", 422),
        (b"badge=x", "application/x-www-form-urlencoded", 415),
        (b" " * 2_600_000, "image/png", 413),
    ],
)
def test_what_cannot_be_checked_is_a_problem_in_words(client: Client, sent: bytes, kind: str, status: int) -> None:
    response = client.post(reverse("badges:api_verify"), sent, content_type=kind)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"]


def test_a_wrong_address_method_or_visitor_is_a_problem_and_a_browser_gets_a_page(client: Client) -> None:
    unknown = reverse("badges:credential", args=["00000000-0000-4000-8000-000000000000"])

    assert client.get(unknown).json()["title"] == "Not Found"
    assert client.get(unknown, headers={"Accept": "text/html"})["Content-Type"].startswith("text/html")
    refused = client.put(reverse("badges:api_badges"))
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert client.get(reverse("badges:api_my_badges")).status_code == 401


def test_a_network_that_asks_too_often_is_told_when_to_come_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_limits, "_counts", {(CHECKS.name, "127.0.0.0/24"): (monotonic(), CHECKS.most)})

    response = client.get(reverse("badges:api_badges"))

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response.json()["detail"] == str(CHECKS.words)


def test_holders_get_their_own_badges_and_no_one_elses(client: Client) -> None:
    award = badge_factory.signed(cast.isla())
    client.force_login(cast.isla())
    own = client.get(reverse("badges:api_my_badges"))
    client.force_login(cast.morag())
    stranger = client.get(reverse("badges:api_my_badges"))

    assert [badge["credential"] for badge in own.json()["badges"]] == [award.credential.identifier]
    assert own.json()["badges"][0]["state"] == "valid"
    assert stranger.json() == {"badges": []}
    assert own["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in own
