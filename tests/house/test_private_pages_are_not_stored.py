"""What is not for everyone is stored by no browser and no proxy, whatever the view answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import NoReverseMatch, reverse

from ettle.kit.http.address_table import Address, list_addresses
from ettle.kit.http.audience import EVERYONE, SIGNED_IN
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.people.queries import ASSESSORS, LEADS
from ettle.people.tests import cast
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from tests.house.test_every_address_has_an_audience import ELSEWHERE, example_values

PEOPLE: dict[str, Callable[[], User]] = {ASSESSORS.people: cast.bashir, LEADS.people: cast.freya}


def _private_addresses() -> list[Address]:
    return [address for address in list_addresses() if address.audience != EVERYONE]


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_pack")
def test_no_private_address_may_be_stored() -> None:
    """Also where it says ‘not found’: the page that says so shows that someone is signed in."""
    clients: dict[User, CheckedClient] = {}
    wrong = []

    for address in _private_addresses():
        assert address.audience
        person = PEOPLE.get(address.audience.people, cast.isla if address.audience == SIGNED_IN else cast.dougal)()
        if person not in clients:
            clients[person] = CheckedClient()
            clients[person].force_login(person)
        try:
            path = reverse(address.name, kwargs=example_values(address), urlconf="ettle.config.urls")
        except NoReverseMatch:
            continue
        response = clients[person].get(path)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            wrong.append(f"{address.name}: {response.status_code} {response.headers.get('Cache-Control')}")

    assert len(_private_addresses()) > 100
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/cms/", "/cms/pages/", "/cms/reports/site-history/", "/cms/jsi18n/", "/cms/nothing/"]
)
def test_the_workshop_is_not_stored(client: CheckedClient, path: str) -> None:
    assert WORKSHOP_URLCONF
    client.force_login(cast.dougal())

    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/more/", "/areas/", "/search/", "/badges/", "/verify/", "/nothing-here/"])
def test_a_page_for_everyone_is_not_stored_for_a_person_who_is_signed_in(client: CheckedClient, path: str) -> None:
    visitor = CheckedClient()
    client.force_login(cast.isla())

    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert "no-store" not in visitor.get(path).headers.get("Cache-Control", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in list_addresses() if address.name.startswith(ELSEWHERE)])
def test_the_pages_of_signing_in_are_not_stored(client: CheckedClient, address: Address) -> None:
    path = reverse(address.name, kwargs=example_values(address))

    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/me/", "/more/", "/areas/", "/nothing-here/", "/manage/", "/review/", "/cms/"])
def test_every_page_of_a_signed_in_person_has_a_mark_and_a_way_out(client: CheckedClient, path: str) -> None:
    client.force_login(cast.dougal())

    page = client.get(path).content.decode()

    mark = re.search(r'session-guard\.js" data-person="(\w{16})"', page)
    assert mark
    assert client.get("/account/session/").json() == {"person": mark[1]}
    assert "/account/sign-out/" in page or "/cms/logout/" in page
