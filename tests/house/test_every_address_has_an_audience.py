"""Every address says above its view who may open it, and the site agrees."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory
from django.urls import NoReverseMatch, path, reverse

from ettle.badges.award.issuers import get_or_create_issuer
from ettle.evidence.routing.views import POOL_LEADS
from ettle.kit.http import audience
from ettle.kit.http.address_table import Address, address_table, list_addresses
from ettle.kit.operations import health_check
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.queries import ASSESSORS, LEADS
from ettle.people.tests import cast
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from tests.house.rooms import ROOT

VISITOR = "visitor"
PEOPLE: dict[str, Callable[[], User]] = {
    "learner": cast.isla,
    "assessor": cast.bashir,
    "lead": cast.freya,
    "author": cast.agnes,
    "administrator": cast.dougal,
}
# Who of them each audience has in it, said here once more: the audience's own rule is what is tested.
MEMBERS = {
    audience.EVERYONE: {VISITOR, *PEOPLE},
    audience.LINK_HOLDERS: {VISITOR, *PEOPLE},
    audience.TOKEN_HOLDERS: set(),
    audience.SIGNED_IN: {*PEOPLE},
    audience.ACCOUNT_HOLDERS: {*PEOPLE},
    audience.AUTHORS: {"author", "administrator"},
    audience.ADMINISTRATORS: {"administrator"},
    ASSESSORS: {"assessor"},
    LEADS: {"lead", "administrator"},
    POOL_LEADS: {"administrator"},
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
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
TABLE = ROOT / "docs" / "reference" / "addresses.md"


@pytest.mark.parametrize("urlconf", [None, WORKSHOP_URLCONF])
def test_every_address_has_an_audience(urlconf: str | None) -> None:
    silent = [address.route for address in list_addresses(urlconf) if address.audience not in MEMBERS]

    assert silent == []


def test_wagtails_addresses_are_the_authors_alone() -> None:
    open_to = {
        address.audience
        for address in list_addresses(WORKSHOP_URLCONF)
        if address.name.startswith("wagtailadmin_")
        and address.name not in {"wagtailadmin_login", "wagtailadmin_logout"}
    }

    assert open_to == {audience.AUTHORS, audience.SIGNED_IN}  # signed in: an account leads to our settings


def test_a_view_that_says_nothing_is_closed(rf: RequestFactory) -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    middleware = audience.AudienceMiddleware(lambda request: HttpResponse())

    with pytest.raises(ImproperlyConfigured, match="/forgotten/ is closed"):
        middleware.process_view(rf.get("/forgotten/"), path("forgotten/", forgotten).callback, (), {})


def test_the_table_of_addresses_is_current() -> None:
    assert TABLE.read_text().endswith(address_table()), "write it with ./ettle manage addresses"


@contextmanager
def refuse_writes() -> Iterator[None]:
    """Fail on any statement that changes rows, also on one that is rolled back, but for the session's own."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        assert not WRITE.match(sql) or "people_session" in sql, f"a GET writes: {sql}"
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_the_check_sees_a_write_of_a_get(db: None) -> None:
    with pytest.raises(AssertionError, match="a GET writes"), refuse_writes():
        User.objects.filter(pk=0).update(name="x")


def _without_parts() -> list[Address]:
    return sorted((address for address in list_addresses() if not address.converters), key=lambda address: address.name)


def _sent_to_account(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and "/account/" in response.headers["Location"]


def _is_let_in(response: HttpResponseBase) -> bool:
    return response.status_code < 400 and not _sent_to_account(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize("who", [VISITOR, *PEOPLE])
def test_each_of_the_cast_opens_what_is_for_them_and_nothing_else(
    who: str, client: CheckedClient, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    monkeypatch.setattr(health_check, "find_problems", list)  # no worker runs beside a test
    cast.rowan_house()
    get_or_create_issuer(cast.stranger(), cast.NOW)  # the site itself issues to people who belong nowhere
    if who in PEOPLE:
        client.force_login(PEOPLE[who]())
    wrong = []

    for address in _without_parts():
        if address.name.startswith(ELSEWHERE):
            continue
        try:
            path = reverse(address.name)
        except NoReverseMatch:
            continue
        with refuse_writes():
            response = client.get(path)
        assert address.audience
        is_member = who in MEMBERS[address.audience]
        if not is_member and (response.status_code == 405 or _is_let_in(client.post(path))):
            wrong.append(f"{address.name}: is answered, and is for {address.audience.people}")
        if response.status_code == 405:
            continue  # for posts only
        if _is_let_in(response) != is_member:
            wrong.append(f"{address.name}: {response.status_code}, and is for {address.audience.people}")

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", [VISITOR, *PEOPLE])
def test_what_does_not_exist_is_not_found_and_never_breaks(who: str, client: CheckedClient) -> None:
    if who in PEOPLE:
        client.force_login(PEOPLE[who]())
    wrong = []

    for address in list_addresses():
        if not address.converters or address.name.startswith(ELSEWHERE):
            continue
        for method in (client.get, client.post):
            response = method(reverse(address.name, kwargs=example_values(address)))
            fine = response.status_code in {404, 405, 410} or _sent_to_account(response)
            if not fine:
                wrong.append(f"{method.__name__} {address.name}: {response.status_code}")

    assert wrong == []


def example_values(address: Address) -> dict[str, object]:
    """Return values for the parts of an address, for which there is no row."""
    return {key: _example(type(converter).__name__) for key, converter in address.converters.items()}


def _example(converter: str) -> object:
    example = EXAMPLES[converter.removesuffix("Converter").replace("String", "str").lower()]
    return int(example) if converter == "IntConverter" else example
