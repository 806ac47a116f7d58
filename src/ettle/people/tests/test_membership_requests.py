"""A person asks a listed organisation to let them join; a lead accepts or declines, and both are told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from ettle.kit.limits.counters import consume
from ettle.kit.refusal import LimitReached, Refused
from ettle.kit.tasks import task_queue
from ettle.people.actions.accounts import delete_expired_rows
from ettle.people.limits import MEMBERSHIP_REQUEST_EMAILS, REQUESTS_TO_ORGANISATION
from ettle.people.membership_requests import actions
from ettle.people.membership_requests.forms import AnswerForm, AskForm
from ettle.people.membership_requests.models import MembershipRequest
from ettle.people.models import Membership, Organisation, User
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


def test_an_empty_list_speaks_of_a_name_only_after_a_search(client: Client) -> None:
    client.force_login(cast.stranger())

    assert "No organisation is listed here." in page(client, JOIN)
    assert "No organisation of this name is listed." in page(client, f"{JOIN}?name=rowan")


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
    again = actions.ask_to_join(organisation=asked.organisation, person=cast.stranger(), words=asked.words, now=now)
    client.force_login(cast.stranger())
    client.post(reverse("people:withdraw-request", args=[asked.uuid]))

    assert again.pk == asked.pk
    assert not MembershipRequest.objects.waiting().exists()
    with pytest.raises(Refused, match="took it back"):
        actions.answer_request(request=asked, is_accepted=True, answer="", by=cast.freya(), now=now)


def test_a_second_request_loses_no_words_and_shows_the_one_that_waits(client: Client, asked: MembershipRequest) -> None:
    client.force_login(cast.stranger())
    address = reverse("people:ask-to-join", args=[asked.organisation.uuid])

    shown = page(client, address)
    second = client.post(address, {"words": "I have moved to the day shift"})

    assert "You have asked to join" in shown
    assert "I work nights here" in shown
    assert "<textarea" not in shown
    assert second.status_code == 422
    assert "To change its words, withdraw it first" in second.content.decode()
    assert "I have moved to the day shift" in second.content.decode()


def test_a_request_that_was_withdrawn_and_sent_again_sends_one_email_in_a_day(
    asked: MembershipRequest, now: datetime
) -> None:
    def ask_again(at: datetime) -> int:
        waiting = MembershipRequest.objects.waiting().get()
        actions.withdraw_request(request=waiting, now=at)
        actions.ask_to_join(organisation=asked.organisation, person=cast.stranger(), words="Again", now=at)
        task_queue.run_due()
        return len(mail.outbox)

    assert ask_again(now + timedelta(minutes=1)) == 1
    assert ask_again(now + timedelta(days=2)) == 2


def test_many_requests_send_a_lead_ten_emails_a_day_and_wait_on_the_page(listed: Organisation, now: datetime) -> None:
    for number in range(12):
        person = User.objects.create(email=f"new{number}@example.org", name=f"New {number}")
        actions.ask_to_join(organisation=listed, person=person, words="", now=now)
    task_queue.run_due()

    assert len(mail.outbox) == MEMBERSHIP_REQUEST_EMAILS.most == 10
    assert MembershipRequest.objects.waiting().count() == 12


def test_an_organisation_gets_a_limited_number_of_requests_in_a_day(listed: Organisation, now: datetime) -> None:
    consume(REQUESTS_TO_ORGANISATION, str(listed.uuid), now=now, uses=REQUESTS_TO_ORGANISATION.most)

    with pytest.raises(LimitReached, match="many requests in a day"):
        actions.ask_to_join(organisation=listed, person=cast.stranger(), words="", now=now)


@pytest.mark.parametrize(
    "words",
    ["see https://evil.example/", "see evil.example", "me@evil.example", "call 07700 900123", "www.evil", "a\u202eb c"],
)
def test_words_of_a_request_and_of_its_answer_have_no_links(words: str) -> None:
    assert "words" in AskForm({"words": words}).errors
    assert "answer" in AnswerForm({"is_accepted": "no", "answer": words}).errors


def test_times_dates_and_lines_are_allowed_in_a_request() -> None:
    words = "I work 7.30 to 15.00, since 01.02.2026: nights.\nDr. Reid knows me (50% of full time)."

    assert not AskForm({"words": words}).errors


def test_a_member_reads_that_they_belong(client: Client, listed: Organisation) -> None:
    client.force_login(cast.isla())

    shown = page(client, reverse("people:ask-to-join", args=[listed.uuid]))

    assert "You belong to" in shown
    assert "Send request" not in shown
    assert reverse("people:settings") in shown


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
