"""Create accounts, change profiles, and name administrators and authors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.landing_pages import landing_pages_of
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import ACCOUNT
from ettle.kit.mail.email_limits import ACCOUNT_NOTICES
from ettle.kit.refusal import Refused
from ettle.kit.tasks import task_queue
from ettle.people import queries
from ettle.people.membership_requests.models import MembershipRequest
from ettle.people.models import (
    ADDRESS_LINK_LASTS,
    ADDRESS_UNDO_LASTS,
    AddressChange,
    ChosenRole,
    OutsideEmailPermission,
    Session,
    User,
)


@transaction.atomic
def add_person(*, email: str, name: str, now: datetime, by: User | None) -> User:
    """Create an account with a verified address. The person signs in with a code; there is no password."""
    person = User.objects.create_user(email.lower(), name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record(by, "made an account", person, now=now)
    return person


@transaction.atomic
def describe_self(
    *,
    person: User,
    name: str,
    preferred_name: str = "",
    roles: Iterable[str] = (),
    time_zone: str,
    work_setting: str = "",
    language: str | None = None,
    by: User,
    now: datetime,
) -> None:
    """Save a person's name, what to call them, learning roles (keys of those offered), time zone, setting and language.

    A hidden role stays chosen. language: None leaves it as it is.
    """
    person.name, person.preferred_name, person.time_zone = name, preferred_name, time_zone
    person.work_setting = work_setting
    person.language = person.language if language is None else language
    person.welcomed_at = person.welcomed_at or now
    person.save(update_fields=["name", "preferred_name", "time_zone", "work_setting", "language", "welcomed_at"])
    offered, chosen = [role.key for role in queries.offered_roles()], set(roles)
    person.chosen_roles.filter(role__in=offered).exclude(role__in=chosen).delete()
    ChosenRole.objects.bulk_create(
        [ChosenRole(person=person, role=key, chosen_at=now) for key in offered if key in chosen],
        ignore_conflicts=True,
    )
    audit.record(by, "changed name, roles, time zone or language", person, now=now)


@transaction.atomic
def skip_welcome(*, person: User, now: datetime) -> None:
    """Do not show the welcome page to this person again."""
    if person.welcomed_at is None:
        person.welcomed_at = now
        person.save(update_fields=["welcomed_at"])
        audit.record(person, "skipped the welcome", person, now=now)


def send_new_device_email(person: User, *, browser: str, now: datetime) -> None:
    """Email a person that their account was used in a browser that is new to us."""
    delivery.send_notice(
        "people/mail/new_device.txt",
        to=person.email,
        kind=ACCOUNT,
        key=None,
        limit=ACCOUNT_NOTICES,
        now=now,
        browser=browser,
        at=now,
        settings_address=delivery.absolute_url(reverse("people:settings")),
    )


@transaction.atomic
def make_administrator(*, email: str, now: datetime, by: User | None) -> User:
    """Make the person with this address an administrator; create the account when there is none."""
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("Give an email address, like name@example.org"), field="email") from None
    person = User.objects.filter(email__iexact=email).first() or add_person(email=email, name="", now=now, by=by)
    if not person.is_active:
        raise Refused(_("This account is closed. Use another address"), field="email")
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    person.sessions.all().delete()
    audit.record(by, "made an administrator", person, now=now)
    return person


@transaction.atomic
def make_author(*, email: str, by: User, now: datetime) -> User:
    """Give a person who has an account access to the authors' workshop. Raises Refused."""
    _require_administrator(by)
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody has an account with this address. Ask them to sign up first"), field="email")
    if not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
        audit.record(by, "made an author", person, now=now)
    return person


@transaction.atomic
def end_author(*, person: User, by: User, now: datetime) -> None:
    """End a person's access to the workshop. Raises Refused for an administrator, who always has it."""
    _require_administrator(by)
    if person.is_superuser:
        raise Refused(_("An administrator may always write. End that first"))
    person.is_staff = False
    person.save(update_fields=["is_staff"])
    audit.record(by, "ended what an author may do", person, now=now)


@transaction.atomic
def allow_outside_emails(*, person: User, by: User, now: datetime) -> None:
    """Let a person whose account is new send invitations to addresses outside the site."""
    _require_administrator(by)
    _row, is_new = OutsideEmailPermission.objects.get_or_create(
        person=person, defaults={"given_by": by, "given_at": now}
    )
    if is_new:
        audit.record(by, "allowed invitations to outside addresses", person, now=now)


def _require_administrator(person: User) -> None:
    if not person.is_superuser:
        raise Refused(_("Only an administrator can do this"))


def switch_suggestions(*, person: User, off_at: datetime | None) -> None:
    """Switch suggestions off for a person from a moment on, or on again (None)."""
    person.suggestions_off_at = off_at
    person.save(update_fields=["suggestions_off_at"])


def choose_landing_page(*, person: User, key: str) -> None:
    """Begin on this page after signing in. Raises Refused for a page that is not one of this person's."""
    if key not in {page.key for page in landing_pages_of(person)}:
        raise Refused(_("This page is not one of yours"))
    person.landing_page = key
    person.save(update_fields=["landing_page"])


CONFIRMATION_LASTS = timedelta(days=7)
REQUEST_RETENTION = timedelta(days=90)


@task_queue.task()
def delete_expired_rows(*, at: str) -> None:
    """Delete what has ended: sessions, changes of address, and accounts whose address was not confirmed in a week."""
    now = datetime.fromisoformat(at)
    Session.objects.filter(expire_date__lt=now).delete()
    AddressChange.objects.filter(asked_at__lt=now - ADDRESS_LINK_LASTS - ADDRESS_UNDO_LASTS).delete()
    ended = Q(answered_at__lt=now - REQUEST_RETENTION) | Q(withdrawn_at__lt=now - REQUEST_RETENTION)
    MembershipRequest.objects.filter(ended).delete()
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    unconfirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=False)
    never_used = User.objects.filter(last_login=None, joined_at__lt=now - CONFIRMATION_LASTS)
    never_used.filter(Exists(unconfirmed)).exclude(Exists(confirmed)).delete()
