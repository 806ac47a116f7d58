"""The pages on which one administrator asks for a change of a signing key, and another confirms it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.badges.models import Award, KeyChange, SigningKey
from ettle.badges.tests import badge_factory
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
LIST = "/manage/badges/keys/"


@pytest.fixture
def award() -> Award:
    return badge_factory.signed()


def client_of(person: Any) -> Client:
    client = CheckedClient()
    client.force_login(person)
    return client


def second_administrator() -> Any:
    person = cast.agnes()
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    return type(person).objects.get(pk=person.pk)


def page_of(key: SigningKey) -> str:
    return reverse("badges:change_key", args=[key.uuid])


def test_one_asks_and_another_confirms(award: Award) -> None:
    key, dougal, agnes = award.credential.key, client_of(cast.dougal()), client_of(second_administrator())

    assert dougal.post(page_of(key), {"act": "rotate", "reason": "Once a year"}).status_code == 302
    decide = reverse("badges:decide_key", args=[KeyChange.objects.get().uuid])
    own = dougal.get(LIST).content.decode()
    assert "Take it back" in own
    assert 'value="confirm"' not in own
    dougal.post(decide, {"decision": "confirm"})
    assert SigningKey.objects.current().contains(key)
    assert "Once a year" in agnes.get(LIST).content.decode()

    agnes.post(decide, {"decision": "confirm"})

    assert not SigningKey.objects.current().contains(key)
    shown = agnes.get(LIST).content.decode()
    assert "No longer used" in shown
    assert "Waiting for a second administrator" not in shown
    assert "Confirmed" in agnes.get(page_of(key)).content.decode()


def test_a_compromise_needs_a_day_and_a_reason_and_loses_nothing_typed(award: Award) -> None:
    key, dougal = award.credential.key, client_of(cast.dougal())

    answer = dougal.post(page_of(key), {"act": "compromise", "reason": "A laptop was stolen"})
    too_early = dougal.post(page_of(key), {"act": "compromise", "since": "2020-01-01", "reason": "A laptop was stolen"})

    for response, words in ((answer, "Enter the first day"), (too_early, "Choose a date between")):
        assert response.status_code == 422
        assert words in response.content.decode()
        assert "A laptop was stolen" in response.content.decode()
    day = key.created_at.date().isoformat()
    assert dougal.post(page_of(key), {"act": "compromise", "since": day, "reason": "Stolen"}).status_code == 302
    client_of(second_administrator()).post(
        reverse("badges:decide_key", args=[KeyChange.objects.get().uuid]), {"decision": "confirm"}
    )
    assert "Not safe since" in dougal.get(LIST).content.decode()
    issuer = Client().get(reverse("badges:issuer", args=[key.issuer.slug])).content.decode()
    assert "Not safe since" in issuer


def test_nobody_but_administrators_finds_them(award: Award) -> None:
    pages = [LIST, page_of(award.credential.key)]
    for person in (cast.isla(), cast.morag(), cast.bashir()):
        assert {client_of(person).get(page).status_code for page in pages} == {404}
    for page in pages:
        assert Client().get(page)["Location"] == f"/account/sign-in/?next={page}"


def test_the_list_of_keys_takes_few_queries(
    award: Award, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dougal = client_of(cast.dougal())
    dougal.get(LIST)

    with django_assert_max_num_queries(10):
        dougal.get(LIST)
