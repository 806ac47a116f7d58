"""Two phones: each sees their own answers, both see what was shared when both have finished, and nothing stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from ettle.journey.models import Goal
from ettle.kit.models import AuditLine, WaitingTask
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast
from ettle.together import actions
from ettle.together.models import PairSession, Participant
from ettle.together.tests.pairs import Phone, begin_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
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


def test_one_press_answers_and_goes_on(pair: tuple[Phone, Phone]) -> None:
    isla, _sam = pair

    assert isla.answer(1, SHARED)["Location"] == f"{isla.home}questions/2/"
    assert isla.answer(5, "", go="skip")["Location"] == f"{isla.home}check/"
    assert isla.answer(2, "", go="keep").status_code == 422
    assert "Kept to yourself" not in isla.read("check/")


def test_what_a_guest_types_stays_in_their_tab_and_nobody_else_needs_that(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    callum = Phone(cast.callum()).start("one-phone", "Sam")

    assert "guest-words.js" in sam.read("questions/1/")
    assert "guest-words.js" not in isla.read("questions/1/")
    assert "guest-words.js" not in callum.read("questions/1/")
    assert "guest-words.js" in CheckedClient().get(reverse("together:index")).content.decode()


def test_an_answer_is_shown_again_to_change_it(pair: tuple[Phone, Phone]) -> None:
    isla, _sam = pair
    isla.answer(2, SECRET, go="keep")

    page = isla.read("questions/2/?change=1")
    changed = isla.client.post(f"{isla.home}questions/2/?change=1", {"words": "Other words", "go": "share"})

    assert SECRET in page
    assert page.count('aria-current="true"') == 1
    assert changed["Location"] == f"{isla.home}check/"
    assert "Other words" in isla.read("check/")


def test_nothing_is_shown_before_both_have_finished(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    isla.answer(1, SHARED)
    isla.finish()

    for page in ("", "talk/", "end/", "check/", "questions/1/"):
        assert SHARED not in sam.read(page)
    assert sam.client.get(f"{sam.home}summary.txt").status_code == 404
    assert "Waiting for Sam" in isla.read()
    assert SHARED in isla.read()


def test_both_see_what_both_shared_and_only_the_writer_what_was_kept(talked: tuple[Phone, Phone]) -> None:
    isla, sam = talked

    for phone in talked:
        for page in ("talk/", "end/", "summary.txt"):
            assert SHARED in phone.read(page)
            assert "Breaks between visits" in phone.read(page)
    for page in ("", "talk/", "end/", "summary.txt"):
        assert SECRET not in sam.read(page)
        assert "Sam keeps this" not in isla.read(page)
    assert SECRET in isla.read("summary.txt?kept=1")
    assert "Sam keeps this" in sam.read("summary.txt?kept=1")
    assert sam.client.get(f"{sam.home}summary.pdf").content.startswith(b"%PDF-")


def test_what_was_kept_is_folded_in_the_summary_and_left_out_of_the_file_until_it_is_chosen(
    talked: tuple[Phone, Phone],
) -> None:
    isla, _sam = talked

    folded = isla.read("end/").partition("What I kept to myself</summary>")

    assert SECRET not in folded[0]
    assert SECRET in folded[2].partition("</details>")[0]
    assert SECRET not in isla.read("summary.txt")


def test_the_talk_takes_20_minutes_and_leaves_out_what_nobody_shared(talked: tuple[Phone, Phone]) -> None:
    isla, _sam = talked

    parts = isla.client.get(f"{isla.home}talk/").context["parts"]

    assert [part.planned.part.key for part in parts] == ["begin", "well", "matters", "agree"]
    assert parts[-1].planned.last == 20
    assert [answer.words for answer in parts[2].shared] == ["Breaks between visits"]


def test_after_finishing_no_answer_can_be_changed(talked: tuple[Phone, Phone]) -> None:
    isla, _sam = talked

    isla.answer(1, "Rewritten after reading")

    assert "Rewritten" not in isla.read("talk/")


def test_each_agrees_one_act_and_it_becomes_a_goal_of_who_has_an_account(talked: tuple[Phone, Phone]) -> None:
    isla, sam = talked
    isla.post("talk/", {"my_act": "Ask for a later start"})
    sam.post("talk/", {"my_act": "Change the rota by Monday"})
    assert "Change the rota by Monday" in isla.read("talk/")
    assert "make it my goal" not in sam.read("end/")

    done = isla.post("end/", {"go": "goal"})

    goal = Goal.objects.for_person(cast.isla()).get()
    assert (goal.step, done["Location"]) == ("Ask for a later start", reverse("journey:goal", args=[goal.uuid]))
    assert "Ask for a later start" in sam.read("summary.txt")
    assert sam.post("end/", {"go": "finish"})["Location"] == reverse("together:index")
    assert Goal.objects.count() == 1


def test_who_finishes_first_reads_that_the_other_can_still_read(talked: tuple[Phone, Phone]) -> None:
    isla, sam = talked

    first = isla.client.post(f"{isla.home}end/", {"go": "finish"}, follow=True).content.decode()

    assert "The other person can read what you shared until they finish" in first
    assert "The other person can still read what you shared" in isla.read()
    assert "stored here" not in isla.read()
    last = sam.client.post(f"{sam.home}end/", {"go": "finish"}, follow=True).content.decode()
    assert "Nothing that you wrote is stored here any more" in last
    assert "This session is over" in isla.read()


PAGES = ("", "questions/2/?change=1", "check/", "talk/", "end/", "stop/", "summary.txt")


def test_the_link_of_a_guest_opens_only_in_the_browser_that_joined() -> None:
    isla, sam = begin_pair(cast.isla())
    sam.answer(2, "Sam keeps this", go="keep")
    stranger, callum = Phone(), Phone(cast.callum())

    for phone in (isla, stranger, callum):
        for page in PAGES:
            opened = phone.client.get(f"{sam.home}{page}")
            assert opened.status_code == 404
            assert "Sam" not in opened.content.decode()
            assert "This link does not work in this browser" in opened.content.decode()
    assert stranger.client.post(f"{sam.home}stop/").status_code == 404
    assert "Sam keeps this" in sam.read("check/")


def test_the_cookie_of_a_guest_goes_to_these_pages_alone_and_opens_no_other_session() -> None:
    _isla, sam = begin_pair(cast.isla())
    [cookie] = [cookie for name, cookie in sam.client.cookies.items() if name.startswith("guest_")]
    _bashir, kim = begin_pair(cast.bashir())
    [other] = [name for name in kim.client.cookies if name.startswith("guest_")]

    sam.client.cookies[other] = cookie.value

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/together/with/", True, "Lax")
    assert sam.client.get(kim.home).status_code == 404
    assert sam.client.get(sam.home).status_code == 200


def test_a_stranger_to_a_session_is_not_told_that_it_is_over(pair: tuple[Phone, Phone]) -> None:
    isla, _sam = pair

    page = Phone(cast.callum()).read(home=isla.home)

    assert "We cannot find this page" in page
    assert "over" not in page.partition("<main")[2].partition("</main")[0]


def test_nothing_stays_when_both_have_finished(talked: tuple[Phone, Phone]) -> None:
    isla, sam = talked

    isla.post("end/", {"go": "finish"})

    assert SECRET not in str(list(Participant.objects.values()))
    assert SHARED in sam.read("talk/")
    assert isla.client.get(isla.home).status_code == 404
    sam.post("end/", {"go": "finish"})
    assert not PairSession.objects.exists()
    assert not Participant.objects.exists()
    assert WaitingTask.objects.filter(key__startswith="scrub/together/").count() == 2


@pytest.mark.parametrize("who", [0, 1])
def test_either_can_stop_and_everything_is_deleted(pair: tuple[Phone, Phone], who: int) -> None:
    isla, sam = pair
    isla.answer(1, SHARED)
    assert "Stop the session?" in pair[who].read("stop/")

    pair[who].post("stop/")

    assert not Participant.objects.exists()
    for phone in (isla, sam):
        assert phone.client.get(phone.home).status_code == 404
        assert "This session is over" in phone.read("questions/1/")


def test_a_day_later_nothing_is_shown_and_the_task_deletes_it(talked: tuple[Phone, Phone]) -> None:
    isla, sam = talked
    later = timezone.now() + timedelta(hours=24, minutes=1)

    with time_machine.travel(later, tick=False):
        assert sam.client.get(sam.home).status_code == 404
        assert sam.client.get(f"{sam.home}state/").status_code == 404
    actions.end_expired.call(at=(later - timedelta(hours=1)).isoformat())
    assert PairSession.objects.exists()
    actions.end_expired.call(at=later.isoformat())

    assert not Participant.objects.exists()
    assert isla.client.get(isla.home).status_code == 404


def test_the_link_of_a_person_with_an_account_needs_their_sign_in(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    callum = CheckedClient()
    callum.force_login(cast.callum())

    assert sam.client.get(isla.home)["Location"].startswith("/account/sign-in/")
    assert callum.get(isla.home).status_code == 404
    assert callum.post(f"{isla.home}stop/").status_code == 404
    assert PairSession.objects.exists()


def test_a_second_person_with_an_account_can_have_a_goal_too() -> None:
    isla, callum = begin_pair(cast.isla(), cast.callum())
    isla.finish()
    callum.finish()
    callum.post("talk/", {"my_act": "Ring the planner"})

    callum.post("end/", {"go": "goal"})

    assert Goal.objects.get().person == cast.callum()


def test_waiting_asks_for_a_number_without_cookies(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    address, nobody = f"{isla.home}state/", CheckedClient()
    before = nobody.get(address).json()

    sam.answer(1, SHARED)
    assert nobody.get(address).json() == before
    sam.finish()

    assert nobody.get(address).json() == {"changes": before["changes"] + 1}
    isla.finish()
    assert "data-watch" in isla.read()


def test_the_audit_log_names_the_starter_and_not_with_whom(pair: tuple[Phone, Phone]) -> None:
    acts = AuditLine.objects.filter(act__contains="session for two")

    assert [(line.act, line.subject_key) for line in acts] == [("started a session for two", "")]


def test_a_person_can_download_their_part_and_nothing_of_the_other(talked: tuple[Phone, Phone]) -> None:
    exported = str(people.export_personal_data(cast.isla(), now=timezone.now()))

    assert SECRET in exported
    assert "Breaks between visits" not in exported


def test_a_page_of_a_session_is_stored_nowhere_and_sends_no_address_on(pair: tuple[Phone, Phone]) -> None:
    for phone in pair:
        response = phone.client.get(phone.home)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "strict-origin"


@pytest.mark.parametrize("page", ["talk/", "end/"])
def test_a_page_of_a_session_needs_at_most_ten_queries(
    talked: tuple[Phone, Phone], page: str, django_assert_max_num_queries: object
) -> None:
    isla, _sam = talked

    with django_assert_max_num_queries(10):  # type: ignore[operator]  # a fixture of pytest-django without a type
        assert isla.client.get(f"{isla.home}{page}").status_code == 200


@pytest.mark.parametrize("who", [0, 1], ids=["starter", "guest"])
def test_looking_again_saves_what_was_typed(talked: tuple[Phone, Phone], who: int) -> None:
    phone, other = talked[who], talked[1 - who]
    page = phone.read("talk/")
    assert 'form="agree" class="button button-quiet" name="go" value="look"' in page
    assert 'href=""' not in page

    again = phone.post("talk/", {"my_act": "Ring the planner", "go": "look"})

    assert again["Location"] == f"{phone.home}talk/"
    assert "Ring the planner" in phone.read("talk/")
    assert "Ring the planner" in other.read("talk/")


def test_the_heading_is_the_label_of_the_answer(pair: tuple[Phone, Phone]) -> None:
    page = pair[0].read("questions/1/")

    assert '<h1><label for="id_words">' in page
    assert page.count("<label") == 1


def test_each_shared_answer_names_its_question(talked: tuple[Phone, Phone]) -> None:
    isla, _sam = talked

    assert "What must the two of you talk about today?</span><br><strong><bdi>Sam" in isla.read("talk/")
    assert "What must the two of you talk about today? Sam: Breaks between visits" in isla.read("summary.txt")


def test_a_guest_sees_how_many_characters_are_left(pair: tuple[Phone, Phone]) -> None:
    isla, sam = pair
    pages = [sam.read("questions/1/"), isla.read("questions/1/")]
    isla.finish()
    sam.finish()

    pages += [sam.read("talk/"), isla.read("talk/")]

    assert ["js/word-count" in page for page in pages] == [True, False, True, False]
