"""What an observer does with their link. It writes the 360's pool and nothing else: no audit line, no task, no moment.

A write to any other row would lie beside that of the pool in the database's log, and say who it was: see answer_pool.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.feedback.answer_pool import AnswerSheet, PoolContent, lock_pool, read_pool, write_pool
from ettle.feedback.link_tokens import ObserverLink
from ettle.feedback.models import Feedback, Observer
from ettle.kit.refusal import Refused

NOT_SEEN = "not-seen"
LINK_EXPIRED = _lazy("This invitation has expired or was withdrawn, so your answers cannot be saved any more.")
ENDED = _lazy("This feedback has ended, so your answers cannot be saved any more.")
NOT_ASKED = _lazy("Choose one of the answers on the page")
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
    """Store what was said on one page, on the sheet that only this link leads to.

    Raises Refused when the 360 is closed, the link has run out, or an answer was never offered.
    """
    content, observer = _open_pool(link, now)
    _check_offered(link.feedback, answers)
    sheet = content.sheets.get(link.answer_sheet_key) or AnswerSheet(group=observer.group)
    chosen = {line: word for line, word in {**sheet.answers, **answers.answers}.items() if word}
    examples = {**sheet.examples, **answers.examples}
    others = {name: getattr(answers, name) for name in ("value", "change", "agreed", "helped")}
    changed = replace(
        sheet,
        answers=chosen,
        examples={line: words for line, words in examples.items() if words and chosen.get(line) == "1"},
        **{name: word for name, word in others.items() if word is not None},
    )
    write_pool(link.feedback, content.with_sheet(link.answer_sheet_key, changed))
    return changed


@transaction.atomic
def send_answers(link: ObserverLink, *, now: datetime) -> None:
    """Hand the sheet in. Sent again, nothing changes. Raises Refused when nothing is on it."""
    content, _role = _open_pool(link, now)
    sheet = content.sheets.get(link.answer_sheet_key)
    if sheet is None or not (set(sheet.answers.values()) - {NOT_SEEN} or sheet.value or sheet.change):
        raise Refused(_("Answer at least one line, or write a few words, then there is something to send"))
    write_pool(link.feedback, content.with_sheet(link.answer_sheet_key, replace(sheet, is_sent=True)))


@transaction.atomic
def decline(link: ObserverLink) -> None:
    """Say no, or take answers back that were sent. They are deleted; the link still works for a change of mind.

    Raises Refused when the 360 is closed or the person is no longer named in it.
    """
    content, _ = _lock_invited(link)
    write_pool(link.feedback, content.without_sheets([link.answer_sheet_key]).with_silent(link.answer_sheet_key))


@transaction.atomic
def no_more_mail(link: ObserverLink) -> None:
    """Send no more email about this 360. Raises Refused as `decline` does."""
    content, _ = _lock_invited(link)
    write_pool(link.feedback, content.with_silent(link.answer_sheet_key))


def find_answer_sheet(link: ObserverLink) -> AnswerSheet | None:
    return read_pool(link.feedback).sheets.get(link.answer_sheet_key)


def can_answer(link: ObserverLink, sheet: AnswerSheet | None, *, now: datetime) -> bool:
    """Whether answers may be given, or changed, at this moment: who has sent theirs may change them to the end."""
    return link.observer.can_begin(now) or (sheet is not None and sheet.is_sent and link.observer.is_invited)


def _check_offered(feedback: Feedback, answers: ObserverAnswers) -> None:
    lines = {line.key for line in feedback.lines.statements()}
    offered = {str(point.value) for point in feedback.version.points()} | {NOT_SEEN, ""}
    if not set(answers.answers) <= lines or not set(answers.answers.values()) <= offered:
        raise Refused(NOT_ASKED)


def _open_pool(link: ObserverLink, now: datetime) -> tuple[PoolContent, Observer]:
    content, observer = _lock_invited(link)
    sheet = content.sheets.get(link.answer_sheet_key)
    if not can_answer(replace(link, observer=observer), sheet, now=now):
        raise Refused(LINK_EXPIRED)
    return content, observer


def _lock_invited(link: ObserverLink) -> tuple[PoolContent, Observer]:
    """The pool, locked, so that nothing is answered while the 360 closes; and the row of the ledger as it is now."""
    content = lock_pool(link.feedback)
    if content is None:
        raise Refused(ENDED)
    observer = Observer.objects.select_related("feedback").filter(pk=link.observer.pk).first()
    if observer is None:
        raise Refused(LINK_EXPIRED)
    return content, observer
