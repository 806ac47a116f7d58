"""Emails about pages in review and comments: enqueued, limited by their recipient, and turned off by their kind."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, PageSubscription

from ettle.kit.limits.counters import consume, remaining_uses
from ettle.kit.mail.email_kinds import DRAFTS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.kit.models import StoppedEmail
from ettle.kit.tasks import task_queue
from ettle.library.models import AreaPage
from ettle.library.tests import sample_areas
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.workshop.authors.author_roles import AuthorRole
from ettle.workshop.authors.limits import REVIEW_NOTICES
from ettle.workshop.tests.test_cms import form_of
from ettle.workshop.tests.test_page_review import approve, playing, sent_for_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer() -> User:
    return playing(cast.bashir(), AuthorRole.REVIEWER)


def letters_to(person: User) -> list[str]:
    task_queue.run_due()
    return [f"{letter.subject}\n{letter.body}" for letter in mail.outbox if person.email in letter.to]


def test_what_waits_for_a_reviewer_is_emailed_by_the_queue(client: Client, reviewer: User) -> None:
    sent_for_review(client)
    assert mail.outbox == []

    [letter] = letters_to(reviewer)

    assert "is waiting for your review" in letter
    assert "Stop emails like this: " in letter
    assert "preferences" not in letter


def test_an_author_is_told_what_was_approved(client: Client, reviewer: User) -> None:
    page = sent_for_review(client)
    approve(client, page, reviewer)
    approve(client, page, playing(cast.freya(), AuthorRole.PUBLISHER))

    assert any("has been approved" in letter for letter in letters_to(cast.isla()))


def test_a_reviewer_who_has_had_many_finds_the_rest_on_their_first_page(client: Client, reviewer: User) -> None:
    consume(REVIEW_NOTICES, reviewer.email, now=timezone.now(), uses=REVIEW_NOTICES.most)
    sent_for_review(client)

    assert letters_to(reviewer) == []
    client.force_login(reviewer)
    assert "Listening better" in client.get("/cms/").content.decode().partition("Awaiting your review")[2]
    assert remaining_uses(WORK_NOTICES, reviewer.email, now=timezone.now()) == WORK_NOTICES.most


def test_a_reviewer_who_has_turned_them_off_gets_none(client: Client, reviewer: User) -> None:
    StoppedEmail.objects.create(email=reviewer.email, kind=DRAFTS.key, stopped_at=cast.NOW)

    sent_for_review(client)

    assert letters_to(reviewer) == []


def comment(client: Client, page: AreaPage, words: str) -> None:
    fields = {"id": "", "contentpath": "title", "position": "", "text": words, "resolved": "", "DELETE": ""}
    fields |= {f"replies-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")} | {"replies-MAX_NUM_FORMS": ""}
    form = form_of(page) | {f"comments-0-{name}": value for name, value in fields.items()}
    del form["action-publish"]
    client.post(f"/cms/pages/{page.pk}/edit/", form | {"comments-TOTAL_FORMS": "1"})


def test_a_comment_is_announced_without_its_words_to_those_who_want_to_know(client: Client, reviewer: User) -> None:
    page, publisher = sample_areas.area(), playing(cast.freya(), AuthorRole.PUBLISHER)
    PageSubscription.objects.create(user=reviewer, page=page, comment_notifications=True)
    PageSubscription.objects.create(user=publisher, page=page, comment_notifications=True)
    client.force_login(publisher)

    comment(client, page, "Mrs Doyle would know this house")

    assert Comment.objects.get().text == "Mrs Doyle would know this house"
    assert mail.outbox == []
    [letter] = letters_to(reviewer)
    assert "New comments on ‘Listening well’" in letter
    assert f"/cms/pages/{page.pk}/edit/" in letter
    assert "Doyle" not in letter
    assert letters_to(publisher) == []
