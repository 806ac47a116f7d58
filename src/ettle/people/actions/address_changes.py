"""Change a person's email address: both addresses confirm it, and the old one can undo it for a week.

The links in the emails work without signing in, and change nothing until a button on their page is pressed.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.actions import move_email_choices
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES, count_emails
from ettle.kit.mail.signed_links import make_token
from ettle.kit.refusal import Refused
from ettle.people import queries
from ettle.people.limits import ADDRESS_CHANGES
from ettle.people.models import AddressChange, User

OLD, NEW = "old", "new"


@transaction.atomic
def ask_for_address(*, person: User, new_email: str, now: datetime) -> AddressChange:
    """Ask for another address: an email to each address has a link. An earlier request is cancelled.

    Whether another account has the new address is never said here: only an email to that address says so.
    """
    new_email = new_email.lower()
    if new_email == person.email.lower():
        raise Refused(_("This is your email address already"), field="email")
    count_emails(ADDRESS_CHANGES, by=person.uuid, to=[new_email], now=now, field="email")
    _lock_person(person)
    AddressChange.objects.waiting().filter(person=person).update(cancelled_at=now)
    change = AddressChange.objects.create(person=person, old_email=person.email, new_email=new_email, asked_at=now)
    audit.record(person, "asked to change the email address", person, now=now)
    is_taken = _is_taken(new_email, person)
    _send(change, "address_old", to=change.old_email, now=now, link=_confirm_link(change, OLD))
    _send(
        change,
        "address_taken" if is_taken else "address_new",
        to=new_email,
        now=now,
        link=delivery.absolute_url(reverse("account_login")) if is_taken else _confirm_link(change, NEW),
    )
    return change


@transaction.atomic
def confirm_address(*, change: AddressChange, address: str, now: datetime) -> AddressChange:
    """Confirm a change from one of its addresses (OLD or NEW); the second confirmation changes the address.

    Raises Refused when the change is over, or when another account has the new address.
    """
    _lock_person(change.person)
    row = AddressChange.objects.get(pk=change.pk)
    if not row.is_open(now):
        raise Refused(_("This link no longer works. Ask for the change again in your settings"))
    field = "old_confirmed_at" if address == OLD else "new_confirmed_at"
    if getattr(row, field) is None:
        setattr(row, field, now)
        row.save(update_fields=[field])
        audit.record(row.person, f"confirmed a change of email address from the {address} address", row.person, now=now)
    if row.old_confirmed_at and row.new_confirmed_at:
        _change_address(row, now)
    return row


def _change_address(change: AddressChange, now: datetime) -> None:
    _put_address(change.person, change.new_email, now)
    change.changed_at = now
    change.save(update_fields=["changed_at"])
    audit.record(change.person, "changed the email address", change.person, now=now)
    token = make_token(queries.UNDO_ADDRESS, f"{change.uuid} {OLD}")
    link = delivery.absolute_url(reverse("people:undo-address", args=[token]))
    _send(change, "address_changed", to=change.old_email, now=now, link=link)


@transaction.atomic
def cancel_address_change(*, change: AddressChange, now: datetime) -> None:
    """Cancel a change that waits: from the settings, or from the email to the old address."""
    if AddressChange.objects.waiting().filter(pk=change.pk).update(cancelled_at=now):
        audit.record(change.person, "cancelled a change of email address", change.person, now=now)


@transaction.atomic
def undo_address_change(*, change: AddressChange, now: datetime) -> None:
    """Give a person their old address back, whatever it was changed to since, and sign them out everywhere."""
    _lock_person(change.person)
    row = AddressChange.objects.select_related("person").get(pk=change.pk)
    if not row.is_undoable(now) or not row.person.is_active:
        raise Refused(_("This change cannot be undone any more"))
    last_email = row.person.email
    _put_address(row.person, row.old_email, now)
    # A later change must not be undone to an address of someone who had taken the account over.
    since = AddressChange.objects.filter(person=row.person, pk__gte=row.pk)
    since.waiting().update(cancelled_at=now)
    since.exclude(changed_at=None).update(undone_at=now)
    row.person.sessions.all().delete()
    audit.record(row.person, "undid a change of email address, and was signed out everywhere", row.person, now=now)
    delivery.send_notice(
        "people/mail/address_undone.txt",
        to=last_email,
        kind=ACCOUNT,
        key=f"address-undone/{row.uuid}",
        limit=ACCOUNT_NOTICES,
        now=now,
    )


def _lock_person(person: User) -> None:
    """Make two requests about one person's address wait for each other."""
    User.objects.select_for_update().get(pk=person.pk)


def _put_address(person: User, email: str, now: datetime) -> None:
    """Make an address, which has been confirmed, the only one of a person. Raises Refused when another has it."""
    move_email_choices(old=person.email, new=email, now=now)
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            person.email = email
            person.save(update_fields=["email"])
    except IntegrityError:
        raise Refused(_("Another account has this address. Sign in with it, or choose another address")) from None


def _is_taken(email: str, person: User) -> bool:
    verified = EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=person)
    return User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists() or verified.exists()


def _confirm_link(change: AddressChange, address: str) -> str:
    token = make_token(queries.CONFIRM_ADDRESS, f"{change.uuid} {address}")
    return delivery.absolute_url(reverse("people:confirm-address", args=[token]))


def _send(change: AddressChange, template: str, *, to: str, now: datetime, link: str) -> None:
    delivery.send_email(
        f"people/mail/{template}.txt",
        to=to,
        kind=ACCOUNT,
        key=f"{template}/{change.uuid}",
        limit=ADDRESS_CHANGES,
        now=now,
        change=change,
        link=link,
    )
