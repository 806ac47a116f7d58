"""Changing an email address: both addresses confirm, the old one can undo, and nothing is given away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from ettle.kit.models import AuditLine
from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.actions.accounts import delete_expired_rows
from ettle.people.limits import ADDRESS_CHANGES
from ettle.people.models import AddressChange, User
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT

pytestmark = pytest.mark.django_db
PAGE = "/me/settings/email-address/"


@pytest.fixture(autouse=True)
def at(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as clock:
        yield clock


def sign_in(client: CheckedClient, person: User, now: datetime) -> None:
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT] = now.isoformat()
    session.save()


def read_links() -> dict[str, str]:
    """Send what waits, and return the path in the newest email to each address."""
    mail.outbox.clear()
    task_queue.run_due()
    links = ((letter.to[0], re.search(r"https?://[^/]+(/\S+)", str(letter.body))) for letter in mail.outbox)
    return {to: found.group(1) for to, found in links if found}


def ask(client: CheckedClient, now: datetime, person: User, new: str = "new@example.net") -> dict[str, str]:
    sign_in(client, person, now)
    assert client.post(PAGE, {"email": new})["Location"] == PAGE
    return read_links()


def test_the_address_changes_when_both_have_confirmed_and_the_session_goes_on(
    client: CheckedClient, now: datetime
) -> None:
    isla = cast.isla()
    links = ask(client, now, isla)
    visitor = CheckedClient()

    assert "No, I did not ask for this" in visitor.get(links["isla@example.org"]).content.decode()
    assert "One more address has to confirm" in visitor.post(links["new@example.net"]).content.decode()
    isla.refresh_from_db()
    assert isla.email == "isla@example.org"
    assert "new@example.net has confirmed" in client.get(PAGE).content.decode()

    changed = visitor.post(links["isla@example.org"]).content.decode()

    isla.refresh_from_db()
    assert "The email address is changed" in changed
    assert isla.email == "new@example.net"
    assert list(EmailAddress.objects.filter(user=isla).values_list("email", "verified", "primary")) == [
        ("new@example.net", True, True)
    ]
    assert client.get("/me/settings/").status_code == 200
    assert AuditLine.objects.filter(act="changed the email address").count() == 1


def test_opening_a_link_changes_nothing(client: CheckedClient, now: datetime) -> None:
    links = ask(client, now, cast.isla())

    for link in links.values():
        CheckedClient().get(link)

    assert not AddressChange.objects.exclude(old_confirmed_at=None, new_confirmed_at=None).exists()


def test_the_old_address_undoes_the_change_within_seven_days(
    client: CheckedClient, now: datetime, at: time_machine.Traveller
) -> None:
    isla, visitor = cast.isla(), CheckedClient()
    for link in ask(client, now, isla).values():
        visitor.post(link)
    undo = read_links()["isla@example.org"]
    at.shift(timedelta(days=6, hours=23))

    assert visitor.get(undo).status_code == 200
    assert User.objects.get(pk=isla.pk).email == "new@example.net"
    visitor.post(undo)

    assert User.objects.get(pk=isla.pk).email == "isla@example.org"
    assert not isla.sessions.exists()
    assert "cannot be undone" in visitor.post(undo).content.decode()


def test_the_link_to_undo_ends_after_seven_days(
    client: CheckedClient, now: datetime, at: time_machine.Traveller
) -> None:
    isla, visitor = cast.isla(), CheckedClient()
    for link in ask(client, now, isla).values():
        visitor.post(link)
    undo = read_links()["isla@example.org"]
    at.shift(timedelta(days=7, seconds=1))

    assert visitor.post(undo).status_code in {200, 404}
    assert User.objects.get(pk=isla.pk).email == "new@example.net"


def test_a_chain_of_changes_is_undone_as_a_whole(client: CheckedClient, now: datetime) -> None:
    isla, visitor = cast.isla(), CheckedClient()
    for link in ask(client, now, isla, "second@example.net").values():
        visitor.post(link)
    first_undo = read_links()["isla@example.org"]
    isla.refresh_from_db()
    for link in ask(client, now, isla, "third@example.net").values():
        visitor.post(link)
    second_undo = read_links()["second@example.net"]

    visitor.post(first_undo)
    visitor.post(second_undo)

    assert User.objects.get(pk=isla.pk).email == "isla@example.org"


def test_whether_an_address_has_an_account_is_said_only_to_that_address(client: CheckedClient, now: datetime) -> None:
    isla = cast.isla()
    cast.callum()
    sign_in(client, isla, now)

    known = client.post(PAGE, {"email": "Callum@example.org"})
    page = client.get(PAGE).content.decode()
    links = read_links()

    assert known["Location"] == PAGE
    assert "Open the email to callum@example.org and confirm" in page
    assert links["callum@example.org"] == reverse("account_login")


def test_who_did_not_ask_stops_the_change(client: CheckedClient, now: datetime) -> None:
    isla, visitor = cast.isla(), CheckedClient()
    links = ask(client, now, isla)

    visitor.post(links["isla@example.org"], {"go": "cancel"})
    visitor.post(links["new@example.net"])

    isla.refresh_from_db()
    assert isla.email == "isla@example.org"
    assert "no longer works" in visitor.get(links["new@example.net"]).content.decode()


def test_links_end_after_a_day_and_what_is_over_is_deleted(
    client: CheckedClient, now: datetime, at: time_machine.Traveller
) -> None:
    links = ask(client, now, cast.isla())
    at.shift(timedelta(days=1, seconds=1))

    assert CheckedClient().post(links["new@example.net"]).status_code == 404
    delete_expired_rows.call(at=(now + timedelta(days=8, seconds=1)).isoformat())
    assert not AddressChange.objects.exists()


def test_a_person_may_ask_a_few_times_a_day(client: CheckedClient, now: datetime) -> None:
    sign_in(client, cast.isla(), now)
    for number in range(ADDRESS_CHANGES.most):
        assert client.post(PAGE, {"email": f"new{number}@example.net"}).status_code == 302

    assert client.post(PAGE, {"email": "more@example.net"}).status_code == 429
    assert AddressChange.objects.waiting().get().new_email == "new4@example.net"


def test_nobody_changes_an_address_without_a_recent_sign_in(
    client: CheckedClient, now: datetime, at: time_machine.Traveller
) -> None:
    sign_in(client, cast.isla(), now)
    at.shift(timedelta(minutes=21))

    assert client.post(PAGE, {"email": "new@example.net"})["Location"].startswith("/me/settings/sign-in-again/")
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize(
    "who", [cast.isla, cast.bashir, cast.freya, cast.morag, cast.stranger, cast.agnes, cast.dougal]
)
def test_the_whole_cast_finds_both_pages_from_their_settings(
    client: CheckedClient, now: datetime, who: Callable[[], User]
) -> None:
    sign_in(client, who(), now)

    page = client.get("/me/settings/").content.decode()

    assert f'href="{PAGE}"' in page
    assert ">Delete my account</a>" in page
    assert client.get(PAGE).status_code == 200
    assert "<h1>Delete my account</h1>" in client.get("/me/settings/leave/").content.decode()
