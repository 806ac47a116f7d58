"""The pages behind an observer's link: no account, nothing done by reading, everything may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ettle.feedback import actions
from ettle.feedback.answer_pool import AnswerSheet, wants_email
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.models import AnswerPool, Feedback, Observer
from ettle.feedback.tests import factories
from ettle.feedback.views import observer_link
from ettle.kit.models import AnsweredPost, AuditLine, WaitingTask
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
ONE = "vis.1.frontline"


@pytest.fixture(autouse=True)
def _at(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def feedback() -> Feedback:
    return factories.begin_feedback()


@pytest.fixture
def link(feedback: Feedback) -> ObserverLink:
    return factories.invite_observers(feedback, peers=1)[0]


def only_sheet() -> AnswerSheet:
    (sheet,) = factories.answer_sheets()
    return sheet


def page(name: str, link: ObserverLink, *args: object) -> str:
    return reverse(f"feedback:{name}", args=[link.observer.pk, link.token, *args])


def text(client: Client, address: str) -> str:
    """Return a page without the elements that only give a name its direction."""
    return re.sub("</?bdi>", "", client.get(address).content.decode())


def test_the_first_page_says_who_asks_who_sees_what_and_what_does_not_belong_here(
    client: Client, link: ObserverLink
) -> None:
    words = text(client, page("observer", link))

    for sentence in (
        "About Isla Reid",
        "as a peer",
        "Where three or more peers answer a statement, their answers are shown together.",
        "If all of them give the same answer, Isla Reid will know what each of them answered.",
        "Where only one or two answer, their answers are shown together with those of other small groups",
        "If Isla Reid knows from elsewhere what the others answered, Isla Reid can work out your answer.",
        "Isla Reid sees only when there are enough answers for a report.",
        "Your way of writing may show who you are.",
        "Please choose ‘I have not seen this’ whenever that is so.",
        "Complaints about conduct do not belong here",
    ):
        assert sentence in words


def test_a_manager_is_told_before_answering_that_alone_they_are_not_anonymous(
    client: Client, feedback: Feedback
) -> None:
    manager, peer = factories.invite_observers(feedback, manager=1, peers=1)

    alone = "If you are the only manager who answers, Isla Reid will know your answers."

    assert alone in text(client, page("observer", manager))
    assert alone not in text(client, page("observer", peer))


def test_a_mail_scanner_that_opens_every_page_changes_nothing(client: Client, link: ObserverLink) -> None:
    before = [list(Observer.objects.values()), list(AnswerPool.objects.values())]
    pages = ("observer", "observer-words", "observer-check", "observer-sent", "observer-no", "observer-no-mail")

    for name in (*pages, "observer-easy"):
        client.get(page(name, link))
        client.head(page(name, link))

    assert factories.answer_sheets() == []
    assert [list(Observer.objects.values()), list(AnswerPool.objects.values())] == before


def test_a_page_for_each_statement_saves_what_is_said(client: Client, link: ObserverLink) -> None:
    first, second = (page("observer-lines", link, number) for number in (1, 2))

    answer = client.post(first, {"answer": "4"})
    client.post(second, {"answer": "not-seen"})

    assert answer["Location"] == second
    assert only_sheet().answers == {ONE: "4", "vis.2.frontline": "not-seen"}
    assert re.findall(r'value="([^"]*)"[^>]* aria-current="true"', text(client, first)) == ["4"]
    assert client.post(page("observer-lines", link, 24), {"go": "on"})["Location"] == page("observer-words", link)
    assert client.get(page("observer-lines", link, 25)).status_code == 404
    assert page("observer-lines", link, 3) in text(client, page("observer", link))


def test_every_answer_is_a_button_and_leaving_out_takes_nothing_away(client: Client, link: ObserverLink) -> None:
    first = page("observer-lines", link, 1)
    answers = re.findall(r'<button type="submit" class="answer" name="answer" value="([^"]*)"', text(client, first))
    client.post(first, {"answer": "4"})

    client.post(first, {"go": "on"})

    assert answers == ["1", "2", "3", "4", "5", "not-seen"]
    assert only_sheet().answers == {ONE: "4"}


def test_an_observers_page_has_no_link_to_the_rest_of_the_site(client: Client, feedback: Feedback) -> None:
    peer, supported = factories.invite_observers(feedback, peers=1, supported=1)
    pages = [page(name, peer) for name in ("observer", "observer-words", "observer-check", "observer-no")]
    pages += [page(name, supported) for name in ("observer", "observer-easy", "observer-easy-words", "observer-forget")]
    pages += [page("observer-lines", peer, 1), page("observer-easy-line", supported, 1)]

    for address in pages:
        body = text(client, address).partition("<body")[2]
        outside = {found for found in re.findall(r'(?:href|action)="(/[^"]*)"', body) if not found.startswith("/360/")}
        assert outside <= {"/statements/privacy/", "/statements/accessibility/"}, address


def test_an_easy_read_page_has_its_question_its_answers_back_and_stop(client: Client, feedback: Feedback) -> None:
    link = factories.invite_observers(feedback, supported=1)[0]

    words = text(client, page("observer-easy-line", link, 2)).partition("<body")[2]

    assert re.findall(r'<a [^>]*href="([^"]*)"', words) == [
        "#main", page("observer-easy-line", link, 1), page("observer", link),
    ]  # fmt: skip
    assert len(re.findall("<button", words)) == 4


def test_a_comment_that_names_someone_else_is_shown_before_the_observer_goes_on(
    client: Client, link: ObserverLink
) -> None:
    words = {"value": "Isla listens to Mrs Doyle.", "change": ""}

    led = client.post(page("observer-words", link), words)
    assert led["Location"] == f"{page('observer-words', link)}?look=1"
    shown = text(client, led["Location"])

    assert "‘Mrs Doyle’" in shown
    assert "‘Isla’" not in shown
    assert "data-not-stored" in shown  # the copy on the device stays until the next press
    assert words["value"] in text(client, page("observer-check", link))
    marks = re.findall(r'name="looked-at" value="(\w+)"', shown)
    following = client.post(page("observer-words", link), {**words, "looked-at": marks})
    assert following["Location"] == page("observer-check", link)


def test_the_lowest_point_asks_for_an_example(client: Client, link: ObserverLink) -> None:
    assert "What you see rarely" not in text(client, page("observer-words", link))
    client.post(page("observer-lines", link, 1), {"answer": "1"})

    words = text(client, page("observer-words", link))
    assert "What you see rarely" in words
    assert "Can you give an example?" in words
    answer = client.post(page("observer-words", link), {"value": "Calm", "change": "", ONE: "At tea on Monday"})

    assert answer["Location"] == page("observer-check", link)
    assert "At tea on Monday" in text(client, page("observer-check", link))


def test_check_and_send_then_change_one_thing(client: Client, link: ObserverLink) -> None:
    client.post(page("observer-lines", link, 1), {"answer": "4"})
    assert "Usually" in text(client, page("observer-check", link))

    assert client.post(page("observer-check", link))["Location"] == page("observer-sent", link)
    assert "without your name and without a date" in text(client, page("observer-sent", link))
    changed = client.post(page("observer-lines", link, 1) + "?from=check", {"answer": "2"})

    assert changed["Location"] == page("observer-check", link)
    sheet = only_sheet()
    assert (sheet.answers, sheet.is_sent) == ({ONE: "2"}, True)


def test_nothing_to_send_is_said(client: Client, link: ObserverLink) -> None:
    answer = client.post(page("observer-check", link))

    assert answer.status_code == 422
    assert "Answer at least one line" in answer.content.decode()


@pytest.mark.parametrize("choice", ["9", "<script>", "-1", "4 "])
def test_hostile_answers_show_the_page_again(client: Client, link: ObserverLink, choice: str) -> None:
    assert client.post(page("observer-lines", link, 1), {"answer": choice}).status_code == 422
    assert client.post(page("observer-words", link), {"value": "x" * 2001}).status_code == 422
    assert factories.answer_sheets() == []


def test_saying_no_deletes_what_was_begun_and_may_be_thought_over(client: Client, link: ObserverLink) -> None:
    client.post(page("observer-lines", link, 1), {"answer": "4"})

    words = client.post(page("observer-no", link)).content.decode()

    assert "<bdi>Isla Reid</bdi> does not see that you said no." in words
    assert not wants_email(link.feedback, link.answer_sheet_key)
    assert factories.answer_sheets() == []
    client.post(page("observer-lines", link, 1), {"answer": "3"})
    client.post(page("observer-check", link))
    assert only_sheet().is_sent


def test_answers_that_were_sent_may_be_taken_back(client: Client, link: ObserverLink) -> None:
    factories.answer_by_link(link)

    assert "Withdraw my answers" in text(client, page("observer", link))
    client.post(page("observer-no", link))

    assert factories.answer_sheets() == []


def test_mail_may_be_stopped_without_saying_no(client: Client, link: ObserverLink) -> None:
    assert "Stop emails" in text(client, page("observer-no-mail", link))

    client.post(page("observer-no-mail", link))

    assert not wants_email(link.feedback, link.answer_sheet_key)
    assert "You will get no more emails" in text(client, page("observer-no-mail", link))
    client.post(page("observer-lines", link, 1), {"answer": "4"})
    assert only_sheet().answers == {ONE: "4"}


def test_the_easy_form_is_one_sentence_a_page_with_three_answers(client: Client, feedback: Feedback) -> None:
    link = factories.invite_observers(feedback, supported=1)[0]
    first = text(client, page("observer", link))
    assert page("observer-easy", link) in first
    assert "If all of them give the same answer, Isla Reid will know your answer." in first
    assert "You can also answer" in first

    client.post(page("observer-easy", link), {"helped": "yes"})
    words = text(client, page("observer-easy-line", link, 1))
    assert "Sentence about vis." in words
    assert words.count('name="said"') == 4
    for number, choice in enumerate(["4", "3", "2", "not-seen", "4", "4"], start=1):
        answer = client.post(page("observer-easy-line", link, number), {"said": choice})
    assert answer["Location"] == page("observer-easy-words", link)
    client.post(page("observer-easy-words", link), {"value": "She listens"})

    sheet = only_sheet()
    assert sheet.answers[ONE] == "4"
    assert sheet.answers["emp.1.frontline"] == "not-seen"
    assert (sheet.agreed, sheet.helped, sheet.is_sent, sheet.value) == (True, True, True, "She listens")
    assert client.post(page("observer-easy-line", link, 1), {"said": "1"}).status_code == 422


def test_whether_somebody_helps_need_not_be_said(client: Client, feedback: Feedback) -> None:
    link = factories.invite_observers(feedback, supported=1)[0]

    client.post(page("observer-easy", link), {"helped": ""})

    assert only_sheet().helped is None


def test_a_link_that_has_run_out_or_was_taken_back_says_so(client: Client, feedback: Feedback, now: datetime) -> None:
    first, second = factories.invite_observers(feedback, peers=2)
    actions.take_back_invitation(second.observer, now=now)

    assert "Isla Reid has taken this invitation back" in text(client, page("observer", second))
    assert client.get(page("observer-lines", second, 1))["Location"] == page("observer", second)
    assert client.post(page("observer-lines", second, 1), {"answer": "4"}).status_code == 410
    with time_machine.travel(now + timedelta(weeks=6, days=1), tick=False):
        assert "This invitation has expired" in text(client, page("observer", first))
        assert client.post(page("observer-lines", first, 1), {"answer": "4"}).status_code == 410
    assert factories.answer_sheets() == []


SENT = {"value": "She listens.\nمریم", "change": "<b>Rest</b> more", ONE: "At the door on Monday", "once": "x"}


@pytest.mark.parametrize("name", ["observer-words", "observer-easy-words"])
@pytest.mark.parametrize(
    ("end", "status", "reason"),
    [
        ("closed", 404, "This feedback has ended, or the link is not complete"),
        ("taken back", 410, "This invitation has expired or was withdrawn"),
        ("expired", 410, "This invitation has expired or was withdrawn"),
    ],
)
def test_words_of_somebody_still_typing_stay_on_the_page(
    client: Client, feedback: Feedback, now: datetime, name: str, end: str, status: int, reason: str
) -> None:
    link = factories.invite_observers(feedback, supported=1)[0]
    assert client.get(page(name, link)).status_code == 200
    if end == "closed":
        actions.end_without_report(feedback, by=None, now=now)
    elif end == "taken back":
        actions.take_back_invitation(link.observer, now=now)

    with time_machine.travel(now + timedelta(weeks=7 if end == "expired" else 0), tick=False):
        answer = client.post(page(name, link), SENT)

    words = unescape(answer.content.decode())
    assert answer.status_code == status
    assert "Your answers were not saved" in words
    assert reason in words
    for sent in ("She listens.\nمریم</textarea>", "<b>Rest</b> more</textarea>", "At the door on Monday</textarea>"):
        assert sent in words
    assert "<b>Rest" not in answer.content.decode()
    assert factories.answer_sheets() == []


def test_words_stay_on_the_page_when_the_360_closes_while_they_are_saved(
    client: Client, link: ObserverLink, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observer_link, "find_link", lambda key, token: link)
    actions.end_without_report(link.feedback, by=None, now=now)

    answer = client.post(page("observer-words", link), SENT)

    assert answer.status_code == 422
    assert "This feedback has ended" in answer.content.decode()
    assert "She listens." in answer.content.decode()
    assert factories.answer_sheets() == []


def test_choices_that_come_too_late_are_said_not_to_be_saved(client: Client, link: ObserverLink, now: datetime) -> None:
    actions.end_without_report(link.feedback, by=None, now=now)

    for name, data in (("observer-lines", {"answer": "4"}), ("observer-easy-line", {})):
        words = client.post(page(name, link, 1), data).content.decode()
        assert "Your answers were not saved" in words
        assert "<textarea" not in words


def test_a_link_that_is_not_ours_or_is_over_is_a_page_that_says_so(
    client: Client, link: ObserverLink, now: datetime
) -> None:
    wrong = ObserverLink(link.observer, link.token[:-1] + ("A" if link.token[-1] != "A" else "B"))

    assert client.get(page("observer", wrong)).status_code == 404
    assert client.post(page("observer-check", wrong)).status_code == 404
    actions.end_without_report(link.feedback, by=None, now=now)
    assert "This link does not work any more" in client.get(page("observer", link)).content.decode()


def test_pages_are_not_kept_by_browsers_or_proxies(client: Client, link: ObserverLink) -> None:
    assert "no-store" in client.get(page("observer-check", link)).headers["Cache-Control"]


def test_answering_leaves_no_trace_with_a_moment_even_of_somebody_who_is_signed_in(
    client: Client, link: ObserverLink
) -> None:
    client.force_login(cast.callum())
    before = [list(model.objects.values()) for model in (AuditLine, AnsweredPost, WaitingTask)]

    client.post(page("observer-lines", link, 1), {"answer": "4", "once": "6a5d2c6e-0f3b-4b8e-9a55-0d3c2b7f1c11"})
    client.post(page("observer-check", link), {"once": "6a5d2c6e-0f3b-4b8e-9a55-0d3c2b7f1c12"})

    assert [list(model.objects.values()) for model in (AuditLine, AnsweredPost, WaitingTask)] == before


def test_the_pages_take_at_most_ten_queries(
    client: Client, feedback: Feedback, django_assert_max_num_queries: object
) -> None:
    links = factories.invite_observers(feedback, peers=30, supported=30)
    for link in links[:20]:
        factories.answer_by_link(link)
    for address in (
        page("observer", links[0]),
        page("observer-lines", links[0], 2),
        page("observer-check", links[0]),
        page("observer-easy-line", links[-1], 2),
    ):
        with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture has no type here
            client.get(address)


def test_below_each_button_stands_who_sees_the_answers(client: Client, feedback: Feedback) -> None:
    manager, peer = factories.invite_observers(feedback, manager=1, peers=1)

    for name, parts in (("observer-lines", (1,)), ("observer-check", ())):
        assert "Seen by: Isla Reid, as yours if no other manager answers" in text(client, page(name, manager, *parts))
        assert "Seen by: Isla Reid, together with others’" in text(client, page(name, peer, *parts))
