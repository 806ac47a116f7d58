"""Ask a person to look back at a goal, no oftener than they wanted; tell a helper what the person chose to send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.journey.limits import HELPER_MESSAGES
from ettle.journey.models import HelperMessage, LookBack, LookBackAnswer
from ettle.kit import audit
from ettle.kit.mail import delivery, signed_links
from ettle.kit.mail.email_kinds import FROM_OTHERS, LOOK_BACKS
from ettle.kit.mail.email_limits import WORK_NOTICES, count_emails
from ettle.kit.refusal import Refused
from ettle.kit.tasks.task_queue import task
from ettle.kit.values.dates import operator_date, operator_time
from ettle.kit.values.names import safe_name
from ettle.people.queries import outside_email_fault

if TYPE_CHECKING:
    from ettle.journey.models import Goal

# When a goal is looked back at, for those who want it.
WEEKS = (2, 8, 26)
POSTPONEMENT = timedelta(weeks=2)
# The number of weeks of a look-back that was promised for a day instead.
ON_A_DAY = 0
FRIDAY = 4
# An act that is chosen this close to Friday is asked about on the Friday after.
LEAST_DAYS_FOR_AN_ACT = 2
# A link in such an email works this long.
LINK_LIFETIME = timedelta(days=90)
LINK_PURPOSE = "look-back"
# Mail arrives in waking hours of the operator's zone.
MORNING, EVENING = 8, 20


@transaction.atomic
def promise(goal: Goal, *, weeks: Sequence[int], now: datetime) -> None:
    """Promise one question after each number of weeks; one that is promised already stays as it is."""
    there = set(goal.look_backs.open().values_list("weeks", flat=True))
    LookBack.objects.bulk_create(
        LookBack(goal=goal, weeks=number, due_on=operator_date(now) + timedelta(weeks=number), promised_at=now)
        for number in weeks
        if number not in there
    )


def next_friday(now: datetime) -> date:
    """The Friday on which to ask about an act that is chosen now, in the operator's zone."""
    today = operator_date(now)
    days = (FRIDAY - today.weekday()) % 7
    return today + timedelta(days=days if days >= LEAST_DAYS_FOR_AN_ACT else days + 7)


@transaction.atomic
def promise_on(goal: Goal, *, day: date, now: datetime) -> None:
    """Promise one question on a day; when one is promised for a day already, that stays as it is."""
    if not goal.look_backs.open().filter(weeks=ON_A_DAY).exists():
        LookBack.objects.create(goal=goal, weeks=ON_A_DAY, due_on=day, promised_at=now)


@transaction.atomic
def move(look_back: LookBack, *, to: date, now: datetime) -> LookBack:
    """Ask on another day instead. Moved twice to the same day, it is moved once; what has ended stays ended.

    Returns the row that counts now.
    """
    newest = look_back.goal.look_backs.select_for_update().filter(weeks=look_back.weeks).latest("pk")
    if newest.ended_at is not None or (newest.due_on == to and newest.sent_at is None):
        return newest
    _end_look_back(newest, LookBack.End.MOVED, now)
    return LookBack.objects.create(goal=newest.goal, weeks=newest.weeks, due_on=to, promised_at=now)


@transaction.atomic
def stop(goal: Goal, *, now: datetime) -> None:
    """Ask no more about this goal."""
    for look_back in goal.look_backs.select_for_update().open():
        _end_look_back(look_back, LookBack.End.STOPPED, now)


@transaction.atomic
def look_back(goal: Goal, *, how: LookBackAnswer.How, words: str, now: datetime) -> LookBackAnswer:
    """Keep what the person says. Questions that were due until now count as answered."""
    for due in goal.look_backs.select_for_update().open().filter(due_on__lte=operator_date(now)):
        _end_look_back(due, LookBack.End.ANSWERED, now)
    return LookBackAnswer.objects.create(goal=goal, how=how, words=words, answered_at=now)


@transaction.atomic
def message_helper(goal: Goal, *, name: str, email: str, words: str, now: datetime) -> HelperMessage:
    """Send a helper exactly these words. The address goes with the email and is not kept.

    Raises Refused for a person who cannot send emails to outside addresses yet, LimitReached when they or the helper
    have had many: nobody's name may be used to bother others.
    """
    fault = outside_email_fault(goal.person, now=now)
    if fault:
        raise Refused(fault, field="email")
    count_emails(HELPER_MESSAGES, by=goal.person.uuid, to=[email], now=now, field="email")
    message = HelperMessage.objects.create(goal=goal, name=name, words=words, sent_at=now)
    delivery.send_email(
        "journey/mail/told.txt",
        to=email,
        kind=FROM_OTHERS,
        key=f"told/{message.pk}",
        limit=HELPER_MESSAGES,
        now=now,
        about=safe_name(goal.person.name, fallback=_("Someone")),
        helper=safe_name(name, fallback="there"),
        person=goal.person,
        words=words,
    )
    audit.record(goal.person, "told a helper of a goal", goal, now=now)
    return message


@task
def send_due(*, at: str) -> None:
    """Send what is due: in waking hours, at most one such email a person a day, each row once."""
    now = datetime.fromisoformat(at)
    if not MORNING <= operator_time(now).hour < EVENING:
        return
    today = operator_date(now)
    start = timezone.make_aware(datetime.combine(today, datetime.min.time()), timezone.get_default_timezone())
    sent = LookBack.objects.filter(sent_at__gte=start)
    emailed_people = set(sent.values_list("goal__person", flat=True))
    for row in LookBack.objects.due(today).select_related("goal__person").iterator(chunk_size=500):
        if row.goal.person_id not in emailed_people:
            emailed_people.add(row.goal.person_id)
            _send_question(row, now)


@transaction.atomic
def _send_question(row: LookBack, now: datetime) -> None:
    if not LookBack.objects.filter(pk=row.pk, sent_at=None, ended_at=None).update(sent_at=now):
        return
    token = signed_links.make_token(LINK_PURPOSE, str(row.uuid))
    delivery.send_notice(
        "journey/mail/look_back.txt",
        to=row.goal.person.email,
        kind=LOOK_BACKS,
        key=f"look-back/{row.uuid}",
        limit=WORK_NOTICES,
        now=now,
        person=row.goal.person,
        set_on=row.goal.set_at,
        address=delivery.absolute_url(reverse("journey:look-back-link", args=[token])),
    )


def _end_look_back(row: LookBack, how: LookBack.End, now: datetime) -> None:
    row.ended_at, row.ended_as = now, how
    row.save(update_fields=["ended_at", "ended_as"])
