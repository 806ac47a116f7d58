"""A person chooses which emails they get; one press in an email stops its kind, and one more undoes it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ettle.kit import actions
from ettle.kit.mail import delivery
from ettle.kit.mail.email_choices import Choice, is_stopped, stop_link, stopped_kinds
from ettle.kit.mail.email_kinds import ACCOUNT, BADGES, FROM_OTHERS, KINDS, LOOK_BACKS, REVIEWS, VIEWS, EmailKind
from ettle.kit.models import StoppedEmail
from ettle.people.actions import export_personal_data, leave
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
UNDO = re.compile(r'name="undo" value="([^"]+)"')


def deliver(kind: EmailKind, *, to: str = "isla@example.org") -> None:
    delivery.deliver_email.call(subject="Hello", body="Words\n", to=to, kind=kind.key)


def link_of_last_email() -> str:
    return str(mail.outbox[-1].extra_headers["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")


def test_a_person_turns_a_kind_off_and_gets_no_more_of_it(client: Client) -> None:
    client.force_login(cast.isla())
    kept = [kind.key for kind in KINDS if kind.is_optional and kind is not REVIEWS]

    answer = client.post(reverse("people:emails"), {"kinds": kept})
    deliver(REVIEWS)
    deliver(BADGES)

    assert answer.status_code == 422, "some of these kinds are for assessors"
    client.post(reverse("people:emails"), {"kinds": [LOOK_BACKS.key, BADGES.key]})
    deliver(REVIEWS)
    deliver(BADGES)
    assert stopped_kinds("isla@example.org") == {"reviews", "verifications", "invitations", "views", "endorsements"}
    assert [letter.subject for letter in mail.outbox] == ["Hello", "Hello", "Hello"]


def test_the_page_names_what_cannot_be_turned_off_and_why(client: Client) -> None:
    client.force_login(cast.isla())

    page = client.get(reverse("people:emails")).content.decode()

    assert "Without them you cannot sign in" in page
    assert "Work to review" not in page
    client.post(reverse("people:emails"), {"kinds": []})
    deliver(ACCOUNT)
    assert len(mail.outbox) == 1
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_an_assessor_may_turn_off_work_to_review(client: Client) -> None:
    client.force_login(cast.bashir())

    assert "Work to review" in client.get(reverse("people:emails")).content.decode()


def test_one_press_in_an_email_stops_its_kind_without_signing_in_and_one_more_undoes_it() -> None:
    deliver(LOOK_BACKS)
    link, stranger = link_of_last_email(), Client(enforce_csrf_checks=True)

    page = stranger.post(link, {"go": "stop"}).content.decode()
    deliver(LOOK_BACKS)

    assert "You have turned these emails off" in page
    assert "Reminders of your goals" in page
    assert "Undo" in page
    assert len(mail.outbox) == 1
    undo = {"go": "resume", "undo": UNDO.findall(page)[0]}
    assert "You get these emails again" in stranger.post(link, undo).content.decode()
    deliver(LOOK_BACKS)
    assert len(mail.outbox) == 2


def test_an_email_program_stops_a_kind_by_its_own_button(client: Client) -> None:
    deliver(LOOK_BACKS)

    client.post(link_of_last_email(), {"List-Unsubscribe": "One-Click"})

    assert is_stopped("isla@example.org", LOOK_BACKS)


def test_the_link_of_an_old_email_does_not_turn_emails_on_again(client: Client) -> None:
    deliver(LOOK_BACKS)
    link = link_of_last_email()
    actions.stop_emails(Choice("isla@example.org", LOOK_BACKS), now=NOW)

    answers = [client.post(link, data).content.decode() for data in ({"go": "resume"}, {"go": "stop"}, {})]

    assert not any(UNDO.search(page) for page in answers)
    assert all("sign in with this address" in page for page in answers)
    assert is_stopped("isla@example.org", LOOK_BACKS)


def test_undo_is_for_an_hour_and_for_the_stop_that_it_was_made_for(client: Client) -> None:
    deliver(LOOK_BACKS)
    link = link_of_last_email()
    undo = {"go": "resume", "undo": UNDO.findall(client.post(link).content.decode())[0]}

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        client.post(link, undo)
    assert is_stopped("isla@example.org", LOOK_BACKS)
    actions.resume_emails(Choice("isla@example.org", LOOK_BACKS))
    actions.stop_emails(Choice("isla@example.org", LOOK_BACKS), now=timezone.now())
    client.post(link, undo)
    assert is_stopped("isla@example.org", LOOK_BACKS)


def test_a_link_shows_no_address() -> None:
    token = stop_link("isla@example.org", BADGES).rstrip("/").rpartition("/")[2]

    for part in (token, *re.split("[:.]", token)):
        assert b"isla" not in base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_program_that_opens_the_link_stops_nothing(client: Client) -> None:
    deliver(BADGES)

    assert link_of_last_email() in str(mail.outbox[0].body)
    assert client.get(link_of_last_email()).status_code == 200
    assert not is_stopped("isla@example.org", BADGES)


def test_an_address_without_an_account_stops_invitations_too(client: Client) -> None:
    deliver(FROM_OTHERS, to="Someone@Elsewhere.example")

    client.post(link_of_last_email())
    deliver(FROM_OTHERS, to="someone@elsewhere.example")

    assert len(mail.outbox) == 1


def test_a_link_stops_no_other_kind_and_no_other_address(client: Client) -> None:
    deliver(BADGES)
    client.post(link_of_last_email())

    assert not is_stopped("isla@example.org", REVIEWS)
    assert not is_stopped("bashir@example.org", BADGES)
    assert client.post(reverse("kit:stop-emails", args=["made-up"])).status_code == 404
    needed = stop_link("isla@example.org", ACCOUNT).removeprefix("http://localhost:8000")
    assert client.post(needed).status_code == 404


def test_emails_of_a_360_have_a_line_of_their_own() -> None:
    deliver(VIEWS)

    assert "Stop emails like this" not in str(mail.outbox[0].body)
    assert "List-Unsubscribe-Post" in mail.outbox[0].extra_headers


def test_a_choice_goes_with_the_person_to_their_new_address_and_leaves_with_them() -> None:
    isla = cast.isla()
    actions.stop_emails(Choice(isla.email, BADGES), now=NOW)
    parts = export_personal_data(isla, now=NOW)["parts"]

    actions.move_email_choices(old=isla.email, new="New@example.org", now=NOW)

    assert any(row.get("kind") == "badges" for part in parts for row in part["rows"])
    assert is_stopped("new@example.org", BADGES)
    assert not is_stopped("isla@example.org", BADGES)
    actions.stop_emails(Choice(isla.email, BADGES), now=NOW)
    leave(isla, now=NOW)
    assert not StoppedEmail.objects.filter(email="isla@example.org").exists()
