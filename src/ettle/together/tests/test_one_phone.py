"""One phone, passed round: the first person's answers are hidden, and what they kept is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ettle.journey.models import Goal
from ettle.people.tests import cast
from ettle.together import queries
from ettle.together.models import PairSession, Participant
from ettle.together.tests.pairs import START, Phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
SHARED, SECRET = "The new rota helps", "I dread the night shift"


@pytest.fixture
def phone() -> Phone:
    return Phone(cast.isla()).start("one-phone", "Sam")


def hand_over(phone: Phone) -> str:
    """Isla answers and hands over; the address of Sam's part."""
    phone.answer(1, SHARED)
    phone.answer(2, SECRET, go="keep")
    phone.finish()
    return queries.session_address(Participant.objects.get(is_starter=False))


def test_the_name_of_the_other_is_needed_to_say_whose_turn_it_is() -> None:
    refused = Phone(cast.isla()).client.post(START, {"way": "one-phone", "other_name": ""})

    assert refused.status_code == 422
    assert "Enter their first name" in refused.content.decode()


def test_the_page_before_handing_over_says_what_is_deleted(phone: Phone) -> None:
    phone.answer(2, SECRET, go="keep")

    page = phone.read("check/")

    assert "Hide my answers and hand over to Sam" in page
    assert "is deleted now" in page


def test_after_handing_over_no_page_shows_an_answer_of_the_first(phone: Phone) -> None:
    sams = hand_over(phone)

    for page in ("", "questions/1/", "questions/2/", "check/", "talk/", "end/"):
        for home in (phone.home, sams):
            assert SHARED not in phone.read(page, home)
            assert SECRET not in phone.read(page, home)
    assert "Give the phone to Sam" in phone.read()
    assert "I am Sam: begin" in phone.read()
    assert SECRET not in str(list(Participant.objects.values()))


def test_the_second_has_their_turn_after_the_first(phone: Phone) -> None:
    sams = queries.session_address(Participant.objects.get(is_starter=False))

    assert "turn first" in phone.read("questions/1/", sams)
    phone.answer(1, "Too early", home=sams)
    assert Participant.objects.get(is_starter=False).answers == {}


def test_both_talk_agree_and_finish_on_the_one_phone(phone: Phone) -> None:
    sams = hand_over(phone)
    phone.answer(5, "Breaks between visits", home=sams)
    phone.answer(4, "Sam keeps this", go="keep", home=sams)

    done = phone.finish(sams)

    talk = phone.client.get(done["Location"], follow=True).content.decode()
    assert SHARED in talk
    assert "Breaks between visits" in talk
    assert "Sam, what will you do?" in talk
    assert "Sam keeps this" not in phone.read("end/", sams)
    phone.post("talk/", {"my_act": "Ask for a later start", "other_act": "Change the rota"})
    assert "Change the rota" in phone.read("end/")
    assert "take the summary on your own phone" in phone.read("end/")
    phone.post("end/", {"go": "goal"})
    assert Goal.objects.for_person(cast.isla()).get().step == "Ask for a later start"
    assert not PairSession.objects.exists()


def test_the_square_opens_the_summary_on_another_phone_for_half_an_hour(phone: Phone) -> None:
    sams, other = hand_over(phone), Phone()
    phone.answer(5, "Breaks between visits", home=sams)
    phone.finish(sams)
    link = queries.summary_link(Participant.objects.get(is_starter=False))

    assert "This link does not work in this browser" in other.read("end/", sams)
    assert other.client.get(f"{sams}summary.txt").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert other.client.get(link).status_code == 404
    opened = other.client.get(link, follow=True).content.decode()

    assert "Breaks between visits" in opened
    assert "Breaks between visits" in other.read("summary.txt", sams)
    phone.post("end/", {"go": "finish"})
    assert other.client.get(link).status_code == 404


def test_a_page_on_one_phone_is_emptied_when_it_leaves_the_screen(phone: Phone) -> None:
    assert "data-one-phone" in phone.read("questions/1/")
    assert "data-one-phone" not in Phone(cast.callum()).start().read("questions/1/")
