"""Begin a 360 and ask people; take an invitation back, send it again. The ledger side, which never sees an answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.feedback import emails
from ettle.feedback.answer_pool import create_pool
from ettle.feedback.link_tokens import erased_address
from ettle.feedback.models import Feedback, FeedbackReport, Observer
from ettle.feedback.observer_groups import Group
from ettle.instruments.actions import find_statement_set
from ettle.instruments.queries import current_feedback_version
from ettle.journey import queries as journey
from ettle.kit import audit
from ettle.kit.mail.email_limits import OUTSIDE_EMAILS, count_emails
from ettle.kit.refusal import Refused
from ettle.kit.values.email_addresses import is_same_mailbox
from ettle.people import queries as people_queries

if TYPE_CHECKING:
    from ettle.people.models import User

MOST_OBSERVERS = 250
MOST_SENT_AGAIN = 3
BETWEEN_SENDINGS = timedelta(hours=20)
# Two reports soon after each other differ by the few who answered only once.
BETWEEN_REPORTS = timedelta(days=90)
# More than this in the same time is a burden on those who are asked.
MOST_BEGUN = 3
CLOSED = _lazy("This 360 is closed, so you cannot invite anyone else.")


@dataclass(frozen=True)
class Person:
    name: str
    email: str


@transaction.atomic
def begin(*, person: User, is_short: bool, now: datetime) -> Feedback:
    """Open a 360 about a person, or return the one that is open; before anyone is asked, it takes the other length.

    Raises Refused for the other length after that, without a finished self-assessment, within three months of the last
    report, and after three attempts in that time.
    """
    earlier = Feedback.objects.for_person(person).open().first()
    if earlier is not None:
        _change_length(earlier, is_short=is_short)
        return earlier
    result, version = journey.latest_result(person), current_feedback_version()
    if result is None or version is None:
        raise Refused(_("Finish your self-assessment first: the report puts what others see beside what you see."))
    last = FeedbackReport.objects.for_person(person).order_by("-made_at").first()
    if last is not None and now - last.made_at < BETWEEN_REPORTS:
        raise Refused(
            _(
                "Your last report is less than three months old. Wait a little: two reports soon after each "
                "other could show who said what."
            )
        )
    if Feedback.objects.filter(person=person, begun_at__gt=now - BETWEEN_REPORTS).count() >= MOST_BEGUN:
        raise Refused(_("You began three within three months. Leave people a little time before you ask again."))
    lines = find_statement_set(version, result.assessment.role, is_short=is_short)
    feedback = Feedback.objects.create(person=person, lines=lines, secret=secrets.token_bytes(32), begun_at=now)
    create_pool(feedback)
    audit.record(person, "began a 360", feedback, now=now)
    return feedback


def _change_length(feedback: Feedback, *, is_short: bool) -> None:
    lines = find_statement_set(feedback.version, feedback.lines.role, is_short=is_short)
    if lines == feedback.lines:
        return
    if feedback.observers.exclude(asked_at=None).exists():
        raise Refused(_("People have been asked already, so the number of questions stays as it is"), field="length")
    feedback.lines = lines
    feedback.save(update_fields=["lines"])


@transaction.atomic
def add_observers(
    feedback: Feedback, *, group: Group, people: Sequence[Person], have_agreed: bool, now: datetime
) -> list[Observer]:
    """Put people on the list. Nothing is sent yet.

    have_agreed: they said that they want to be asked; needed for people supported and carers.
    Raises Refused for an address that is there already or is the person's own, and for too many.
    """
    locked = lock_open_feedback(feedback)
    if group == Group.SUPPORTED and not have_agreed:
        raise Refused(_("Ask them first, and tick this when they have said yes"), field="have_agreed")
    known = {email.lower() for email in locked.observers.values_list("email", flat=True)}
    for person in people:
        if is_same_mailbox(person.email, locked.person.email):
            raise Refused(_("Leave your own address out: your view is your self-assessment"), field="people")
        if person.email.lower() in known:
            raise Refused(
                _("%(email)s is on your list already. Each person is asked once.") % {"email": person.email},
                field="people",
            )
        if erased_address(locked, person.email) in known:
            raise Refused(
                _("%(email)s asked not to be written to about this 360.") % {"email": person.email}, field="people"
            )
        known.add(person.email.lower())
    if len(known) > MOST_OBSERVERS:
        raise Refused(_("You can ask %(most)s people at most") % {"most": MOST_OBSERVERS}, field="people")
    consent_at = now if group == Group.SUPPORTED else None
    return Observer.objects.bulk_create(
        Observer(feedback=locked, group=group, name=person.name, email=person.email, consent_at=consent_at)
        for person in people
    )


@transaction.atomic
def remove_observer(observer: Observer) -> None:
    """Take somebody off the list before anything was sent."""
    lock_open_feedback(observer.feedback).observers.filter(pk=observer.pk, asked_at=None).delete()


@transaction.atomic
def send_invitations(feedback: Feedback, *, now: datetime) -> int:
    """Ask everybody on the list who was not asked yet; return how many.

    Raises Refused when there is nobody, LimitReached when the person or one of them has had too many emails.
    """
    locked = lock_open_feedback(feedback)
    refuse_unknown_sender(locked.person, now=now)
    unsent = list(locked.observers.filter(asked_at=None))
    if not unsent:
        raise Refused(_("There is no one new on your list. Add someone first."))
    count_emails(OUTSIDE_EMAILS, by=locked.person.uuid, to=[observer.email for observer in unsent], now=now)
    locked.observers.filter(asked_at=None).update(asked_at=now)
    for observer in unsent:
        emails.schedule_emails(observer, now=now)
    audit.record(locked.person, "asked people for a 360", locked, now=now)
    return len(unsent)


@transaction.atomic
def send_again(observer: Observer, *, now: datetime) -> None:
    """Send the same link again, three times at most and once a day.

    Whether they have answered makes no difference to what the person of the 360 sees.
    """
    locked = lock_open_feedback(observer.feedback).observers.select_for_update().get(pk=observer.pk)
    if not locked.can_begin(now):
        raise Refused(_("This invitation has expired or was withdrawn, so it cannot be sent again."))
    last = locked.sent_again_at or locked.asked_at
    if locked.sent_again >= MOST_SENT_AGAIN or (last is not None and now - last < BETWEEN_SENDINGS):
        raise Refused(_("This email was sent a short time ago, or three times already. You could ask them in person."))
    refuse_unknown_sender(locked.feedback.person, now=now)
    count_emails(OUTSIDE_EMAILS, by=locked.feedback.person.uuid, to=[locked.email], now=now)
    locked.sent_again += 1
    locked.sent_again_at = now
    locked.save(update_fields=["sent_again", "sent_again_at"])
    emails.schedule_emails(locked, now=now)


@transaction.atomic
def take_back_invitation(observer: Observer, *, now: datetime) -> None:
    """Close the link. An answer that has come stays: nobody could find it, and the person may not choose answers."""
    locked = lock_open_feedback(observer.feedback)
    locked.observers.still_invited().filter(pk=observer.pk).exclude(asked_at=None).update(taken_back_at=now)
    audit.record(locked.person, "took an invitation to a 360 back", locked, now=now)


def refuse_unknown_sender(person: User, *, now: datetime, field: str | None = None) -> None:
    """Raise Refused, with what is missing and who can help, for a person who cannot send outside invitations yet."""
    fault = people_queries.outside_email_fault(person, now=now)
    if fault:
        raise Refused(fault, field=field)


def lock_open_feedback(feedback: Feedback) -> Feedback:
    """The 360, locked, so that nothing is answered while it closes. Raises Refused when it is closed."""
    locked = Feedback.objects.select_for_update(of=("self",)).select_related("person", "lines__version")
    found = locked.get(pk=feedback.pk)
    if found.closed_at is not None:
        raise Refused(CLOSED)
    return found
