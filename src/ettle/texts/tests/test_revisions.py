"""A save that arrives late never overwrites a newer one; a page that never heard an answer is not its own rival."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


class Page:
    """One page of a new log entry, with what it knows."""

    def __init__(self, client: Client) -> None:
        self.client, self.number = client, uuid.uuid4()

    def save(self, text: str, *, rev: int = 0, key: uuid.UUID, after: Any = ()) -> Any:
        return self.client.put(
            reverse("learning_log:save", args=[self.number, "happened"]),
            json.dumps({"text": text, "after": [str(earlier) for earlier in after]}),
            content_type="application/json",
            headers={"If-Match": f'"{rev}"', "Idempotency-Key": str(key)},
        )


@pytest.fixture
def page(client: Client, now: datetime) -> Page:
    client.force_login(cast.isla())
    return Page(client)


def test_a_newer_text_of_the_same_page_is_no_conflict_though_the_answer_to_the_first_was_lost(page: Page) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    page.save("We began", key=first)

    newer = page.save("We began late", key=second, after=[first])

    assert newer.status_code == 200
    assert newer.json()["rev"] == 2


def test_an_older_text_that_arrives_late_changes_nothing(page: Page) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    page.save("We began late", key=second, after=[first])

    late = page.save("We began", key=first)

    assert late.status_code == 412
    assert late.json()["text"] == "We began late"


def test_a_text_of_another_page_is_still_a_conflict(page: Page) -> None:
    page.save("Another tab", key=uuid.uuid4())

    assert page.save("This tab", key=uuid.uuid4(), after=[uuid.uuid4()]).status_code == 412


@pytest.mark.parametrize("after", ["x", [1], [{}], {"a": 1}])
def test_keys_that_cannot_be_read_are_refused_or_ignored_and_never_a_fault(page: Page, after: object) -> None:
    response = page.client.put(
        reverse("learning_log:save", args=[page.number, "happened"]),
        json.dumps({"text": "We began", "after": after}),
        content_type="application/json",
        headers={"If-Match": '"0"', "Idempotency-Key": str(uuid.uuid4())},
    )

    assert response.status_code in {200, 400}
