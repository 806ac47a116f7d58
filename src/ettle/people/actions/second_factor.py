"""The second factor of people who see more than their own work: its use, and its reset by two administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.http.permissions import refuse_non_administrators
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES
from ettle.kit.refusal import Refused
from ettle.people import queries
from ettle.people.models import SecondFactorReset, User


def pass_second_step(form: Any, *, person: User, now: datetime) -> None:
    """Record that a person used their second factor. form: one of allauth's, valid."""
    form.save()
    audit.record(person, "passed the second step", person, now=now)


def record_refused_second_step(person: User, *, now: datetime) -> None:
    audit.record(None, "refused a second step", person, now=now)


@transaction.atomic
def ask_for_reset(*, person: User, by: User, now: datetime) -> SecondFactorReset:
    """Ask another administrator to remove a person's second factor. Raises Refused."""
    refuse_non_administrators(by)
    if person == by:
        raise Refused(_("Ask another administrator: nobody resets their own second step"))
    if not queries.has_second_factor(person):
        raise Refused(_("This person has not set up a second step"))
    if queries.waiting_reset(person, now):
        raise Refused(_("A reset was asked for already. Another administrator confirms it"))
    reset = SecondFactorReset.objects.create(person=person, asked_by=by, asked_at=now)
    audit.record(by, "asked for a reset of a second factor", person, now=now)
    return reset


@transaction.atomic
def confirm_reset(*, person: User, by: User, now: datetime) -> None:
    """Remove a person's second factor, as another administrator asked. Raises Refused for the one who asked."""
    refuse_non_administrators(by)
    # A lock on the person, so that two who confirm at once do not both act.
    User.objects.select_for_update().get(pk=person.pk)
    reset = queries.waiting_reset(person, now)
    if reset is None:
        raise Refused(_("No reset is waiting. It may have been done, or it was asked for more than a week ago"))
    if by in (reset.asked_by, person):
        raise Refused(_("A second administrator has to confirm this, who is neither you nor the person"))
    reset.confirmed_by, reset.confirmed_at = by, now
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    _remove_factors(person, by=by, now=now)


@transaction.atomic
def reset_second_factor(*, email: str, now: datetime) -> User:
    """The same from the server's command line, for a site with fewer than three administrators. Raises Refused."""
    person = queries.find_person(email)
    if not queries.has_second_factor(person):
        raise Refused(_("This person has not set up a second step"))
    _remove_factors(person, by=None, now=now)
    return person


def _remove_factors(person: User, *, by: User | None, now: datetime) -> None:
    Authenticator.objects.filter(user=person).delete()
    person.sessions.all().delete()
    audit.record(by, "reset a second factor", person, now=now)
    delivery.send_notice(
        "people/mail/second_factor_reset.txt",
        to=person.email,
        kind=ACCOUNT,
        key=None,
        limit=ACCOUNT_NOTICES,
        now=now,
        sign_in_address=delivery.absolute_url(reverse("account_login")),
    )
