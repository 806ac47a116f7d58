"""Looking back at a goal: asked as often as was wanted, moved or stopped from the email, told to nobody unless sent."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from ettle.journey import actions, queries
from ettle.journey.actions import GoalDetails, Step
from ettle.journey.models import Goal, HelperMessage, LookBack
from ettle.kit.actions import stop_emails
from ettle.kit.mail.email_choices import Choice
from ettle.kit.mail.email_kinds import LOOK_BACKS
from ettle.kit.tasks import task_queue
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
OUTCOME = "Residents choose their own morning"


def goal_of(person: User, now: datetime, *, weeks: tuple[int, ...] = actions.WEEKS) -> Goal:
    goal = actions.set_goal(
        GoalDetails(OUTCOME, "", "", "Morag", []), person=person, first=Step("Ask two", None), now=now, weeks=weeks
    )
    return queries.list_goals(person).get(pk=goal.pk)


def at(name: str, goal: Goal, *more: object) -> str:
    return reverse(f"journey:{name}", args=[goal.uuid, *more])


def send(when: datetime) -> None:
    with time_machine.travel(when, tick=False):
        actions.send_due.func(at=when.isoformat())
        task_queue.run_due()


def link() -> str:
    found = re.search(r"http://localhost:8000(/look-back/\S+)", str(mail.outbox[-1].body))
    assert found
    return found.group(1)


@pytest.fixture
def asked(now: datetime) -> Goal:
    """Isla has been asked by email about her goal, two weeks after she set it."""
    goal = goal_of(cast.isla(), now)
    send(now + timedelta(weeks=2))
    return goal


def test_a_goal_is_asked_about_after_two_eight_and_twenty_six_weeks_and_no_more(now: datetime) -> None:
    goal_of(cast.isla(), now)

    for week in range(60):
        for _ in range(2):
            send(now + timedelta(weeks=week))

    assert len(mail.outbox) == 3
    assert {letter.to[0] for letter in mail.outbox} == {"isla@example.org"}


def test_nobody_is_asked_who_did_not_want_it(now: datetime) -> None:
    goal_of(cast.isla(), now, weeks=())

    send(now + timedelta(weeks=26))

    assert mail.outbox == []


def test_the_form_promises_mail_only_when_it_is_chosen(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    with time_machine.travel(now, tick=False):
        client.post("/me/goals/new/", {"outcome": OUTCOME, "step": "Ask", "remind": "no"})
        client.post("/me/goals/new/", {"outcome": OUTCOME, "step": "Ask", "remind": "yes", "cue": "At the door"})

    with_email, plain = queries.list_goals(cast.isla())
    assert (with_email.look_backs.count(), plain.look_backs.count(), with_email.cue) == (3, 0, "At the door")


def test_no_mail_holds_a_word_of_the_goal(asked: Goal) -> None:
    letter = mail.outbox[0]

    assert OUTCOME not in str(letter.body) + letter.subject
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_two_goals_due_on_one_day_are_asked_about_on_two_days(now: datetime) -> None:
    for _ in range(2):
        goal_of(cast.isla(), now, weeks=(2,))

    due = now + timedelta(weeks=2)
    send(due)
    send(due + timedelta(hours=3))
    assert len(mail.outbox) == 1
    send(due + timedelta(days=1))

    assert len(mail.outbox) == 2


@pytest.mark.parametrize("hour", [3, 23])
def test_no_mail_comes_at_night(now: datetime, hour: int) -> None:
    goal_of(cast.isla(), now)

    send((now + timedelta(weeks=3)).replace(hour=hour))

    assert mail.outbox == []


def test_a_program_that_opens_every_link_changes_nothing(asked: Goal, client: Client) -> None:
    assert client.get(link(), follow=True).status_code == 200

    assert asked.look_backs.open().count() == 3


def test_the_mail_moves_the_question_without_signing_in_and_twice_is_once(
    asked: Goal, client: Client, now: datetime
) -> None:
    when = now + timedelta(weeks=2)
    with time_machine.travel(when, tick=False):
        for _ in range(2):
            page = client.post(link(), {"go": "move"}).content.decode()

        again = client.get(link()).content.decode()
    assert "No more emails about this goal" in again
    moved = asked.look_backs.open().get(weeks=2)
    assert moved.due_on == when.date() + timedelta(weeks=2)
    assert asked.look_backs.count() == 4
    assert "We will ask on another day" in page
    assert OUTCOME not in page


def test_the_mail_stops_all_further_mail_about_the_goal(asked: Goal, client: Client, now: datetime) -> None:
    page = client.post(link(), {"go": "stop"}).content.decode()
    send(now + timedelta(weeks=30))

    assert "We will not ask again" in page
    assert len(mail.outbox) == 1


def test_a_goal_promises_no_email_to_a_person_who_turned_reminders_off(
    asked: Goal, client: Client, now: datetime
) -> None:
    client.force_login(cast.isla())
    address = at("goal", asked)
    assert "We will ask by email on" in client.get(address).content.decode()

    stop_emails(Choice("isla@example.org", LOOK_BACKS), now=now)
    page = client.get(address).content.decode()
    send(now + timedelta(weeks=9))

    assert "We will ask by email on" not in page
    assert "You have turned off reminders of your goals" in page
    assert "Stop these emails" not in page
    assert "While they are off, we send none" in client.get("/me/goals/new/").content.decode()
    assert len(mail.outbox) == 1


def test_a_link_that_was_changed_or_is_old_says_so(asked: Goal, client: Client, now: datetime) -> None:
    assert client.get("/look-back/made-up/").status_code == 404
    with time_machine.travel(now + timedelta(days=120), tick=False):
        assert client.post(link(), {"go": "stop"}).status_code == 404
    assert asked.look_backs.open().count() == 3


def test_closing_a_goal_ends_its_mail(now: datetime) -> None:
    goal = goal_of(cast.isla(), now)

    actions.close_goal(goal, kind=actions.REACHED, now=now)
    send(now + timedelta(weeks=26))

    assert mail.outbox == []


def test_looking_back_keeps_what_changed_for_people(asked: Goal, client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    with time_machine.travel(now + timedelta(weeks=2), tick=False):
        client.post(at("look-back", asked), {"how": "going", "words": "Mrs D chose her own time"})

    page = client.get(at("goal", asked)).content.decode()
    assert "Mrs D chose her own time" in page
    assert set(asked.look_backs.open().values_list("weeks", flat=True)) == {8, 26}


def test_a_goal_that_is_reached_is_closed_and_a_hard_one_may_be_made_smaller(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    hard, reached = goal_of(cast.isla(), now), goal_of(cast.isla(), now)

    answer = client.post(at("look-back", hard), {"how": "hard"})
    client.post(at("look-back", reached), {"how": "reached"})

    assert answer["Location"] == at("split-step", hard)
    assert not queries.list_goals(cast.isla()).get(pk=reached.pk).is_open()


def test_an_answer_without_a_choice_loses_nothing(asked: Goal, client: Client) -> None:
    client.force_login(cast.isla())

    answer = client.post(at("look-back", asked), {"words": "She chose"})

    assert answer.status_code == 422
    assert "Choose where you are with it" in answer.content.decode()
    assert "She chose" in answer.content.decode()


def test_the_calendar_file_has_the_days_and_no_word_of_the_goal(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    goal = goal_of(cast.isla(), now)

    answer = client.get(at("look-backs-ics", goal))

    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [entry["DTSTART"].dt for entry in entries] == [
        (now + timedelta(weeks=weeks)).date() for weeks in actions.WEEKS
    ]
    assert OUTCOME.encode() not in answer.content
    assert "attachment" in answer["Content-Disposition"]


def test_a_day_moved_in_the_site_moves_the_same_entry_of_the_calendar(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    goal = goal_of(cast.isla(), now, weeks=(2,))
    before = Calendar.from_ical(client.get(at("look-backs-ics", goal)).content).walk("VEVENT")[0]

    with time_machine.travel(now + timedelta(days=1), tick=False):
        client.post(at("move-look-back", goal, goal.look_backs.get().uuid), {"by_on": "2026-12-24"})

    after = Calendar.from_ical(client.get(at("look-backs-ics", goal)).content).walk("VEVENT")[0]
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert f"{after['DTSTART'].dt}" == "2026-12-24"


def test_a_helper_gets_the_words_that_were_shown_and_nothing_else(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    goal = goal_of(cast.isla(), now)
    fields = {"name": "Morag", "email": "morag@home.example", "words": "Please ask me about mornings"}

    shown = client.post(at("tell", goal), {**fields, "go": "show"}).content.decode()
    assert not HelperMessage.objects.exists()
    client.post(at("tell", goal), {**fields, "go": "send"})
    task_queue.run_due()

    assert "This is the email" in shown
    letter = mail.outbox[0]
    assert letter.to == ["morag@home.example"]
    assert "Please ask me about mornings" in letter.body
    assert OUTCOME not in letter.body
    stored = [str(value) for row in HelperMessage.objects.values() for value in row.values()]
    assert "morag@home.example" not in stored


def test_nobody_is_bothered_in_somebodys_name(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    goal = goal_of(cast.isla(), now)
    fields = {"name": "Morag", "email": "morag@home.example", "words": "Please", "go": "send"}

    answers = [client.post(at("tell", goal), fields) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "as many as you can in a day. You can go on at" in answers[-1].content.decode()


def test_words_to_a_helper_have_no_link_and_stay_in_the_form(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    goal = goal_of(cast.isla(), now)
    fields = {"name": "Morag", "email": "morag@home.example", "go": "send"}

    refused = client.post(at("tell", goal), {**fields, "words": "Your parcel waits at https://pay.example"})

    assert refused.status_code == 422
    assert "Leave out web addresses, email addresses and telephone numbers" in refused.content.decode()
    assert "Your parcel waits at https://pay.example" in refused.content.decode()
    assert client.post(at("tell", goal), {**fields, "words": "We meet at 14:30 in room 2.4"}).status_code == 302


def test_a_stranger_who_has_just_signed_up_sends_nothing_to_anyone(client: Client, now: datetime) -> None:
    stranger = cast.stranger()
    User.objects.filter(pk=stranger.pk).update(joined_at=now)
    client.force_login(stranger)
    goal = goal_of(stranger, now)
    fields = {"name": "Pay", "email": "victim@home.example", "words": "Claim at http://pay.example", "go": "send"}

    with time_machine.travel(now, tick=False):
        refused = client.post(at("tell", goal), fields)
        shown = client.post(at("tell", goal), {**fields, "go": "show"}).content.decode()
        opened = client.get(at("tell", goal)).content.decode()
        asked = client.get(at("goal", goal)).content.decode()
    task_queue.run_due()

    assert refused.status_code == 422
    assert "Your account is new" in refused.content.decode()
    assert 'value="send"' not in shown
    assert 'name="words"' not in opened
    assert "Your account is new" in asked.partition("Tell someone who helps")[2]
    assert mail.outbox == []


def test_no_address_in_a_name_reaches_a_helper(now: datetime) -> None:
    isla = cast.isla()
    User.objects.filter(pk=isla.pk).update(name="Claim at http://pay.example/now")
    goal = goal_of(User.objects.get(pk=isla.pk), now)

    actions.message_helper(goal, name="Jo\nhttp://pay.example", email="jo@home.example", words="Please", now=now)
    task_queue.run_due()

    assert "pay.example/now" not in f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    words, _, own_link = str(mail.outbox[0].body).partition("-- ")
    assert "http" not in words
    assert "/emails/stop/" in own_link


def test_somebody_elses_goal_is_not_found(asked: Goal, client: Client) -> None:
    number = LookBack.objects.filter(goal=asked).values_list("uuid", flat=True)[0]
    for stranger in (cast.callum(), cast.freya(), cast.ewan(), cast.dougal()):
        client.force_login(stranger)
        for name, more in (
            ("look-back", ()), ("look-backs", ()), ("look-backs-ics", ()), ("tell", ()), ("move-look-back", (number,)),
        ):  # fmt: skip
            assert client.get(at(name, asked, *more)).status_code == 404


def test_the_goal_page_asks_the_database_few_questions(asked: Goal, client: Client) -> None:
    client.force_login(cast.isla())

    with CaptureQueriesContext(connection) as found:
        client.get(at("goal", asked))

    assert len(found) <= 10


@pytest.fixture(autouse=True)
def _waking_hours(now: datetime) -> Any:
    assert 8 <= now.hour < 20, "the cast lives by day"
    return now
