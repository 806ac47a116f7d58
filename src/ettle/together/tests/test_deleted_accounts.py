"""What happens to a session of two when one of the two deletes their account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ettle.journey.models import Goal
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast
from ettle.people.types import SIGNED_IN_AT
from ettle.together import actions
from ettle.together.models import PairSession, Participant
from ettle.together.queries import session_address
from ettle.together.tests.pairs import Phone, begin_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
LEAVE = reverse("people:leave")
SHARED, SECRET = "The new rota helps", "I dread the night shift"


@pytest.fixture
def pair() -> tuple[Phone, Phone]:
    return begin_pair(cast.isla())


@pytest.fixture
def talked(pair: tuple[Phone, Phone]) -> tuple[Phone, Phone]:
    """Both have finished. Isla shared one answer and kept one; so did Sam."""
    isla, sam = pair
    isla.answer(1, SHARED)
    isla.answer(2, SECRET, go="keep")
    sam.answer(5, "Breaks between visits")
    sam.answer(4, "Sam keeps this", go="keep")
    isla.finish()
    sam.finish()
    return pair


@pytest.mark.parametrize("who", [0, 1], ids=["starter", "who joined"])
def test_who_deletes_their_account_leaves_the_other_what_both_shared_and_agreed(who: int) -> None:
    pair = begin_pair(cast.isla(), cast.callum())
    leaver, other = pair[who], pair[1 - who]
    for phone, words in ((leaver, SHARED), (other, "Breaks between visits")):
        phone.answer(1, words)
        phone.answer(2, SECRET, go="keep")
        phone.finish()
    leaver.post("talk/", {"my_act": "Change the rota by Monday"})
    other.post("talk/", {"my_act": "Ask for a later start"})
    assert leaver.person
    assert other.person

    people.leave(leaver.person, now=timezone.now())

    for page in ("talk/", "end/", "summary.txt"):
        assert SHARED in other.read(page)
        assert "Change the rota by Monday" in other.read(page)
    assert "Ask for a later start" in other.read("summary.txt")
    left = Participant.objects.get(person=None)
    assert SECRET not in str(left.answers)
    assert leaver.client.get(leaver.home).status_code == 404
    other.post("end/", {"go": "goal"})
    assert Goal.objects.for_person(other.person).get().step == "Ask for a later start"
    assert not PairSession.objects.exists()


def test_a_guest_keeps_the_summary_when_the_starter_deletes_their_account(talked: tuple[Phone, Phone]) -> None:
    _isla, sam = talked

    people.leave(cast.isla(), now=timezone.now())

    assert SHARED in sam.read("summary.txt")
    assert SECRET not in sam.read("summary.txt?kept=1")
    assert "Sam keeps this" in sam.read("summary.txt?kept=1")
    for stranger in (Phone(), Phone(cast.callum())):
        assert stranger.client.get(f"{sam.home}summary.txt").status_code == 404
    actions.end_expired.call(at=(timezone.now() + timedelta(hours=25)).isoformat())
    assert not Participant.objects.exists()


def test_nobody_opens_the_words_of_one_phone_whose_starter_deleted_their_account() -> None:
    isla = Phone(cast.isla()).start("one-phone", "Sam")
    isla.answer(1, SHARED)
    isla.finish()
    guest = Participant.objects.get(person=None)
    theirs = session_address(guest)
    isla.answer(1, "Breaks between visits", home=theirs)
    isla.finish(home=theirs)

    people.leave(cast.isla(), now=timezone.now())

    assert Participant.objects.count() == 2
    assert CheckedClient().get(theirs).status_code == 404


def test_deleting_an_account_ends_a_session_in_which_not_both_have_finished(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    isla.answer(1, SHARED)
    isla.finish()

    people.leave(cast.isla(), now=timezone.now())

    assert not PairSession.objects.exists()
    assert not Participant.objects.exists()
    assert "has deleted their account" in sam.read()


def read_leaving_page(phone: Phone) -> str:
    session = phone.client.session
    session[SIGNED_IN_AT] = timezone.now().isoformat()
    session.save()
    response = phone.client.get(LEAVE)
    assert response.status_code == 200
    return str(response.content.decode())


def test_who_deletes_the_account_reads_before_what_the_other_keeps(talked: tuple[Phone, Phone]) -> None:
    isla, _sam = talked
    isla.post("end/", {"go": "finish"})

    assert "the other person can read what you shared and agreed" in read_leaving_page(isla)


def test_nobody_is_warned_without_an_open_session() -> None:
    callum = Phone(cast.callum())

    assert "supervision for two" not in read_leaving_page(callum)


def test_the_other_sees_that_somebody_left_with_their_account() -> None:
    isla, callum = begin_pair(cast.isla(), cast.callum())

    people.leave(cast.callum(), now=timezone.now())

    assert "The other person has left" in isla.read()
    assert callum.client.get(callum.home).status_code in {302, 404}
