"""Emails to people: plain text from a template, enqueued with the change that caused it, sent by the worker."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ettle.kit.http.language_choice import has_choice, known_language
from ettle.kit.limits.counters import Limit, consume
from ettle.kit.mail.email_choices import is_stopped, stop_link
from ettle.kit.mail.email_kinds import EmailKind, find_kind
from ettle.kit.models import WaitingTask
from ettle.kit.pages.brand import current_brand
from ettle.kit.refusal import LimitReached
from ettle.kit.room import offered
from ettle.kit.tasks import task_queue

SHORTEST_QUOTE = 5  # letters
# Priorities of the tasks that send emails: a code to sign in goes before a thousand invitations.
AT_ONCE, IN_BULK = 10, 0
log = logging.getLogger(__name__)


def send_email(
    template: str,
    *,
    to: str,
    kind: EmailKind,
    key: str | None,
    limit: Limit,
    now: datetime,
    priority: int = AT_ONCE,
    **context: Any,
) -> None:
    """Enqueue an email that a person causes. The first line of the template is the subject, the rest the body.

    kind: an address that has turned it off is not sent it.
    key: identifies this email for ever ("invited/<uuid>"); a key is never sent twice. None for emails that differ.
    limit: by which the action that calls this has counted it.
    priority: IN_BULK for many at once, which go when no other email waits.
    """
    subject, body = render_email(template, to=to, **context)
    queue_email(subject, body, to=to, kind=kind, key=key, now=now, priority=priority)


def send_notice(
    template: str, *, to: str, kind: EmailKind, key: str | None, limit: Limit, now: datetime, **context: Any
) -> None:
    """Enqueue an email about what a page shows too, counted by its recipient; beyond the limit it is left out."""
    if key is not None and WaitingTask.objects.filter(key=_task_key(key)).exists():
        return
    if not is_stopped(to, kind) and is_within_limit(limit, to=to, now=now):
        subject, body = render_email(template, to=to, **context)
        queue_email(subject, body, to=to, kind=kind, key=key, now=now)


def is_within_limit(limit: Limit, *, to: str, now: datetime) -> bool:
    """Count a notice to an address; False, and a line in the log, when it has had all that the limit gives."""
    try:
        consume(limit, to, now=now)
    except LimitReached:
        log.warning("an email was left out: the recipient has reached the limit %s", limit.name)
        return False
    return True


def send_email_now(template: str, *, to: str, kind: EmailKind, limit: Limit, **context: Any) -> None:
    """Send an email at once, for a task whose email must not be stored in the queue.

    limit: by which the action that enqueued the task has counted it.
    """
    subject, body = render_email(template, to=to, **context)
    deliver_email.call(subject=subject, body=body, to=to, kind=kind.key)


def render_email(template: str, *, to: str, **context: Any) -> tuple[str, str]:
    """Return the subject and the body of an email, in the language of the person with this address."""
    words = {**context, "site": settings.PUBLIC_URL, "site_name": current_brand().name}
    with translation.override(_language_of(to)):
        subject, _, body = render_to_string(template, words).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def _language_of(address: str) -> str | None:
    """Return the language a person chose. Without one it is that of the page or task that causes the email."""
    if not has_choice():
        return translation.get_language()
    known = (known_language(find_language(address)) for find_language in offered("email_language"))
    return next(filter(None, known), translation.get_language())


def queue_email(
    subject: str,
    body: str,
    *,
    to: str,
    kind: EmailKind,
    key: str | None,
    now: datetime,
    priority: int = AT_ONCE,
) -> None:
    """Enqueue a rendered email."""
    arguments = {"subject": subject, "body": body, "to": to, "kind": kind.key}
    task = deliver_email.using(priority=priority)
    if key is None:
        task.enqueue(**arguments)
    else:
        task_queue.enqueue_once(task, key=_task_key(key), now=now, **arguments)


def _task_key(key: str) -> str:
    return f"mail/{key}"


@task_queue.task(priority=AT_ONCE)
def deliver_email(*, subject: str, body: str, to: str, kind: str) -> None:
    """Send an email, unless its recipient has turned its kind off. kind: the key of an EmailKind."""
    email_kind = find_kind(kind)
    if email_kind is None:
        raise ValueError(f"There is no kind of email {kind}")
    if is_stopped(to, email_kind):
        return
    headers: dict[str, str] = {}
    if email_kind.is_optional:
        link = stop_link(to, email_kind)
        headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if not email_kind.has_own_line:
            with translation.override(_language_of(to)):
                body = f"{body}\n-- \n{_('Stop emails like this:')} {link}\n"
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()


def absolute_url(path: str) -> str:
    """Return the full address of a page. The host comes from the settings, never from a request."""
    return urljoin(settings.PUBLIC_URL + "/", path.lstrip("/"))


def erase_address(address: str) -> None:
    """Erase an address from emails that wait or that were given up; what waits is not sent any more."""
    unsent = WaitingTask.objects.filter(function=deliver_email.module_path, arguments__kwargs__to=address)
    unsent.unfinished().update(arguments={}, finished_at=timezone.now())
    unsent.given_up().update(arguments={})


def erase_failed_emails(*, quoting: Iterable[str]) -> None:
    """Erase emails to anyone that could not be sent and that quote one of these words. Words under 5 letters are not
    looked for: they are in too many emails of others.
    """
    words = [word.casefold() for word in quoting if len(word) >= SHORTEST_QUOTE]
    failed = WaitingTask.objects.given_up().filter(function=deliver_email.module_path)
    for row in failed:
        text = str(row.arguments).casefold()
        if any(word in text for word in words):
            WaitingTask.objects.filter(pk=row.pk).update(arguments={})
