"""The list of an organisation's open invitations: a page at a time, by address, and which page has an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

HERE = "/organisation/rowan-house/"
LIST = f"{HERE}invitations/"


@pytest.fixture
def freya(client: CheckedClient) -> User:
    """A lead of an organisation with 250 open invitations, and one elsewhere."""
    freya = cast.freya()
    client.force_login(freya)
    for house, addresses in (
        (cast.rowan_house(), [f"person{n:03}@example.org" for n in range(250)]),
        (cast.larch_care(), ["elsewhere@example.org"]),
    ):
        OrganisationInvitation.objects.bulk_create(
            OrganisationInvitation(
                organisation=house, email=address, role="learner", invited_by=freya, invited_at=cast.NOW
            )
            for address in addresses
        )
    return freya


def test_the_page_of_an_organisation_shows_the_newest_and_leads_to_all(client: CheckedClient, freya: User) -> None:
    page = client.get(HERE).content.decode()

    assert page.count("as Learner") == 20
    assert f'<a href="{LIST}">See all 250 invitations</a>' in page


def test_the_list_has_pages_in_the_order_of_the_addresses(
    client: CheckedClient, freya: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        second = client.get(f"{LIST}?page=2").content.decode()

    assert second.count("as Learner") == 100
    assert "person100@example.org, as Learner" in second
    assert "person199@example.org, as Learner" in second
    assert "Page 2 of 3" in second
    assert "elsewhere@example.org" not in "".join(client.get(f"{LIST}?page={n}").content.decode() for n in (1, 2, 3))


def test_an_address_is_found_by_its_beginning_and_is_in_no_address_of_ours(client: CheckedClient, freya: User) -> None:
    found = client.post(LIST, {"beginning": " Person2"})

    assert found["Location"] == f"{LIST}?page=3"
    assert "person200@example.org" in client.get(found["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("elsewhere", "No open invitation has an address that begins like this"),
        ("", "Enter the beginning of an email address"),
        ("a" * 255, "Use 254 characters or fewer"),
    ],
)
def test_an_address_that_is_not_there_is_said_at_the_field(
    client: CheckedClient, freya: User, typed: str, words: str
) -> None:
    answer = client.post(LIST, {"beginning": typed})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(words) == 2
    assert f'value="{typed}"' in page or not typed
    assert "person000@example.org" in page


def test_withdrawing_goes_back_to_the_same_page_of_the_list(client: CheckedClient, freya: User) -> None:
    invitation = OrganisationInvitation.objects.get(email="person150@example.org")
    address = reverse("people:withdraw", args=["rowan-house", invitation.uuid])
    assert f'action="{address}?page=2"' in client.get(f"{LIST}?page=2").content.decode()

    assert client.post(f"{address}?page=2")["Location"] == f"{LIST}?page=2"

    assert "The invitation is withdrawn" in (page := client.get(f"{LIST}?page=2").content.decode())
    assert "person150@example.org" not in page


def test_a_page_that_is_no_number_is_not_followed(client: CheckedClient, freya: User) -> None:
    invitation = OrganisationInvitation.objects.get(email="person150@example.org")

    answer = client.post(f"{reverse('people:withdraw', args=['rowan-house', invitation.uuid])}?page=//example.org")

    assert answer["Location"] == HERE


@pytest.mark.parametrize("who", [cast.isla, cast.bashir, cast.morag, cast.stranger, cast.agnes])
def test_others_find_no_list(client: CheckedClient, freya: User, who: Any) -> None:
    client.force_login(who())

    assert client.get(LIST).status_code == 404
    assert client.post(LIST, {"beginning": "person"}).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: CheckedClient) -> None:
    cast.rowan_house()

    assert client.get(LIST)["Location"] == f"/account/sign-in/?next={LIST}"


def test_an_organisation_without_open_invitations_says_so(client: CheckedClient) -> None:
    client.force_login(cast.freya())

    assert "Everyone who was invited has answered." in client.get(LIST).content.decode()
