"""The key to words on a device goes to its account and to no other."""

from __future__ import annotations

import base64

import pytest
from django.test import Client
from django.urls import reverse

from ettle.people.tests import cast
from ettle.texts.recovery.device_keys import account_owner, link_owner

pytestmark = pytest.mark.django_db


def test_each_account_has_a_key_of_its_own(client: Client) -> None:
    keys = []
    for person in (cast.isla(), cast.bashir()):
        client.force_login(person)
        given = client.get(reverse("texts:device-key"))
        assert given.headers["Cache-Control"] == "no-store"
        assert len(base64.b64decode(given.json()["key"])) == 32
        assert given.json()["owner"] == account_owner(person).tag
        keys.append(given.json()["key"])

    assert keys[0] != keys[1]


def test_a_visitor_gets_no_key(client: Client) -> None:
    assert client.get(reverse("texts:device-key")).status_code == 302


def test_a_page_written_by_another_account_gets_no_key(client: Client) -> None:
    client.force_login(cast.bashir())

    refused = client.get(reverse("texts:device-key"), headers={"X-Writer": account_owner(cast.isla()).tag})

    assert refused.status_code == 401


def test_a_tag_says_nothing_and_a_page_holds_no_key(client: Client) -> None:
    isla = cast.isla()
    client.force_login(isla)
    key = client.get(reverse("texts:device-key")).json()["key"]

    page = client.get(reverse("journey:new-goal")).content.decode()

    assert account_owner(isla).tag in page
    assert key not in page
    assert str(isla.uuid) not in page
    assert link_owner(str(isla.uuid)).tag.split("-")[1] not in account_owner(isla).tag
