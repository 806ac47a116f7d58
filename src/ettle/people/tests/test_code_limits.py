"""Codes are limited, and nobody can lock a person out by asking for codes in their name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ettle.people.tests import cast
from ettle.people.tests.test_sign_in import SIGN_IN, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


ATTACKER, AT_HOME = "203.0.113.9", "198.51.100.7"


def ask_from(network: str, email: str) -> Any:
    return Client(REMOTE_ADDR=network).post(SIGN_IN, {"login": email})


def test_an_attacker_is_stopped_with_a_sentence_while_neighbours_get_their_codes() -> None:
    cast.isla()
    cast.callum()

    answers = [ask_from(ATTACKER, "isla@example.org").status_code for _ in range(21)]
    refused = ask_from(ATTACKER, "isla@example.org")

    assert answers == [302] * 20 + [429]
    assert "Your network has asked for many codes" in refused.content.decode()
    assert "You can go on at" in refused.content.decode()
    assert 'value="isla@example.org"' in refused.content.decode()
    assert ask_from(ATTACKER, "callum@example.org").status_code == 302


def test_a_person_signs_in_anywhere_else_while_an_attacker_asks_for_their_codes() -> None:
    cast.isla()
    for _ in range(25):
        ask_from(ATTACKER, "isla@example.org")
    client = Client(REMOTE_ADDR=AT_HOME)

    sign_in(client, "isla@example.org")

    assert signed_in(client)


def test_a_person_signs_in_with_their_browser_while_the_whole_world_asks_for_their_codes() -> None:
    cast.isla()
    client = Client(REMOTE_ADDR=ATTACKER)
    sign_in(client, "isla@example.org")
    client.post(reverse("account_logout"))
    for network in range(12):
        for _ in range(20):
            ask_from(f"203.0.{network}.9", "isla@example.org")
    assert ask_from(AT_HOME, "isla@example.org").status_code == 429

    sign_in(client, "isla@example.org")

    assert signed_in(client)


def test_the_limit_of_codes_is_kept_through_a_restart_and_by_all_processes() -> None:
    cast.isla()
    for _ in range(20):
        ask_from(ATTACKER, "isla@example.org")

    cache.clear()  # what a new process has

    assert ask_from(ATTACKER, "isla@example.org").status_code == 429
