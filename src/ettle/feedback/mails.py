"""The mail of a 360: an invitation, at most two reminders, and what the person shares.

A task in the queue names a row of the ledger and no more: the link, which opens somebody's answers, is made when the
mail is sent and is written nowhere. Every task may run twice; each looks first whether the mail is still wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from ettle.feedback.links import token_of
from ettle.feedback.models import Observer
from ettle.kit import mail, tasks
from ettle.kit.days import day

REMINDED_AFTER = (timedelta(weeks=2), timedelta(weeks=4))
TIME_OF_DAY = time(9, 30)
SATURDAY = 5


def promise(observer: Observer, *, now: datetime) -> None:
    """Promise the invitation and its reminders."""
    key = f"360/{observer.pk}"
    tasks.enqueue_once(ask, key=f"{key}/ask/{observer.sent_again}", now=now, observer=str(observer.pk))
    for number, moment in enumerate(reminders_after(now), start=1):
        later = remind.using(run_after=moment)
        tasks.enqueue_once(later, key=f"{key}/remind/{number}", now=now, observer=str(observer.pk))


def reminders_after(asked_at: datetime) -> Iterator[datetime]:
    """When to remind: two and four weeks on, half past nine in the operator's zone, on a working day."""
    zone = timezone.get_default_timezone()
    for pause in REMINDED_AFTER:
        on = day(asked_at + pause)
        on += timedelta(days=max(0, 7 - on.weekday())) if on.weekday() >= SATURDAY else timedelta()
        yield datetime.combine(on, TIME_OF_DAY, tzinfo=zone).astimezone(UTC)


@tasks.task(priority=5)
def ask(*, observer: str) -> None:
    asked = _open(observer)
    if asked is not None and not asked.wants_no_mail:
        _send("feedback/mail/ask.txt", asked)


@tasks.task
def remind(*, observer: str) -> None:
    asked = _open(observer)
    if asked is not None and Observer.objects.waiting().filter(pk=asked.pk).exists():
        _send("feedback/mail/remind.txt", asked)


def _open(key: str) -> Observer | None:
    everyone = Observer.objects.standing().select_related("feedback__person", "feedback__lines__version")
    found = everyone.filter(pk=key, feedback__closed_at=None).first()
    return found if found is not None and found.is_open(timezone.now()) else None


def _send(template: str, observer: Observer) -> None:
    feedback = observer.feedback
    content = feedback.version.content
    is_short = len(feedback.lines.lines()) <= len(content["short_form"])
    mail.send_now(
        template,
        to=observer.email,
        about=feedback.person.name or "Somebody",
        name=observer.name,
        minutes=content["short_minutes"] if is_short else content["minutes"],
        link=_address("observer", observer),
        no_more=_address("observer-no-mail", observer),
        runs_out_at=observer.runs_out_at,
    )


def _address(page: str, observer: Observer) -> str:
    return mail.address(reverse(f"feedback:{page}", args=[observer.pk, token_of(observer)]))
