"""Actions of administrators on the site itself, and of an address on the emails it gets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.audit.lines import NamedLine, name_lines
from ettle.kit.audit.search import find_lines
from ettle.kit.http.permissions import refuse_non_administrators
from ettle.kit.mail.email_choices import Choice
from ettle.kit.mail.email_kinds import optional_kinds
from ettle.kit.models import StoppedEmail, WaitingTask
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


MOST_EXPORTED = 20_000  # lines


@transaction.atomic
def try_again(task: WaitingTask, *, by: User, now: datetime) -> None:
    """Run a task that was given up again, with all its attempts. Raises Refused when it is not given up any more."""
    refuse_non_administrators(by)
    failed_tasks = WaitingTask.objects.given_up().filter(pk=task.pk)
    if not failed_tasks.update(given_up_at=None, attempts=0, run_after=now, leased_by="", leased_until=None):
        raise Refused(_("This task is no longer among the failed tasks."))
    audit.record(by, "asked for a task to be tried again", task, now=now)


@transaction.atomic
def export_audit_log(asked: Mapping[str, Any], *, by: User, now: datetime) -> list[NamedLine]:
    """Return the lines of the audit log that were asked for, and record that they were taken.

    asked: the cleaned data of an AuditSearchForm. Raises Refused when there are more than MOST_EXPORTED.
    """
    refuse_non_administrators(by)
    lines = list(find_lines(asked)[: MOST_EXPORTED + 1])
    if len(lines) > MOST_EXPORTED:
        words = _("These are more than %(most)s lines. Choose fewer days.") % {"most": number_format(MOST_EXPORTED)}
        raise Refused(words, field="first")
    audit.record(by, "downloaded lines of the audit log", None, now=now)
    return name_lines(lines)


def stop_emails(choice: Choice, *, now: datetime) -> bool:
    """Send this address no more emails of a kind. Stopped twice is stopped once: True for the first time."""
    stopped = StoppedEmail.objects.get_or_create(email=choice.email, kind=choice.kind.key, defaults={"stopped_at": now})
    return stopped[1]


def resume_emails(choice: Choice) -> None:
    """Send this address emails of a kind again."""
    StoppedEmail.objects.filter(email=choice.email, kind=choice.kind.key).delete()


@transaction.atomic
def choose_emails(*, email: str, offered: Collection[str], wanted: Collection[str], now: datetime) -> None:
    """Turn kinds of email on and off. offered: the keys that could be chosen; other kinds stay as they are."""
    for kind in optional_kinds():
        if kind.key in offered:
            choice = Choice(email.lower(), kind)
            if kind.key in wanted:
                resume_emails(choice)
            else:
                stop_emails(choice, now=now)


@transaction.atomic
def move_email_choices(*, old: str, new: str, now: datetime) -> None:
    """Give an address the choices of another, which the same person used before."""
    for kind in optional_kinds():
        if StoppedEmail.objects.filter(email=old.lower(), kind=kind.key).exists():
            stop_emails(Choice(new.lower(), kind), now=now)
    forget_email_choices(old)


def forget_email_choices(email: str) -> None:
    """Erase the choices of an address."""
    StoppedEmail.objects.filter(email=email.lower()).delete()
