"""A learner sees what an assessor will see, and downloads an application with its whole history."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ettle.evidence import actions, queries
from ettle.evidence.models import Submission
from ettle.evidence.record.documents import describe_application
from ettle.evidence.record.history import load_history
from ettle.evidence.tests import factories
from ettle.kit.files.printable_documents import render_text
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=3)
READING = re.compile(r'<p class="hint">.*?<p class="meta">\d+ words? of about.*?</p>', re.DOTALL)


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def answered() -> Submission:
    """Taken back once, sent, and answered: one met, one not yet. The assessor has a half-done draft too."""
    factories.switch_off_second_marking()
    bashir = cast.bashir()
    first = factories.submit_application()
    actions.undo_send(first.application, by=cast.isla(), now=SOON)
    factories.write_answers(first.application, f"{factories.ENOUGH} again", now=SOON)
    submission = actions.submit(first.application, by=cast.isla(), looked=True, now=SOON)
    factories.send_review(submission, bashir, "met", "not-yet")
    return submission


def page_url(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args)


def read_document(submission: Submission) -> str:
    application = queries.application_of(cast.isla(), submission.application.uuid)
    assert application is not None
    return render_text(describe_application(load_history(application), now=factories.LATER))


def test_the_preview_is_what_the_assessor_then_sees(isla: Any) -> None:
    application = factories.write_answers(factories.begin_application())
    preview = isla.get(page_url("preview", application.uuid)).content.decode()
    submission = actions.submit(application, by=cast.isla(), looked=True, now=NOW)
    factories.practise(cast.bashir(), submission)
    isla.force_login(cast.bashir())

    seen = [
        READING.findall(isla.get(page_url("decide", submission.uuid, position)).content.decode())[0]
        for position in (1, 2)
    ]

    assert READING.findall(preview) == seen
    assert factories.ENOUGH in seen[0]
    assert "If I wrote about people, I have disguised them and the places" in preview


def test_the_preview_of_a_second_round_marks_what_changed(isla: Any, answered: Submission) -> None:
    later = factories.LATER + timedelta(hours=1)
    application = factories.write_answers(answered.application, f"{factories.ENOUGH} today", now=later)
    preview = isla.get(page_url("preview", application.uuid)).content.decode()
    submission = actions.submit(application, by=cast.isla(), looked=True, now=later)
    isla.force_login(cast.bashir())

    shown = isla.get(page_url("decide", submission.uuid, 2)).content.decode()

    assert READING.findall(preview) == READING.findall(shown)
    assert "<mark>" in preview
    assert "Last time: not yet" in preview


def test_nobody_else_has_a_preview_or_a_download(isla: Any, answered: Submission) -> None:
    number = answered.application.uuid
    for person in (cast.callum(), cast.bashir(), cast.dougal()):
        isla.force_login(person)
        assert isla.get(page_url("preview", number)).status_code == 404
        assert isla.get(page_url("record-file", number, "pdf")).status_code == 404


def test_the_document_has_every_round_as_it_was(answered: Submission) -> None:
    words = read_document(answered)

    for part in (
        "and taken back",
        "before an assessor took it on",
        "Round 1, criterion 1: A real situation",
        f"{factories.ENOUGH} again"[:40],
        "If I wrote about people, I have disguised them and the places",
        "How did you use AI? – Not at all",
        "Declared ",
        "Too general: choose one day",
        factories.SUGGESTION,
        "Hello Isla",
        "Not sent yet, criterion 2: What you did",
    ):
        assert part in words, part
    assert words.count("UTC") + words.count("BST") + words.count("GMT") >= 5


def test_a_part_without_words_is_in_it_too() -> None:
    application = factories.begin_application(version=factories.create_first_steps())
    actions.confirm(application, criterion=application.criteria[0], by=cast.isla(), now=SOON)
    actions.check_practice(application, criterion=application.criteria[1], ticked=[1, 4], by=cast.isla(), now=SOON)
    submission = factories.submit_application(application)

    words = read_document(submission)

    assert "Round 1, criterion 1: Who sees it" in words
    assert "Round 1, criterion 2: Find three" in words
    assert words.count("Done 5 October 2026") == 2


def test_declarations_are_in_the_words_of_then(answered: Submission) -> None:
    wording = answered.declaration.wording
    wording.statements = {"mine": "Moja praca"}
    wording.save()

    assert "- Moja praca" in read_document(answered)


def test_nothing_that_only_assessors_see_is_in_it(answered: Submission) -> None:
    later = factories.LATER + timedelta(hours=1)
    application = factories.write_answers(answered.application, f"{factories.ENOUGH} today", now=later)
    again = actions.submit(application, by=cast.isla(), looked=True, now=later)
    criterion = again.application.criteria[1]
    parts = {"outcome": "not-yet", "reason": "copied", "suggestion": "A private thought"}
    actions.save_half_decision(again, criterion=criterion, assessor=cast.bashir(), now=later, **parts)
    actions.save_letter_draft(again, assessor=cast.bashir(), text="A private letter", now=later)
    actions.refer(again, assessor=cast.bashir(), referee=cast.freya(), why="risk", words="A private worry", now=later)

    words = read_document(again)

    assert "rivate" not in words
    assert "copied" not in words
    assert cast.bashir().name not in words


def test_withdrawing_is_in_it_with_the_learners_own_reason(answered: Submission) -> None:
    actions.withdraw(answered.application, by=cast.isla(), reason="other", words="I moved house.", now=factories.LATER)

    assert "Your reason: I moved house." in read_document(answered)


def test_the_pdf_is_tagged_and_well_named(isla: Any, answered: Submission) -> None:
    sent = isla.get(page_url("record-file", answered.application.uuid, "pdf"))

    assert sent["Content-Type"] == "application/pdf"
    name = re.search(r'filename="([^"]+)"', sent["Content-Disposition"])
    assert name
    assert re.fullmatch(r"application-for-management-and-leadership-isla-reid-\d{4}-\d\d-\d\d\.pdf", name[1])
    assert sent["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(sent.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.get("/Title", "")) or pdf.open_metadata().get("dc:title")


def test_the_html_is_a_page_that_needs_no_other_file(isla: Any, answered: Submission) -> None:
    sent = isla.get(page_url("record-file", answered.application.uuid, "html"))
    shown = sent.content.decode()

    assert ".html" in sent["Content-Disposition"]
    assert "attachment" in sent["Content-Disposition"]
    assert '<th scope="col">Decision</th>' in shown
    assert "<script" not in shown
    assert "<link" not in shown
    assert "<style>" in shown
    assert isla.get(page_url("record-file", answered.application.uuid, "exe")).status_code == 404


def test_the_pages_make_few_queries(
    isla: Any, answered: Submission, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address in (page_url("preview", answered.application.uuid), page_url("application", answered.application.uuid)):
        isla.get(address)
        with django_assert_max_num_queries(10):
            isla.get(address)
