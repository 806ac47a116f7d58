"""The pages of somebody who asks for a 360."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from ettle.feedback import actions, emails
from ettle.feedback.models import Feedback, Observer
from ettle.feedback.observer_groups import Group, easy_privacy_notice, privacy_notice
from ettle.feedback.tests import factories
from ettle.journey.tests import factories as assessed
from ettle.kit.models import WaitingTask
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
START = "/me/feedback/"


@pytest.fixture
def isla(client: Client, now: datetime) -> Client:
    factories.publish_version()
    client.force_login(cast.isla())
    return client


@pytest.fixture
def feedback(isla: Client) -> Feedback:
    return factories.begin_feedback()


def page(name: str, feedback: Feedback, *args: object) -> str:
    return reverse(f"feedback:{name}", args=[feedback.uuid, *args])


def text(client: Client, address: str) -> str:
    """Return a page without the elements that only give a name its direction."""
    return re.sub("</?bdi>", "", client.get(address).content.decode())


def test_without_a_self_assessment_the_start_leads_there(isla: Client) -> None:
    assert reverse("journey:start") in text(isla, START)
    assert isla.post(START, {"length": "full"}).status_code == 422


def test_the_start_says_what_it_may_be_like_and_begins(isla: Client) -> None:
    assessed.finish_assessment(cast.isla())

    assert "It can be hard to read: choose a good time, and someone to talk to." in text(isla, START)
    answer = isla.post(START, {"length": "short"})
    feedback = Feedback.objects.get()
    assert answer["Location"] == page("asking", feedback)
    assert len(feedback.lines.statements()) == 12


def test_back_to_the_start_takes_the_other_length_until_someone_is_asked(isla: Client) -> None:
    assessed.finish_assessment(cast.isla())
    key = {"once": str(uuid.uuid4())}
    for length in ("short", "full"):
        isla.post(START, key | {"length": length})
    feedback = Feedback.objects.get()
    assert len(feedback.lines.statements()) == 24
    isla.post(page("add", feedback), {"group": "peers", "people": "ruth@example.org"})
    isla.post(page("send", feedback))

    refused = isla.post(START, key | {"length": "short"})

    assert refused.status_code == 422
    assert "the number of questions stays as it is" in refused.content.decode()


def test_how_each_group_will_be_shown_is_said_before_anybody_is_asked(isla: Client, feedback: Feedback) -> None:
    words = text(isla, page("asking", feedback))

    assert words.count("Shown apart when three or more answer") == 4
    assert "One manager is shown alone, and is told so before answering" in words


def test_several_people_of_a_group_are_added_at_once(isla: Client, feedback: Feedback) -> None:
    people = "Ruth Bell <ruth@example.org>\n  sam@example.org\n\nAda Orr, ada@example.org"

    isla.post(page("add", feedback), {"group": "peers", "people": people})

    assert sorted(Observer.objects.values_list("name", "email")) == [
        ("", "sam@example.org"),
        ("Ada Orr", "ada@example.org"),
        ("Ruth Bell", "ruth@example.org"),
    ]


@pytest.mark.parametrize(
    ("pasted", "people"),
    [
        ("ruth@example.org, tom@example.org", [("", "ruth@example.org"), ("", "tom@example.org")]),
        (
            "Bell, Ruth <ruth@example.org>; Kay, Tom <tom@example.org>",
            [("Ruth Bell", "ruth@example.org"), ("Tom Kay", "tom@example.org")],
        ),
        ("To: \u200bruth@example.org;\ttom@example.org.", [("", "ruth@example.org"), ("", "tom@example.org")]),
    ],
)
def test_every_address_that_is_pasted_is_one_person(
    isla: Client, feedback: Feedback, pasted: str, people: list[tuple[str, str]]
) -> None:
    isla.post(page("add", feedback), {"group": "peers", "people": pasted})

    assert sorted(Observer.objects.values_list("name", "email")) == people
    assert all(name in text(isla, page("send", feedback)) for name, _ in people)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"group": "peers", "people": "ruth at example"}, "‘ruth at example’ is not an email address"),
        ({"group": "peers", "people": "isla@example.org"}, "Leave your own address out"),
        ({"group": "peers", "people": "a@example.org\nA@example.org"}, "on your list already"),
        ({"group": "peers", "people": "x" * 121 + " <a@example.org>"}, "a@example.org is longer than 120 characters"),
        ({"group": "peers", "people": ""}, "Enter at least one email address"),
        ({"people": "a@example.org"}, "Choose a group"),
        ({"group": "friends", "people": "a@example.org"}, "Choose one of the groups"),
        ({"group": "supported", "people": "a@example.org"}, "Ask them first"),
        ({"group": "peers", "people": "x" * 300 + "@example.org"}, "254 characters at most"),
        ({"group": "peers", "people": "a@example.org\r\nSubject: b, c@example.org, d"}, "‘d’ is not an email address"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(
    isla: Client, feedback: Feedback, data: dict[str, str], words: str
) -> None:
    answer = isla.post(page("add", feedback), data)

    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&quot;", '"')
    assert Observer.objects.count() == 0


def test_everything_is_read_before_it_is_sent(isla: Client, feedback: Feedback, now: datetime) -> None:
    isla.post(page("add", feedback), {"group": "manager", "people": "Ruth <ruth@example.org>"})

    words = text(isla, page("send", feedback))

    assert "Send 1 invitation" in words
    assert "You do not see who has answered, or how many." in words
    assert "It can be hard to read" in words
    assert "Stop emails about this" in words
    assert isla.post(page("send", feedback))["Location"] == page("asking", feedback)
    task_queue.run_due()
    letter = mail.outbox[-1]
    assert letter.to == ["ruth@example.org"]
    assert "http://testserver/360/" in letter.body or "/360/" in letter.body


@pytest.mark.parametrize("group", list(Group))
def test_each_group_gets_an_email_and_a_first_page_that_are_true_for_it(
    isla: Client, feedback: Feedback, group: Group
) -> None:
    isla.post(page("add", feedback), {"group": group, "people": "ruth@example.org", "have_agreed": "on"})
    preview = unescape(strip_tags(text(isla, page("send", feedback))))

    isla.post(page("send", feedback))
    task_queue.run_due()
    letter = mail.outbox[-1].body
    link = re.findall(r"/360/\S+", str(letter))[0]
    first = unescape(strip_tags(Client().get(link).content.decode()))

    sentences = easy_privacy_notice("Isla Reid") if group is Group.SUPPORTED else privacy_notice(group, "Isla Reid")
    for words in (preview, letter, first):
        assert [sentence for sentence in sentences if sentence not in words] == []
        assert ("only manager who answers" in words) is (group is Group.MANAGER)
        assert ("questions with pictures" in words or "Yes, I want to answer" in words) is (group is Group.SUPPORTED)


def test_people_supported_are_reminded_in_easy_read(feedback: Feedback, now: datetime) -> None:
    factories.invite_observers(feedback, supported=1, peers=1)
    with time_machine.travel(now + timedelta(weeks=3), tick=False):
        task_queue.run_due(now + timedelta(weeks=3))
    reminders = {letter.to[0]: letter for letter in mail.outbox if "A reminder" in letter.subject}

    assert "You can say no. Nothing bad will happen." in reminders["supported0@example.org"].body
    assert "You can say no. Nothing bad will happen." not in reminders["peers0@example.org"].body
    words = reminders["supported0@example.org"].body.split("To answer, open")[0]
    assert max(len(sentence.split()) for sentence in re.split(r"[.\n]", words)) <= 15


def test_the_page_is_the_same_whoever_has_answered_or_declined(isla: Client, feedback: Feedback) -> None:
    links = factories.invite_observers(feedback, manager=1, peers=3, team=1)
    before = text(isla, page("asking", feedback))
    factories.answer_by_link(links[0])
    factories.answer_by_link(links[1])
    actions.decline(links[2])

    after = text(isla, page("asking", feedback))

    assert "You have invited 5 people." in after
    assert _without_keys(after) == _without_keys(before)


def _without_keys(words: str) -> list[str]:
    return [line for line in words.splitlines() if "value=" not in line]


@pytest.mark.parametrize("has_answered", [False, True])
def test_sending_again_and_taking_back_look_the_same_whoever_answered(
    isla: Client, feedback: Feedback, has_answered: bool, now: datetime
) -> None:
    link = factories.invite_observers(feedback, peers=3)[0]
    if has_answered:
        factories.answer_by_link(link)
    person = page("person", feedback, link.observer.pk)

    with time_machine.travel(now + timedelta(days=3), tick=False):
        isla.force_login(cast.isla())
        again = isla.post(person, {"go": "again"}, follow=True).content.decode()
        back = isla.post(person, {"go": "back"}, follow=True).content.decode()

    assert "The email to peers 0 will be sent again, unless they asked for no more emails" in again
    assert "The link for peers 0 no longer works. If they have answered, their answers stay." in back


def test_a_mail_is_sent_again_once_a_day_and_with_the_same_link(feedback: Feedback, now: datetime) -> None:
    link = factories.invite_observers(feedback, peers=1)[0]
    with time_machine.travel(now, tick=False):
        task_queue.run_due(now)
    first = mail.outbox[-1].body

    with pytest.raises(Refused, match="a short time ago"):
        actions.send_again(link.observer, now=now + timedelta(hours=2))
    with time_machine.travel(now + timedelta(days=2), tick=False):
        actions.send_again(link.observer, now=now + timedelta(days=2))
        task_queue.run_due(now + timedelta(days=2))

    assert link.token in first
    assert mail.outbox[-1].body == first
    assert len(mail.outbox) == 2


def test_reminders_come_on_working_mornings_two_and_four_weeks_on() -> None:
    saturday = datetime(2026, 10, 10, 20, 0, tzinfo=cast.NOW.tzinfo)

    assert [moment.isoformat() for moment in emails.reminders_after(saturday)] == [
        "2026-10-26T09:30:00+00:00",
        "2026-11-09T09:30:00+00:00",
    ]


def test_everyone_is_reminded_twice_but_those_who_declined_stopped_email_or_were_taken_back(
    feedback: Feedback, now: datetime
) -> None:
    links = factories.invite_observers(feedback, peers=5)
    with time_machine.travel(now, tick=False):
        task_queue.run_due(now)
    factories.answer_by_link(links[0])
    actions.decline(links[1])
    actions.no_more_mail(links[2])
    actions.take_back_invitation(links[3].observer, now=now)
    mail.outbox.clear()

    for days in range(70):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            task_queue.run_due(now + timedelta(days=days))

    assert sorted(letter.to[0] for letter in mail.outbox) == ["peers0@example.org"] * 2 + ["peers4@example.org"] * 2
    assert all("A reminder" in letter.subject for letter in mail.outbox)
    assert all("If you have not answered yet" in letter.body for letter in mail.outbox)


def test_the_queue_holds_no_link_and_no_address(feedback: Feedback) -> None:
    link = factories.invite_observers(feedback, peers=1)[0]
    waiting = str(list(WaitingTask.objects.values()))

    assert link.token not in waiting
    assert "peers0@example.org" not in waiting


def test_closing_says_what_it_does_and_leads_to_the_report(isla: Client, feedback: Feedback) -> None:
    links = factories.invite_observers(feedback, peers=5)
    for link in links[:4]:
        factories.answer_by_link(link)

    words = text(isla, page("close", feedback))

    assert "Enough people have answered for a report. After this no one can answer or change an answer." in words
    answer = isla.post(page("close", feedback), {"go": "report"})
    assert answer["Location"] == page("step", feedback, 1)
    assert isla.get(page("asking", feedback))["Location"] == page("report", feedback)


def test_a_list_that_is_sent_after_closing_stays_on_the_page(isla: Client, feedback: Feedback, now: datetime) -> None:
    actions.end_without_report(feedback, by=None, now=now)

    answer = isla.post(page("add", feedback), {"group": "peers", "people": "ruth@example.org"})

    assert answer.status_code == 422
    assert "ruth@example.org</textarea>" in answer.content.decode()
    assert "This 360 is closed" in answer.content.decode()
    assert isla.get(page("add", feedback))["Location"] == START


def test_too_few_answers_may_be_waited_for_or_ended(isla: Client, feedback: Feedback) -> None:
    factories.answer_by_link(factories.invite_observers(feedback, peers=3)[0])

    assert "There are not enough yet" in text(isla, page("close", feedback))
    assert isla.post(page("close", feedback), {"go": "report"}).status_code == 422
    assert isla.post(page("close", feedback), {"go": "end"})["Location"] == START
    assert isla.get(page("asking", feedback))["Location"] == START


def test_another_persons_360_is_not_found(isla: Client) -> None:
    theirs = factories.begin_feedback(cast.callum())
    link = factories.invite_observers(theirs, peers=1)[0]

    for name in ("asking", "add", "send", "close", "report", "share", "partner"):
        assert isla.get(page(name, theirs)).status_code == 404
    assert isla.get(page("file", theirs, "pdf")).status_code == 404
    assert isla.post(page("person", theirs, link.observer.pk), {"go": "back"}).status_code == 404


def test_the_pages_take_at_most_ten_queries(
    isla: Client, feedback: Feedback, django_assert_max_num_queries: object
) -> None:
    factories.invite_observers(feedback, peers=20, team=20, supported=20, others=20)
    for name in ("asking", "add", "send", "close"):
        with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture has no type here
            isla.get(page(name, feedback))
