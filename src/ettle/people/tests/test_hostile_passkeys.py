"""Whatever is posted as a passkey, it is refused in the same words and breaks nothing."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ettle.people.forms import NO_PASSKEY
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
BYTES = st.binary(max_size=120).map(lambda content: base64.urlsafe_b64encode(content).decode().rstrip("="))
HANDLES = st.sampled_from(["MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "eA"])
CLIENT_DATA = st.sampled_from(["webauthn.get", "webauthn.create", ""]).map(
    lambda kind: base64.urlsafe_b64encode(
        json.dumps({"type": kind, "challenge": "eA", "origin": "http://localhost:8000"}).encode()
    ).decode()
)
CREDENTIAL_LIKE = st.fixed_dictionaries(
    {"id": BYTES, "rawId": BYTES, "type": st.just("public-key")},
    optional={
        "response": st.fixed_dictionaries(
            {},
            optional={
                "clientDataJSON": CLIENT_DATA | BYTES,
                "authenticatorData": BYTES,
                "attestationObject": BYTES,
                "signature": BYTES,
                "userHandle": HANDLES | BYTES | JUNK,
            },
        ),
        "clientExtensionResults": JUNK,
    },
)
HOSTILE = (CREDENTIAL_LIKE | JUNK).map(json.dumps)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused_at_the_door(client: Client, credential: str) -> None:
    client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
    assert response.status_code == 200
    assert str(NO_PASSKEY) in response.content.decode()


def refused_when_added(client: Client, credential: str) -> None:
    address = reverse("mfa_add_webauthn")
    client.get(address)
    response: Any = client.post(address, {"credential": credential, "name": "My phone", "passwordless": "on"})
    assert response.status_code == 422
    assert str(NO_PASSKEY) in response.content.decode()
    assert "My phone" in response.content.decode()


@FEW
@given(HOSTILE)
def test_nothing_but_a_passkey_signs_anybody_in(client: Client, credential: str) -> None:
    refused_at_the_door(client, credential)


@pytest.mark.parametrize("broken", ["\\ud83d", "\\udc00", "a\\u0000"])
@pytest.mark.parametrize(
    "content", ['"%s"', '{"id": "%s"}', '{"%s": 1}', '{"id": "MQ", "response": {"userHandle": "%s"}}']
)
def test_text_that_no_page_can_show_is_refused_too(client: Client, content: str, broken: str) -> None:
    refused_at_the_door(client, content % broken)
    sign_in_now(client)
    refused_when_added(client, content % broken)


def sign_in_now(client: Client) -> None:
    client.force_login(cast.isla())
    session = client.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    session.save()


@FEW
@given(HOSTILE)
def test_nothing_but_a_passkey_is_added(client: Client, credential: str) -> None:
    sign_in_now(client)
    refused_when_added(client, credential)


@pytest.mark.parametrize("credential", ["[" * 5_000, '{"a":' * 3_000, '"' + "x" * 30_000 + '"', "", "null", "\x00"])
def test_deep_and_huge_ones_are_refused_too(client: Client, credential: str) -> None:
    refused_at_the_door(client, credential)
    sign_in_now(client)
    refused_when_added(client, credential)
