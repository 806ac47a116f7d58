"""Forms that a script sends are acknowledged, or answered with what is in the way, and never lead another person on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ettle.people.tests import cast
from ettle.texts.recovery.device_keys import account_owner

pytestmark = pytest.mark.django_db
GOAL = {"outcome": "People choose their morning", "step": "Ask two residents", "remind": "no"}


def _send_goal(client: Client, writer: str) -> tuple[int, str, str]:
    headers = {"X-Fetched-Form": "1", "X-Writer": writer}
    response = client.post(reverse("journey:new-goal"), GOAL, headers=headers)
    return response.status_code, response.headers.get("X-Location", ""), response.headers.get("X-Problem", "")


def test_a_form_that_was_taken_says_where_the_next_page_is(client: Client) -> None:
    client.force_login(cast.isla())

    status, location, _ = _send_goal(client, account_owner(cast.isla()).tag)

    assert status == 200
    assert location.startswith("/me/goals/")


def test_a_form_that_was_not_taken_is_shown_as_always(client: Client) -> None:
    client.force_login(cast.isla())

    response = client.post(reverse("journey:new-goal"), {"outcome": ""}, headers={"X-Fetched-Form": "1"})

    assert response.status_code == 422
    assert "X-Location" not in response.headers


@pytest.mark.parametrize("writer", ["", "known"])
def test_after_the_session_has_ended_nothing_leads_to_the_sign_in_page(client: Client, writer: str) -> None:
    status, location, problem = _send_goal(client, writer and account_owner(cast.isla()).tag)

    assert (status, location, problem) == (401, "", "signed-out")


def test_words_of_one_person_are_never_saved_as_another(client: Client) -> None:
    client.force_login(cast.bashir())

    assert _send_goal(client, account_owner(cast.isla()).tag) == (401, "", "someone-else")
