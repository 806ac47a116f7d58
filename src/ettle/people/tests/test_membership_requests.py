"""A person asks a listed organisation to let them join; a lead accepts or declines, and both are told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.actions.accounts import delete_expired_rows
from ettle.people.membership_requests import actions
from ettle.people.models import Membership, MembershipRequest, Organisation
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
JOIN = "/me/organisations/"


@pytest.fixture
def listed(now: datetime) -> Organisation:
    actions.list_organisation(organisation=cast.rowan_house(), is_listed=True, by=cast.freya(), now=now)
    return cast.rowan_house()


@pytest.fixture
def asked(listed: Organisation, now: datetime) -> MembershipRequest:
    return actions.ask_to_join(organisation=listed, person=cast.stranger(), words="I work nights here", now=now)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_only_organisations_that_chose_to_be_listed_are_found(client: Client, listed: Organisation) -> None:
    hidden = cast.larch_care()
    client.force_login(cast.stranger())

    shown = page(client, JOIN)

    assert "Rowan House" in shown
    assert "Larch Care" not in shown
    assert "Larch Care" not in page(client, f"{JOIN}?name=larch")
    assert client.get(reverse("people:ask-to-join", args=[hidden.uuid])).status_code == 404
    assert client.post(reverse("people:ask-to-join", args=[hidden.uuid])).status_code == 404


def test_no_page_of_it_names_a_member(client: Client, asked: MembershipRequest) -> None:
    cast.isla()
    client.force_login(cast.stranger())

    shown = page(client, JOIN) + page(client, reverse("people:ask-to-join", args=[asked.organisation.uuid]))

    assert not any(name in shown for name in ("Isla", "Freya", "Bashir"))


def test_a_person_asks_and_the_leads_are_told(client: Client, listed: Organisation, now: datetime) -> None:
    client.force_login(cast.stranger())

    with time_machine.travel(now, tick=False):
        client.post(reverse("people:ask-to-join", args=[listed.uuid]), {"words": "I work nights here"})
        task_queue.run_due()

    assert "Waiting" in page(client, JOIN)
    assert [letter.to for letter in mail.outbox] == [["freya@example.org"]]
    assert mail.outbox[0].subject == "Sam Stranger asks to join Rowan House"
    assert "nights" not in str(mail.outbox[0].body)


def test_a_lead_accepts_with_a_word_and_the_person_belongs(
    client: Client, asked: MembershipRequest, now: datetime
) -> None:
    client.force_login(cast.freya())
    address = reverse("people:membership-request", args=["rowan-house", asked.uuid])

    assert "I work nights here" in page(client, address)
    with time_machine.travel(now, tick=False):
        client.post(address, {"is_accepted": "yes", "answer": "Welcome to the team"})
        task_queue.run_due()

    assert Membership.objects.current().filter(person=cast.stranger(), role="learner").exists()
    assert [letter.subject for letter in mail.outbox if letter.to == ["sam@example.org"]] == [
        "You have joined Rowan House"
    ]
    client.force_login(cast.stranger())
    assert "Welcome to the team" in page(client, JOIN)


def test_a_declined_request_says_so_and_can_be_repeated_after_a_month(
    client: Client, asked: MembershipRequest, now: datetime
) -> None:
    actions.answer_request(request=asked, is_accepted=False, answer="Ask Larch Care", by=cast.freya(), now=now)

    client.force_login(cast.stranger())
    assert "Declined" in page(client, JOIN)
    with pytest.raises(Refused, match="30 days"):
        actions.ask_to_join(organisation=asked.organisation, person=cast.stranger(), words="", now=now)
    later = now + timedelta(days=31)
    assert actions.ask_to_join(organisation=asked.organisation, person=cast.stranger(), words="", now=later).pk


def test_a_request_is_answered_once(asked: MembershipRequest, now: datetime) -> None:
    actions.answer_request(request=asked, is_accepted=False, answer="", by=cast.freya(), now=now)

    with pytest.raises(Refused, match="answered already"):
        actions.answer_request(request=asked, is_accepted=True, answer="", by=cast.freya(), now=now)
    assert not Membership.objects.filter(person=cast.stranger()).exists()


def test_asked_twice_is_asked_once_and_a_person_can_withdraw(
    client: Client, asked: MembershipRequest, now: datetime
) -> None:
    again = actions.ask_to_join(organisation=asked.organisation, person=cast.stranger(), words="", now=now)
    client.force_login(cast.stranger())
    client.post(reverse("people:withdraw-request", args=[asked.uuid]))

    assert again.pk == asked.pk
    assert not MembershipRequest.objects.waiting().exists()
    with pytest.raises(Refused, match="took it back"):
        actions.answer_request(request=asked, is_accepted=True, answer="", by=cast.freya(), now=now)


def test_nobody_asks_more_than_five_at_a_time(now: datetime) -> None:
    organisations = [
        Organisation.objects.create(slug=f"home-{number}", name=f"Home {number}", is_listed=True) for number in range(6)
    ]
    for organisation in organisations[:5]:
        actions.ask_to_join(organisation=organisation, person=cast.stranger(), words="", now=now)

    with pytest.raises(Refused, match="Five of your requests"):
        actions.ask_to_join(organisation=organisations[5], person=cast.stranger(), words="", now=now)


def test_a_lead_elsewhere_cannot_see_or_answer(client: Client, asked: MembershipRequest, now: datetime) -> None:
    client.force_login(cast.morag())

    assert client.get(reverse("people:membership-request", args=["rowan-house", asked.uuid])).status_code == 404
    assert client.get(reverse("people:membership-request", args=["larch-care", asked.uuid])).status_code == 404
    assert client.post(reverse("people:list-organisation", args=["rowan-house"])).status_code == 404
    with pytest.raises(Refused, match="Only a lead"):
        actions.answer_request(request=asked, is_accepted=True, answer="", by=cast.morag(), now=now)


def test_a_member_does_not_ask_again(listed: Organisation, now: datetime) -> None:
    with pytest.raises(Refused, match="belong to this organisation already"):
        actions.ask_to_join(organisation=listed, person=cast.isla(), words="", now=now)


def test_an_organisation_without_a_lead_has_its_requests_answered_by_administrators(now: datetime) -> None:
    alone = Organisation.objects.create(slug="alone", name="Alone", is_listed=True)
    cast.dougal()

    actions.ask_to_join(organisation=alone, person=cast.stranger(), words="", now=now)
    task_queue.run_due()

    assert [letter.to for letter in mail.outbox] == [["dougal@example.org"]]


def test_what_has_ended_is_deleted_after_three_months(asked: MembershipRequest, now: datetime) -> None:
    actions.answer_request(request=asked, is_accepted=False, answer="", by=cast.freya(), now=now)

    delete_expired_rows.call(at=(now + timedelta(days=89)).isoformat())
    assert MembershipRequest.objects.exists()

    delete_expired_rows.call(at=(now + timedelta(days=91)).isoformat())
    assert not MembershipRequest.objects.exists()
