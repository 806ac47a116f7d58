"""Search, checks of badges and pages of links: generous for people, with a sentence for a flood, and nothing stored."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.kit.http import page_limits
from ettle.kit.limits.counters import Limit
from ettle.kit.models import LimitCount

pytestmark = pytest.mark.django_db
NOBODYS = uuid.UUID(int=1)
ADDRESSES = ("/search/?q=care", "/verify/", f"/verify/{NOBODYS}/", f"/360/{NOBODYS}/token/")


@pytest.fixture(autouse=True)
def _three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    count = page_limits.count_request
    monkeypatch.setattr(page_limits, "_counts", {})

    def count_three(limit: Limit, network: str) -> int:
        assert limit.most >= 1_000, "a whole care home is behind one address"
        return count(replace(limit, most=3), network)

    monkeypatch.setattr(page_limits, "count_request", count_three)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_flood_is_told_to_wait_while_other_networks_go_on(client: Client, address: str) -> None:
    answers = [client.get(address).status_code for _ in range(3)]
    refused = client.get(address)

    assert 429 not in answers
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert "from your network in a minute. Try again in" in refused.content.decode()
    assert client.get(address, REMOTE_ADDR="198.51.100.7").status_code != 429


def test_what_was_typed_can_be_sent_again_from_the_page_that_says_to_wait(client: Client) -> None:
    for _ in range(3):
        client.post("/verify/?a=1", {"text": "x"})

    page = client.post("/verify/?a=1", {"text": "<b> two\nlines"}).content.decode()

    assert '<input type="hidden" name="text" value="&lt;b&gt; two\nlines">' in page
    assert '<form method="post" action="/verify/?a=1">' in page
    assert "with your browser" not in page


def test_a_request_of_an_observer_stores_no_count(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        for _ in range(4):
            client.get(ADDRESSES[-1], REMOTE_ADDR="198.51.100.8")

    assert not LimitCount.objects.exists()
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_counts_of_many_networks_do_not_fill_the_memory(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_limits, "MOST_COUNTS", 5)

    for number in range(30):
        client.get("/search/?q=care", REMOTE_ADDR=f"198.51.{number}.7")

    assert len(page_limits._counts) <= 6
