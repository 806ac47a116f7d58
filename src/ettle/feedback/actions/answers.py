"""What an observer does with their link. Nothing here is audited, and no moment is written down: see models."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from ettle.feedback.actions.invitations import lock_open_feedback
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.models import AnswerSheet, Feedback, Observer
from ettle.kit.refusal import Refused

NOT_SEEN = "not-seen"
LINK_EXPIRED = "This invitation has run out or was taken back, so no answers can be given any more."
NOT_ASKED = "Choose one of the answers on the page"
LONGEST_WORDS = 2_000


@dataclass(frozen=True)
class ObserverAnswers:
    """What is said on one page; what is None is left as it was. answers: line -> "1" to "5", "not-seen", "" to skip."""

    answers: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    value: str | None = None
    change: str | None = None
    agreed: bool | None = None
    helped: bool | None = None


@transaction.atomic
def save(link: ObserverLink, answers: ObserverAnswers, *, now: datetime) -> AnswerSheet:
    """Keep what was said on one page, on the sheet that only this link leads to.

    Raises Refused when the 360 is closed, the link has run out, or an answer was never offered.
    """
    feedback, observer = _lock_open_link(link, now)
    lines = {line.key for line in feedback.lines.statements()}
    offered = {str(point.value) for point in feedback.version.points()} | {NOT_SEEN, ""}
    if not set(answers.answers) <= lines or not set(answers.answers.values()) <= offered:
        raise Refused(NOT_ASKED)
    sheet = find_answer_sheet(link) or AnswerSheet(id=link.answer_sheet_key, feedback=feedback, group=observer.group)
    sheet.answers = {line: word for line, word in {**sheet.answers, **answers.answers}.items() if word}
    examples = {**sheet.examples, **answers.examples}
    sheet.examples = {line: words for line, words in examples.items() if words and sheet.answers.get(line) == "1"}
    for name in ("value", "change", "agreed", "helped"):
        if getattr(answers, name) is not None:
            setattr(sheet, name, getattr(answers, name))
    sheet.save()
    return sheet


@transaction.atomic
def send_answers(link: ObserverLink, *, now: datetime) -> None:
    """Hand the sheet in. Sent again, nothing changes. Raises Refused when nothing is on it."""
    feedback, observer = _lock_open_link(link, now)
    sheet = find_answer_sheet(link)
    if sheet is None or not (set(sheet.answers.values()) - {NOT_SEEN} or sheet.value or sheet.change):
        raise Refused("Answer at least one line, or write a few words, then there is something to send")
    AnswerSheet.objects.filter(pk=sheet.pk).update(is_sent=True)
    Observer.objects.filter(pk=observer.pk).update(has_answered=True, has_declined=False)
    rewrite_answer_sheets(feedback)


@transaction.atomic
def decline(link: ObserverLink) -> None:
    """Say no, or take answers back that were sent. They are deleted; the link still works for a change of mind.

    Raises Refused when the 360 is closed or the person is no longer named in it.
    """
    feedback, _ = _lock_invited(link)
    AnswerSheet.objects.filter(pk=link.answer_sheet_key).delete()
    Observer.objects.filter(pk=link.observer.pk).update(has_answered=False, has_declined=True)
    rewrite_answer_sheets(feedback)


@transaction.atomic
def no_more_mail(link: ObserverLink) -> None:
    Observer.objects.filter(pk=link.observer.pk).update(wants_no_mail=True)


def find_answer_sheet(link: ObserverLink) -> AnswerSheet | None:
    return AnswerSheet.objects.filter(pk=link.answer_sheet_key, feedback=link.feedback).first()


def _lock_open_link(link: ObserverLink, now: datetime) -> tuple[Feedback, Observer]:
    feedback, observer = _lock_invited(link)
    if not observer.is_open(now):
        raise Refused(LINK_EXPIRED)
    return feedback, observer


def _lock_invited(link: ObserverLink) -> tuple[Feedback, Observer]:
    feedback = lock_open_feedback(link.feedback)
    observer = feedback.observers.filter(pk=link.observer.pk).first()
    if observer is None:
        raise Refused(LINK_EXPIRED)
    return feedback, observer


def rewrite_answer_sheets(feedback: Feedback) -> None:
    """Delete all sheets of a 360 and write them again in a random order, so that none lies where it was last touched.

    A database keeps more order than its columns show: where a row lies, and in PostgreSQL the transaction that wrote
    it. Now every sheet was written by the same transaction, whoever sent theirs.
    """
    sheets = list(feedback.sheets.all())
    random.SystemRandom().shuffle(sheets)
    feedback.sheets.all().delete()
    AnswerSheet.objects.bulk_create(sheets)
