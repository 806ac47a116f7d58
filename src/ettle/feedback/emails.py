"""The emails of a 360: an invitation, at most two reminders, and what the person shares.

Each group gets words that are true for it; people supported and carers get them in Easy Read.

Reminders go to everyone who has not declined and has not asked for no more email: who has answered is not recorded, and
a reminder that stopped would say it to anyone who sees the email that is sent.

A task in the queue names a row of the ledger and no more: the link, which opens somebody's answers, is made when the
mail is sent and is written nowhere. Every task may run twice; each looks first whether the mail is still wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.feedback.answer_pool import wants_email
from ettle.feedback.link_tokens import answer_sheet_key, observer_token
from ettle.feedback.models import INVITATION_LASTS, Feedback, Observer
from ettle.feedback.observer_groups import ASKED_AS, Group, easy_privacy_notice, privacy_notice
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import VIEWS
from ettle.kit.mail.email_limits import OUTSIDE_EMAILS
from ettle.kit.tasks import task_queue
from ettle.kit.values.dates import operator_date
from ettle.kit.values.names import safe_name

REMINDED_AFTER = (timedelta(weeks=2), timedelta(weeks=4))
TIME_OF_DAY = time(9, 30)
SATURDAY = 5


def schedule_emails(observer: Observer, *, now: datetime) -> None:
    """Promise the invitation and its reminders."""
    key = f"360/{observer.pk}"
    task_queue.enqueue_once(send_invitation, key=f"{key}/ask/{observer.sent_again}", now=now, observer=str(observer.pk))
    for number, moment in enumerate(reminders_after(now), start=1):
        later = send_reminder.using(run_after=moment)
        task_queue.enqueue_once(later, key=f"{key}/remind/{number}", now=now, observer=str(observer.pk))


def reminders_after(asked_at: datetime) -> Iterator[datetime]:
    """When to remind: two and four weeks on, half past nine in the operator's zone, on a working day."""
    zone = timezone.get_default_timezone()
    for pause in REMINDED_AFTER:
        on = operator_date(asked_at + pause)
        on += timedelta(days=max(0, 7 - on.weekday())) if on.weekday() >= SATURDAY else timedelta()
        yield datetime.combine(on, TIME_OF_DAY, tzinfo=zone).astimezone(UTC)


@task_queue.task(priority=5)
def send_invitation(*, observer: str) -> None:
    asked = _find_open_observer(observer)
    if asked is not None and _wants_email(asked):
        _send_email("ask", asked)


@task_queue.task
def send_reminder(*, observer: str) -> None:
    asked = _find_open_observer(observer)
    if asked is not None and _wants_email(asked):
        _send_email("remind", asked)


def _find_open_observer(key: str) -> Observer | None:
    everyone = Observer.objects.still_invited().select_related("feedback__person", "feedback__lines__version")
    found = everyone.filter(pk=key, feedback__closed_at=None).first()
    return found if found is not None and found.can_begin(timezone.now()) else None


def _wants_email(observer: Observer) -> bool:
    return wants_email(observer.feedback, answer_sheet_key(observer_token(observer)))


def render_invitation(feedback: Feedback, group: Group, *, now: datetime) -> str:
    """The words of the invitation that this group gets, without anybody's own link."""
    template, words = _describe_email("ask", feedback, group)
    own = _("(a link of their own)")
    _subject, body = delivery.render_email(
        template, to="", **words, name=_("(their name)"), link=own, no_more=own, runs_out_at=now + INVITATION_LASTS
    )
    return body


def _send_email(purpose: str, observer: Observer) -> None:
    template, words = _describe_email(purpose, observer.feedback, Group(observer.group))
    delivery.send_email_now(
        template,
        **words,
        to=observer.email,
        kind=VIEWS,
        limit=OUTSIDE_EMAILS,
        name=safe_name(observer.name, fallback=""),
        link=_observer_address("observer", observer),
        no_more=_observer_address("observer-no-mail", observer),
        runs_out_at=observer.runs_out_at,
    )


def _describe_email(purpose: str, feedback: Feedback, group: Group) -> tuple[str, dict[str, Any]]:
    """The template of an email to this group, and the words that are the same for everyone in it."""
    about = safe_name(feedback.person.name, fallback=_("Someone"))
    if feedback.is_easy_for(group):
        words = {"minutes": feedback.version.content["easy"]["minutes"], "who_sees": easy_privacy_notice(about)}
        return f"feedback/mail/{purpose}_easy.txt", {"about": about, **words}
    words = {"minutes": feedback.form_minutes, "who_sees": privacy_notice(group, about)}
    return f"feedback/mail/{purpose}.txt", {"about": about, "asked_as": ASKED_AS[group], **words}


def _observer_address(page: str, observer: Observer) -> str:
    return delivery.absolute_url(reverse(f"feedback:{page}", args=[observer.pk, observer_token(observer)]))
