"""Every address says who may use it, and the site agrees."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.urls import NoReverseMatch, URLPattern, reverse

from ettle.badges.award.issuers import get_or_create_issuer
from ettle.kit import access
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.tests import cast
from tests.house.rooms import addresses, who_may

PEOPLE: dict[str, Callable[[], User]] = {
    access.LEARNER: cast.isla,
    access.ASSESSOR: cast.bashir,
    access.LEAD: cast.freya,
    access.AUTHOR: cast.agnes,
    access.ADMIN: cast.dougal,
}
# Sign-in decides by session; the people room's tests walk through it.
ELSEWHERE = ("account_", "mfa_")
EXAMPLES = {
    "int": "999999",
    "uuid": str(uuid.UUID(int=7)),
    "slug": "no-such-thing",
    "str": "no-such-thing",
    "path": "no",
}


def test_every_address_has_a_list_of_who_may_use_it() -> None:
    names = {name for name, _, _ in addresses()}
    listed = who_may()

    assert sorted(names - set(listed)) == [], "addresses that nobody listed"
    assert sorted(set(listed) - names) == [], "lists without an address"


def _plain() -> list[str]:
    return sorted(name for name, _, pattern in addresses() if not _converters(pattern))


def _converters(pattern: URLPattern) -> dict[str, object]:
    return dict(getattr(pattern.pattern, "converters", {}))


def _sent_to_account(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and "/account/" in response.headers["Location"]


def _let_in(response: HttpResponseBase) -> bool:
    return response.status_code < 400 and not _sent_to_account(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("who", [access.VISITOR, *PEOPLE])
def test_each_of_the_cast_opens_what_their_list_says_and_nothing_else(
    who: str, client: CheckedClient, settings: Any
) -> None:
    settings.DEMO = True
    cast.rowan_house()
    get_or_create_issuer(cast.stranger(), cast.NOW)  # the site itself issues to people who belong nowhere
    if who in PEOPLE:
        client.force_login(PEOPLE[who]())
    wrong = []
    listed = who_may()

    for name in _plain():
        if name.startswith(ELSEWHERE):
            continue
        try:
            response = client.get(reverse(name))
        except NoReverseMatch:
            continue
        if response.status_code == 405:
            continue  # for posts only
        if _let_in(response) != (who in listed[name]):
            wrong.append(f"{name}: {response.status_code}, listed {sorted(listed[name])}")

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", [access.VISITOR, *PEOPLE])
def test_what_does_not_exist_is_not_found_and_never_breaks(who: str, client: CheckedClient) -> None:
    if who in PEOPLE:
        client.force_login(PEOPLE[who]())
    wrong = []

    for name, _, pattern in addresses():
        converters = _converters(pattern)
        if not converters or name.startswith(ELSEWHERE):
            continue
        values = {key: _example(type(converter).__name__) for key, converter in converters.items()}
        for method in (client.get, client.post):
            response = method(reverse(name, kwargs=values))
            fine = response.status_code in {404, 405, 410} or _sent_to_account(response)
            if not fine:
                wrong.append(f"{method.__name__} {name}: {response.status_code}")

    assert wrong == []


def _example(converter: str) -> object:
    example = EXAMPLES[converter.removesuffix("Converter").replace("String", "str").lower()]
    return int(example) if converter == "IntConverter" else example
