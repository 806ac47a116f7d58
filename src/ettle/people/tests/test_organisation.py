"""The lead's pages: members, invitations, and the link in an email."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions, queries
from ettle.people.models import Membership, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db

HERE = "/organisation/rowan-house/"
INVITE = f"{HERE}invite/"


@pytest.fixture
def freya(client: CheckedClient) -> User:
    freya = cast.freya()
    client.force_login(freya)
    return freya


def link() -> str:
    task_queue.run_due()
    found = re.search(r"http://localhost:8000(/organisation/join/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def invited(now: datetime, address: str = "new@example.org", role: str = "learner") -> OrganisationInvitation:
    actions.invite(organisation=cast.rowan_house(), addresses=[address], role=role, by=cast.freya(), now=now)
    return OrganisationInvitation.objects.get(email=address)


def test_a_lead_sees_who_belongs_and_nothing_else(client: CheckedClient, freya: User) -> None:
    cast.isla()
    cast.ewan()

    assert client.get("/organisation/")["Location"] == HERE
    page = client.get(HERE).content.decode()

    assert "Isla Reid" in page
    assert "isla@example.org" in page
    assert "Ewan Laird" not in page


@pytest.mark.parametrize("who", [cast.isla, cast.bashir, cast.morag, cast.stranger, cast.agnes])
def test_for_others_the_organisation_is_not_there(client: CheckedClient, who: Any) -> None:
    member = Membership.objects.filter(person=cast.isla()).get()
    client.force_login(who())

    assert client.get(HERE).status_code == 404
    assert client.get(INVITE).status_code == 404
    assert client.get(f"{HERE}members/{member.pk}/end/").status_code == 404
    assert client.post(f"{HERE}members/{member.pk}/end/").status_code == 404


def test_an_administrator_may_open_every_organisation(client: CheckedClient) -> None:
    cast.isla()
    client.force_login(cast.dougal())

    assert client.get(HERE).status_code == 200


def test_an_administrator_of_an_empty_site_is_led_to_the_first_organisation(client: CheckedClient) -> None:
    client.force_login(cast.dougal())

    assert client.get("/organisation/")["Location"] == "/manage/organisations/"


def test_a_big_organisation_asks_few_questions_of_the_database(
    client: CheckedClient, freya: User, django_assert_max_num_queries: Any
) -> None:
    people = [User(email=f"p{n}@example.org", name=f"Person {n}") for n in range(150)]
    User.objects.bulk_create(people)
    house = cast.rowan_house()
    Membership.objects.bulk_create(
        [Membership(person=p, organisation=house, role="learner", began_at=cast.NOW) for p in people]
    )
    actions.invite(
        organisation=house, addresses=[f"w{n}@example.org" for n in range(50)], role="learner", by=freya, now=cast.NOW
    )

    with django_assert_max_num_queries(10):
        assert "Page 1 of 2" in client.get(HERE).content.decode()
    with django_assert_max_num_queries(10):
        client.get("/me/settings/")


def test_many_people_are_invited_at_once_each_with_a_link(client: CheckedClient, freya: User) -> None:
    response = client.post(
        INVITE, {"role": "learner", "addresses": "a@example.org\r\nB Bain <B@example.org>; c@example.org,a@example.org"}
    )

    assert response["Location"] == HERE
    task_queue.run_due()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["a@example.org", "b@example.org", "c@example.org"]
    assert "Freya Munro asks you to join Rowan House" in mail.outbox[0].subject


def test_a_fault_names_its_line_and_sends_nothing_and_loses_nothing(client: CheckedClient, freya: User) -> None:
    typed = "a@example.org\nnot an address\n\nb@example"

    response = client.post(INVITE, {"role": "assessor", "addresses": typed})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Line 2: ‘not an address’ is not an email address" in page
    assert "Line 4: ‘b@example’ is not an email address" in page
    assert "not an address\n\nb@example</textarea>" in page
    assert not OrganisationInvitation.objects.exists()


def test_a_list_from_an_email_program_invites_each_person_on_it(client: CheckedClient, freya: User) -> None:
    typed = "Hay, Nell <nell@example.org>; Orr, Ada <ADA@example.org>; ada@example.org, \u200bsam@example.org"

    client.post(INVITE, {"role": "learner", "addresses": typed})

    assert sorted(OrganisationInvitation.objects.values_list("email", flat=True)) == [
        "ada@example.org",
        "nell@example.org",
        "sam@example.org",
    ]


def test_more_than_two_hundred_at_once_are_refused(client: CheckedClient, freya: User) -> None:
    typed = "\n".join(f"a{n}@example.org" for n in range(201))

    response = client.post(INVITE, {"role": "learner", "addresses": typed})

    assert "Invite 200 or fewer at a time" in response.content.decode()


def test_two_hundred_are_invited_with_few_questions_each(client: CheckedClient, freya: User) -> None:
    typed = "\n".join(f"a{n}@example.org" for n in range(200))

    assert client.post(INVITE, {"role": "learner", "addresses": typed}).status_code == 302
    assert OrganisationInvitation.objects.count() == 200


def test_no_one_is_invited_twice(now: datetime) -> None:
    cast.isla()
    invited(now)

    again = actions.invite(
        organisation=cast.rowan_house(),
        addresses=["new@example.org", "isla@example.org"],
        role="learner",
        by=cast.freya(),
        now=now,
    )

    assert (again.sent, again.waiting, again.members) == ([], ["new@example.org"], ["isla@example.org"])


def test_an_expired_invitation_can_be_sent_again(now: datetime) -> None:
    invited(now)

    later = now + timedelta(days=15)
    again = actions.invite(
        organisation=cast.rowan_house(), addresses=["new@example.org"], role="learner", by=cast.freya(), now=later
    )

    assert again.sent == ["new@example.org"]


def test_a_lead_names_no_leads(client: CheckedClient, freya: User, now: datetime) -> None:
    response = client.post(INVITE, {"role": "lead", "addresses": "a@example.org"})

    assert response.status_code == 422
    with pytest.raises(Refused):
        actions.invite(organisation=cast.rowan_house(), addresses=["a@b.org"], role="lead", by=freya, now=now)


def test_a_lead_of_another_organisation_cannot_invite_here(now: datetime) -> None:
    with pytest.raises(Refused):
        actions.invite(organisation=cast.rowan_house(), addresses=["a@b.org"], role="learner", by=cast.morag(), now=now)


def test_opening_the_link_does_nothing(client: CheckedClient, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        invitation = invited(now)
        page = client.get(link()).content.decode()
        client.force_login(cast.stranger())
        client.get(link())

    assert "<bdi>Freya Munro</bdi> asks you to join <bdi>Rowan House</bdi> as Learner" in page
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_the_button_joins_and_works_once(client: CheckedClient, now: datetime) -> None:
    invited(now, "sam@example.org")
    sam = cast.stranger()
    client.force_login(sam)
    with time_machine.travel(now, tick=False):
        before = client.session.session_key
        response = client.post(link())
        again = client.post(link())

    assert response["Location"] == "/me/settings/"
    assert "It has been used" in again.content.decode()
    assert client.session.session_key != before
    assert str(queries.main_organisation(sam)) == "Rowan House"


def test_joining_with_another_address_needs_confirmation(client: CheckedClient, now: datetime) -> None:
    invited(now, "samuel@example.org")
    sam = cast.stranger()
    client.force_login(sam)

    with time_machine.travel(now, tick=False):
        refused = client.post(link())
        accepted = client.post(link(), {"same_person": "on"})

    assert refused.status_code == 422
    assert accepted.status_code == 302
    assert str(queries.main_organisation(sam)) == "Rowan House"


@pytest.mark.parametrize("ended", ["run out", "withdrawn"])
def test_a_link_that_ended_joins_nobody(client: CheckedClient, now: datetime, ended: str) -> None:
    invitation = invited(now, "sam@example.org")
    client.force_login(cast.stranger())
    if ended == "withdrawn":
        actions.withdraw(invitation=invitation, by=cast.freya(), now=now)

    days = timedelta(days=14 if ended == "run out" else 1)
    with time_machine.travel(now + days, tick=False):
        assert "This invitation has ended" in client.post(link()).content.decode()
    assert not Membership.objects.filter(person__email="sam@example.org").exists()


def test_a_link_nobody_signed_is_not_there(client: CheckedClient, now: datetime) -> None:
    token = queries.join_token(invited(now))

    assert client.get(reverse("people:join", args=[token[:-2] + "xx"])).status_code == 404
    assert client.get(reverse("people:join", args=[token.split(":")[0]])).status_code == 404


def test_an_invitation_is_withdrawn_with_one_press(client: CheckedClient, freya: User, now: datetime) -> None:
    invitation = invited(now)

    client.post(reverse("people:withdraw", args=["rowan-house", invitation.uuid]))

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_a_membership_is_ended_after_asking(client: CheckedClient, freya: User) -> None:
    isla = cast.isla()
    membership = isla.memberships.get()
    address = reverse("people:end-membership", args=["rowan-house", membership.pk])

    assert client.get(address).status_code == 200
    assert queries.main_organisation(isla) is not None
    client.post(address)

    assert queries.main_organisation(isla) is None


def test_a_lead_cannot_end_their_own_lead_role(client: CheckedClient, freya: User) -> None:
    membership = freya.memberships.get()

    response = client.post(reverse("people:end-membership", args=["rowan-house", membership.pk]))

    assert response.status_code == 422
    assert queries.is_lead(freya)


def test_who_left_can_be_invited_and_join_again(now: datetime) -> None:
    isla = cast.isla()
    actions.end_membership(membership=isla.memberships.get(), by=cast.freya(), now=now)

    actions.accept(invitation=invited(now, "isla@example.org"), person=isla, now=now)

    assert isla.memberships.count() == 2
    assert queries.main_organisation(isla) == cast.rowan_house()


def test_an_administrator_makes_an_organisation_and_invites_its_lead(client: CheckedClient) -> None:
    client.force_login(cast.dougal())
    assert client.get("/manage/organisations/").status_code == 200

    response = client.post("/manage/organisations/", {"name": "Hazel & Sons"})
    assert response["Location"] == "/organisation/hazel-sons/invite/"
    client.post(response["Location"], {"role": "lead", "addresses": "sam@example.org"})
    twice = client.post("/manage/organisations/", {"name": "hazel & sons"})

    assert OrganisationInvitation.objects.get().role == "lead"
    assert twice.status_code == 422
    assert client.get("/manage/organisations/").status_code == 200


def test_organisations_of_like_names_get_addresses_of_their_own(now: datetime) -> None:
    dougal = cast.dougal()

    slugs = [actions.create_organisation(name=name, by=dougal, now=now).slug for name in ("Join", "Oak!", "Oak?", "山")]

    assert slugs == ["join-2", "oak", "oak-2", "organisation"]


def test_an_administrator_names_and_ends_assessors_for_the_whole_site(client: CheckedClient) -> None:
    client.force_login(cast.dougal())
    sam, isla = cast.stranger(), cast.isla()

    assert client.post("/manage/assessors/", {"email": "nobody@example.org"}).status_code == 422
    assert client.post("/manage/assessors/", {"email": "SAM@example.org"}).status_code == 302
    assert client.post("/manage/assessors/", {"email": "sam@example.org"}).status_code == 422
    assert queries.learners_assessed_by(sam).contains(isla)
    assert queries.assessors_for(isla).contains(sam)
    assert client.get("/manage/assessors/").status_code == 200

    address = reverse("people:end-assessor", args=[sam.memberships.get().pk])
    assert client.get(address).status_code == 200
    client.post(address)
    assert not queries.is_assessor(sam)


@pytest.mark.parametrize("who", [cast.isla, cast.freya, cast.agnes])
def test_the_administrators_pages_are_not_there_for_others(client: CheckedClient, who: Any) -> None:
    client.force_login(who())

    assert client.get("/manage/organisations/").status_code == 404
    assert client.get("/manage/assessors/").status_code == 404
    assert client.post("/manage/organisations/", {"name": "Mine"}).status_code == 404
