"""The report in seven steps, everything on one page, as text; and the summary that somebody may be shown."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from ettle.feedback import actions
from ettle.feedback.actions import ObserverAnswers, make_report, save, send_answers
from ettle.feedback.link_tokens import summary_token
from ettle.feedback.models import Feedback, FeedbackReport, FeedbackSummary
from ettle.feedback.tests import factories
from ettle.journey.tests import factories as assessed
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def isla(client: Client) -> Client:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def report(now: datetime) -> FeedbackReport:
    """Isla marked 3, Vision 4. Four peers say 5, her manager 1 with an example, one of her team 2."""
    factories.publish_version()
    assessed.finish_assessment(cast.isla(), vis="4")
    feedback = actions.begin(person=cast.isla(), is_short=False, now=now)
    links = factories.invite_observers(feedback, manager=1, peers=4, team=1)
    for link in links:
        choice = {"manager": "1", "peers": "5", "team": "2"}[link.observer.group]
        examples = {"emp.1.frontline": "At the door on Monday"} if choice == "1" else {}
        words = f"Words of {link.observer.group}"
        save(
            link,
            ObserverAnswers(answers=factories.same_answers(feedback, choice), examples=examples, value=words),
            now=now,
        )
        send_answers(link, now=now)
    return make_report(feedback, now=now)


def page(name: str, report: FeedbackReport, *args: object) -> str:
    return reverse(f"feedback:{name}", args=[report.feedback.uuid, *args])


def text(client: Client, address: str) -> str:
    """Return a page without the elements that only give a name its direction."""
    return re.sub("</?bdi>", "", client.get(address).content.decode())


def test_seven_steps_lead_through_the_report(isla: Client, report: FeedbackReport) -> None:
    for step, title in enumerate(
        (
            "Before you read",
            "First feelings",
            "Surprises",
            "Where you agree",
            "One strength",
            "One change",
            "Who to tell",
        ),
        start=1,
    ):
        words = text(isla, page("step", report, step))
        assert f"<h1>{title}</h1>" in words
        assert "Seen by: you" in words
    assert isla.get(page("step", report, 8)).status_code == 404


def test_a_note_is_kept_at_its_step(isla: Client, report: FeedbackReport) -> None:
    answer = isla.post(page("step", report, 2), {"words": "It stings"})

    assert answer["Location"] == page("step", report, 3)
    assert "It stings" in text(isla, page("step", report, 2))
    assert "It stings" in text(isla, page("report", report))
    assert isla.post(page("step", report, 2), {"words": "x" * 2001}).status_code == 422


def test_agreement_is_said_before_the_widest_gap(isla: Client, report: FeedbackReport) -> None:
    words = text(isla, page("step", report, 2))

    assert "You and others see Vision most alike. Others see Self-leadership more often than you do." in words


def test_how_each_group_fares_is_said_without_saying_who_of_a_small_one_answered(
    isla: Client, report: FeedbackReport
) -> None:
    words = text(isla, page("report", report))

    assert "fewer than 3 invited: not shown apart" in words
    assert "Words of team" not in words
    assert "Words of peers" in words
    assert "At the door on Monday" in words
    assert "shown alone, as they were told" in words


def test_the_tables_hold_the_counts_and_no_total_of_who_is_left_out(isla: Client, report: FeedbackReport) -> None:
    plain = isla.get(page("file", report, "txt"))

    words = plain.content.decode()
    assert plain.headers["Content-Disposition"].startswith("attachment")
    assert "- Peers: almost always 4" in words
    assert "People I supervise: " not in words
    assert re.search(r"People I supervise\s+Invited: 1\s+In this report: fewer than 3 invited: not shown apart", words)
    assert "- All together: rarely 1; almost always 4" in words


@pytest.mark.parametrize("kind", ["page", "txt", "data"])
def test_nothing_in_the_report_says_whether_someone_of_a_group_under_three_has_answered(
    isla: Client, now: datetime, kind: str
) -> None:
    seen = set()
    for answering in ("peers", "team others", "team", ""):
        feedback = factories.begin_feedback(now=now)
        for link in factories.invite_observers(feedback, peers=5, team=1, others=1, now=now):
            if link.observer.group in f"peers {answering}":
                factories.answer_by_link(link, "4", now=now)
        made = actions.make_report(feedback, now=now)
        address = page("file", made, "txt") if kind == "txt" else page("report", made)
        words = str(made.content) if kind == "data" else text(isla, address)
        seen.add(re.sub(r'value="[^"]*"', "", words.replace(str(feedback.uuid), "")))
        Feedback.objects.filter(pk=feedback.pk).delete()

    assert len(seen) == 1


def test_the_report_on_paper_says_nothing_that_its_page_does_not(isla: Client, report: FeedbackReport) -> None:
    """The PDF is made of the same sheet as the text: no number, name of a group or comment more than on the page."""
    pdf = isla.get(page("file", report, "pdf"))
    plain, shown = text(isla, page("file", report, "txt")), text(isla, page("report", report))

    assert pdf.content.startswith(b"%PDF-")
    assert "no-store" in pdf.headers["Cache-Control"]
    assert "Words of team" not in plain
    assert "Words of peers" in plain
    assert set(re.findall(r"\d+", plain)) <= set(re.findall(r"\d+", strip_tags(shown)))
    assert isla.get(page("file", report, "doc")).status_code == 404


def test_a_late_answer_has_nowhere_to_go(isla: Client, report: FeedbackReport) -> None:
    before = text(isla, page("file", report, "txt"))

    make_report(report.feedback, now=cast.NOW + timedelta(days=9))

    assert text(isla, page("file", report, "txt")) == before


def test_only_the_person_reads_the_report(client: Client, report: FeedbackReport) -> None:
    for other in (cast.callum(), cast.freya(), cast.dougal()):
        client.force_login(other)
        for name in ("report", "share", "partner"):
            assert client.get(page(name, report)).status_code == 404
        assert client.get(page("file", report, "pdf")).status_code == 404
        assert client.get(page("step", report, 1)).status_code == 404


def test_a_partner_is_kept_and_told_nothing(isla: Client, report: FeedbackReport) -> None:
    isla.post(page("partner", report), {"partner": "Ruth", "partner_email": "ruth@example.org"})
    task_queue.run_due()

    assert "ruth@example.org" in text(isla, page("share", report))
    assert "ruth@example.org" not in [letter.to[0] for letter in mail.outbox]
    assert isla.post(page("partner", report), {"partner_email": "ruth"}).status_code == 422


CHOSEN = {"name": "Ruth", "email": "ruth@example.org", "capabilities": ["emp"], "words": "I will ask first"}


def test_what_is_shared_is_looked_at_first_and_is_all_that_is_seen(
    isla: Client, report: FeedbackReport, now: datetime
) -> None:
    looked = isla.post(page("share", report), {**CHOSEN, "go": "look"}).content.decode()
    assert "Ruth will see what is in the frame, and nothing else." in looked
    assert FeedbackSummary.objects.count() == 0

    with time_machine.travel(now, tick=False):
        isla.force_login(cast.isla())
        isla.post(page("share", report), {**CHOSEN, "go": "share"})
        task_queue.run_due(now)
        summary = FeedbackSummary.objects.get()
        address = reverse("feedback:summary", args=[summary.uuid, summary_token(summary)])
        seen = text(Client(), address)

    assert address in mail.outbox[-1].body
    for words in (looked, seen):
        assert "I will ask first" in words
        assert "Empowering" in words
        assert "Vision" not in words
        assert "Words of" not in words
        assert "Peers" not in words


def test_a_summary_is_taken_back(isla: Client, report: FeedbackReport) -> None:
    isla.post(page("share", report), {**CHOSEN, "email": "", "go": "share"})
    summary = FeedbackSummary.objects.get()
    address = reverse("feedback:summary", args=[summary.uuid, summary_token(summary)])
    mine = page("shared", report, summary.uuid)
    assert address in text(isla, mine)

    isla.post(mine)

    gone = isla.get(address)
    assert (gone.status_code, "I will ask first" in gone.content.decode()) == (410, False)
    assert isla.get(address.replace(summary_token(summary), "x")).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "", "words": "x"}, "Write who it is for"),
        ({"name": "Ruth", "go": "share"}, "Choose at least one capability"),
        ({"name": "Ruth", "capabilities": ["nothing"]}, "Choose from the capabilities"),
        ({"name": "Ruth", "email": "ruth"}, "Enter an email address"),
    ],
)
def test_what_cannot_be_shared_is_said(isla: Client, report: FeedbackReport, data: dict[str, str], words: str) -> None:
    answer = isla.post(page("share", report), data)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_pages_take_at_most_ten_queries(
    isla: Client, report: FeedbackReport, django_assert_max_num_queries: object
) -> None:
    addresses = [page("step", report, step) for step in range(1, 8)]
    for address in [*addresses, page("report", report), page("share", report)]:
        with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture has no type here
            isla.get(address)
