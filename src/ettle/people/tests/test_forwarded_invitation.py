"""An invitation to assess or lead works for its own address, or after the lead's yes."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from ettle.kit.refusal import Refused
from ettle.people import actions, queries
from ettle.people.models import JoinRequest, Membership, OrganisationInvitation, User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
HERE = "/organisation/rowan-house/"


def invite(now: datetime, address: str, role: str = "assessor") -> OrganisationInvitation:
    by = cast.dougal() if role == "lead" else cast.freya()
    actions.invite(organisation=cast.rowan_house(), addresses=[address], role=role, by=by, now=now)
    return OrganisationInvitation.objects.get(email=address)


def link(invitation: OrganisationInvitation) -> str:
    return reverse("people:join", args=[queries.join_token(invitation)])


def ask(invitation: OrganisationInvitation, now: datetime) -> JoinRequest:
    return actions.ask_to_join(invitation=invitation, person=cast.stranger(), now=now)


@pytest.mark.parametrize("role", ["assessor", "lead"])
def test_a_forwarded_link_lets_nobody_see_the_work_of_others(client: Client, now: datetime, role: str) -> None:
    invitation = invite(now, "bell@example.org", role)
    sam = cast.stranger()
    client.force_login(sam)

    with time_machine.travel(now, tick=False):
        page = client.get(link(invitation)).content.decode()
        client.post(link(invitation), {"same_person": "on"})
        client.post(link(invitation))

    assert "not sent to your address" in page
    assert not sam.memberships.exists()
    assert JoinRequest.objects.get().answered_at is None
    with pytest.raises(Refused, match="another address"):
        actions.accept(invitation=invitation, person=sam, now=now)


@pytest.mark.parametrize(("answer", "joins"), [("yes", True), ("no", False)])
def test_the_lead_says_yes_or_no(client: Client, now: datetime, answer: str, joins: bool) -> None:
    request = ask(invite(now, "bell@example.org"), now)
    client.force_login(cast.freya())
    address = reverse("people:answer-request", args=["rowan-house", request.uuid])

    with time_machine.travel(now, tick=False):
        assert "Sam Stranger (sam@example.org), as Assessor" in client.get(HERE).content.decode()
        client.post(address, {"answer": answer})
        assert "Sam Stranger (sam@example.org), as Assessor" not in client.get(HERE).content.decode()
        assert client.post(address, {"answer": "yes"}).status_code == 404

    assert Membership.objects.filter(person=request.person).exists() is joins


def test_only_a_lead_of_the_organisation_answers_and_an_administrator_for_a_lead(now: datetime) -> None:
    request = ask(invite(now, "bell@example.org"), now)
    with pytest.raises(Refused):
        actions.answer_join_request(request=request, is_accepted=True, by=cast.morag(), now=now)

    lead = ask(invite(now, "lead@example.org", "lead"), now)
    with pytest.raises(Refused):
        actions.answer_join_request(request=lead, is_accepted=True, by=cast.freya(), now=now)
    actions.answer_join_request(request=lead, is_accepted=True, by=cast.dougal(), now=now)
    assert queries.is_lead(lead.person)


def test_an_address_that_is_not_confirmed_is_another_address(now: datetime) -> None:
    invitation = invite(now, "sam@example.org")
    sam = cast.stranger()
    EmailAddress.objects.filter(user=sam).update(verified=False)
    with pytest.raises(Refused):
        actions.accept(invitation=invitation, person=sam, now=now)

    EmailAddress.objects.filter(user=sam).update(verified=True)
    actions.accept(invitation=invitation, person=sam, now=now)
    assert queries.is_assessor(User.objects.get(pk=sam.pk))
