"""The emails of many invitations, sent by the queue a few at a time, within the limits that every invitation has."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ettle.kit.limits.counters import remaining_uses
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import FROM_OTHERS
from ettle.kit.mail.email_limits import count_emails
from ettle.kit.refusal import LimitReached
from ettle.kit.tasks import task_queue
from ettle.kit.values.names import safe_name
from ettle.people import queries
from ettle.people.bulk.models import InvitationEmail
from ettle.people.limits import INVITATIONS
from ettle.people.models import Membership, OrganisationInvitation, User

EMAILS_A_BATCH = 50
# When an address that has had many emails in a day is tried again.
TRY_AGAIN_AFTER = timedelta(hours=6)


@task_queue.task(priority=-5)
def send_invitation_emails(*, person: str) -> None:
    """Send what this person's invitations still have to send, until there is no more or their limit is reached."""
    by = User.objects.filter(uuid=person, is_active=True).first()
    while by is not None and _send_batch(by, timezone.now()):
        pass


@task_queue.task
def send_waiting_invitations(*, at: str) -> None:
    """Go on with the invitations of everyone whose limit was reached, or whose recipients have had many emails."""
    due = InvitationEmail.objects.filter(send_after__lte=datetime.fromisoformat(at))
    for person in due.order_by().values_list("invitation__invited_by__uuid", flat=True).distinct():
        send_invitation_emails.enqueue(person=str(person))


@transaction.atomic
def _send_batch(by: User, now: datetime) -> bool:
    """Send some emails; whether there may be more to send now. An email and the end of its row are one transaction."""
    own = InvitationEmail.objects.filter(invitation__invited_by=by)
    answered = own.exclude(invitation__in=OrganisationInvitation.objects.waiting())
    InvitationEmail.objects.filter(pk__in=list(answered.values_list("pk", flat=True))).delete()
    due = own.filter(send_after__lte=now).select_for_update(of=("self",), skip_locked=True)
    due = due.select_related("invitation__organisation", "invitation__invited_by").order_by("-is_counted", "pk")
    waiting = list(due.filter(is_counted=True)[:EMAILS_A_BATCH])
    if not waiting:
        most = min(EMAILS_A_BATCH, remaining_uses(INVITATIONS, str(by.uuid), now=now))
        waiting = list(due[:most])
    counted, new = waiting, [email for email in waiting if not email.is_counted]
    try:
        with transaction.atomic():
            count_emails(INVITATIONS, by=by.uuid, to=[email.invitation.email for email in new], now=now)
    except LimitReached:
        counted = [email for email in waiting if email.is_counted or _count_email(by, email, now)]
    invitations = [email.invitation for email in counted]
    OrganisationInvitation.objects.filter(pk__in=[invitation.pk for invitation in invitations]).update(invited_at=now)
    with translation.override(by.language or translation.get_language()):
        for invitation in invitations:
            invitation.invited_at = now  # open for its whole time from now on
            send_invitation(invitation, now=now, priority=delivery.IN_BULK)
    InvitationEmail.objects.filter(pk__in=[email.pk for email in counted]).delete()
    return bool(waiting)


def _count_email(by: User, email: InvitationEmail, now: datetime) -> bool:
    """Whether this email may go. One to an address that has had many waits for some hours."""
    try:
        with transaction.atomic():
            count_emails(INVITATIONS, by=by.uuid, to=[email.invitation.email], now=now)
    except LimitReached:
        email.send_after = now + TRY_AGAIN_AFTER
        email.save(update_fields=["send_after"])
        return False
    return True


def send_invitation(invitation: OrganisationInvitation, *, now: datetime, priority: int) -> None:
    """Enqueue the email of an invitation, which was counted. priority: that of its task."""
    by, organisation = invitation.invited_by, invitation.organisation
    delivery.send_email(
        "people/mail/invited_to_organisation.txt",
        to=invitation.email,
        kind=FROM_OTHERS,
        key=f"organisation-invitation/{invitation.uuid}",
        limit=INVITATIONS,
        now=now,
        priority=priority,
        organisation=safe_name(organisation.name, fallback=_("an organisation")),
        role=Membership.Role(invitation.role).label.lower(),
        by=safe_name(by.name, fallback=_("Someone")),
        ends_at=invitation.ends_at(),
        link=delivery.absolute_url(reverse("people:join", args=[queries.join_token(invitation)])),
    )
