"""Joining a session: a code works once, cannot be guessed, and looks up nothing before it is counted."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ettle.kit.models import LimitCount
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.together.limits import SESSION_STARTS, WRONG_CODES
from ettle.together.models import PairSession, Participant
from ettle.together.tests.pairs import JOIN, START, Phone, begin_pair
from ettle.together.types.join_codes import LENGTH, LETTERS, format_code, make_code, read_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]


@pytest.fixture
def code() -> str:
    Phone(cast.isla()).start()
    found = PairSession.objects.get().code
    assert found
    return found


def test_a_visitor_signs_in_before_they_start(client: CheckedClient) -> None:
    assert client.get(START)["Location"] == f"/account/sign-in/?next={START}"
    about = client.get(reverse("together:supervision")).content.decode()
    assert "To start, you need an account. The other person needs none." in about


def test_the_starter_sees_a_code_and_a_square_and_a_guest_joins_by_it(code: str) -> None:
    guest = Phone()

    guest.join(format_code(code).lower().replace("-", " "))

    assert "You and Isla" in guest.read()
    assert PairSession.objects.get().code == ""


def test_the_page_of_the_starter_shows_how_to_join(code: str) -> None:
    isla = Phone(cast.isla())
    isla.home = isla.client.get(reverse("together:supervision")).context["sessions"][0]["address"]

    page = isla.read()

    assert format_code(code) in page
    assert "together-square" in page
    assert reverse("together:join") in page


def test_a_code_works_once(code: str) -> None:
    Phone().join(code)

    second = Phone().join(code, name="Kim")

    assert second.status_code == 422
    assert "No open session has this code" in second.content.decode()
    assert Participant.objects.count() == 2


def test_the_same_form_sent_twice_joins_once_and_gets_the_same_page(code: str) -> None:
    guest, key = Phone(), str(uuid.uuid4())
    guest.join(code, key=key)
    first = guest.home

    guest.join(code, key=key)

    assert "You and Isla" in guest.read(home=first)
    assert "You and Isla" in guest.read()
    assert Participant.objects.count() == 2


def test_opening_the_page_of_a_code_looks_nothing_up(code: str, client: CheckedClient) -> None:
    right, wrong = (client.get(reverse("together:join-by", args=[tried])) for tried in (code, "ABCDEFGH"))

    assert (right.status_code, wrong.status_code) == (200, 200)
    assert "Isla" not in right.content.decode()
    assert client.get(reverse("together:join-by", args=["ABC"])).status_code == 404


def test_wrong_codes_of_a_network_are_limited_and_its_right_ones_are_not(code: str) -> None:
    LimitCount.objects.all().delete()
    guest, key = CheckedClient(), str(uuid.uuid4())

    tries = [
        guest.post(JOIN, {"code": make_code(), "name": "Sam", "key": key}).status_code
        for _try in range(WRONG_CODES.most)
    ]

    assert set(tries) == {422}
    refused = guest.post(JOIN, {"code": make_code(), "name": "Sam", "key": key})
    assert refused.status_code == 429
    assert "Many wrong codes were entered" in refused.content.decode()
    assert 'value="Sam"' in refused.content.decode()
    assert guest.post(JOIN, {"code": code, "name": "Sam", "key": key}).status_code == 302
    assert Participant.objects.count() == 2


def test_right_codes_are_not_counted(code: str) -> None:
    LimitCount.objects.all().delete()

    Phone().join(code)

    assert not LimitCount.objects.filter(limit=WRONG_CODES.name).exists()


def test_codes_have_no_letters_that_look_alike_and_enough_of_them() -> None:
    assert len(LETTERS) ** LENGTH > 6e11
    assert not set("01OIUL") & set(LETTERS)
    assert len({make_code() for _code in range(200)}) == 200
    assert [read_code(typed) for typed in ("abcd-2345", " ABCD 2345 ", "ABCD-234", "ABCD-2340")] == [
        "ABCD2345",
        "ABCD2345",
        None,
        None,
    ]


def test_the_starter_is_told_that_the_code_is_for_the_other_phone(code: str) -> None:
    isla = Phone(cast.isla())

    assert "Enter the code on the other person’s phone" in isla.join(code).content.decode()
    assert PairSession.objects.get().code == code


def test_a_code_of_yesterday_is_too_old(code: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1), tick=False):
        assert Phone().join(code).status_code == 422


def test_a_name_is_no_address(code: str) -> None:
    assert Phone().join(code, name="www.example.org").status_code == 422


def test_a_person_starts_so_many_sessions_a_day_and_no_more() -> None:
    isla = Phone(cast.isla())
    for _session in range(SESSION_STARTS.most):
        isla.start()

    assert isla.client.post(START, {"way": "two-phones"}).status_code == 429


def test_a_code_that_cannot_be_right_says_which_characters_never_occur(client: CheckedClient) -> None:
    page = client.post(JOIN, {"code": "ABCD1234", "name": "Sam", "key": str(uuid.uuid4())}).content.decode()

    assert "It never has I, L, O, U, 0 or 1" in page
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") - set(LETTERS) == set("ILOU01")


def test_each_reads_the_end_of_the_session_in_a_zone_that_is_named() -> None:
    isla_in_new_york = cast.isla()
    isla_in_new_york.time_zone = "America/New_York"
    isla_in_new_york.save()
    with time_machine.travel(datetime(2026, 11, 30, 14, 2, tzinfo=UTC), tick=False):
        isla, sam = begin_pair(isla_in_new_york)

    with time_machine.travel(datetime(2026, 11, 30, 15, 0, tzinfo=UTC), tick=False):
        mine, theirs = isla.read(), sam.read()

    assert "at 1 December 2026, 09:02 EST at the latest" in mine
    assert "at 1 December 2026, 14:02 GMT at the latest" in theirs
