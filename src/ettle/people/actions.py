"""What people do with their accounts, and what is done for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from ettle.kit import audit, mail
from ettle.kit.refused import Refused
from ettle.people.models import ChosenRole, LearningRole, Membership, Organisation, User


@transaction.atomic
def add_person(*, email: str, name: str, now: datetime, by: User | None) -> User:
    """Make an account whose address is known to be right. The person signs in by code; there is no password."""
    person = User.objects.create_user(email.lower(), name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    audit.record(by, "made an account", person, now=now)
    return person


@transaction.atomic
def describe_self(
    *, person: User, name: str, roles: Iterable[LearningRole], time_zone: str, by: User, now: datetime
) -> None:
    """Say who I am: my name, the roles I learn in and my time zone."""
    person.name, person.time_zone = name, time_zone
    person.welcomed_at = person.welcomed_at or now
    person.save(update_fields=["name", "time_zone", "welcomed_at"])
    wanted = set(roles)
    person.chosen_roles.exclude(role__in=wanted).delete()
    ChosenRole.objects.bulk_create(
        [ChosenRole(person=person, role=role, chosen_at=now) for role in LearningRole if role in wanted],
        ignore_conflicts=True,
    )
    audit.record(by, "changed name, roles or time zone", person, now=now)


@transaction.atomic
def skip_welcome(*, person: User, now: datetime) -> None:
    """Greet this person no more."""
    if person.welcomed_at is None:
        person.welcomed_at = now
        person.save(update_fields=["welcomed_at"])
        audit.record(person, "skipped the welcome", person, now=now)


def tell_of_new_device(person: User, *, browser: str, now: datetime) -> None:
    """Mail somebody that their account was used in a browser we have not seen them in."""
    mail.send(
        "people/mail/new_device.txt",
        to=person.email,
        key=None,
        now=now,
        browser=browser,
        at=now,
        settings_address=mail.address(reverse("people:settings")),
    )


@transaction.atomic
def sign_out_elsewhere(*, person: User, this_session: str | None, now: datetime) -> int:
    """End every other signed-in browser of this person and return how many there were."""
    ended, _ = person.sessions.exclude(session_key=this_session).delete()
    audit.record(person, "signed out everywhere else", person, now=now)
    return ended


@transaction.atomic
def make_administrator(*, email: str, now: datetime, by: User | None) -> User:
    """Give the site to the person with this address, making the account when there is none."""
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Give an e-mail address, like name@example.org", field="email") from None
    person = User.objects.filter(email__iexact=email).first() or add_person(email=email, name="", now=now, by=by)
    if not person.is_active:
        raise Refused("This account is closed. Use another address", field="email")
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    person.sessions.all().delete()
    audit.record(by, "made an administrator", person, now=now)
    return person


DEMO_ORGANISATIONS = {"rowan-house": "Rowan House", "larch-care": "Larch Care"}
# First name, second name, who they are in a few words, role they learn in, and (organisation, role there).
DEMO_PEOPLE: tuple[tuple[str, str, LearningRole | None, tuple[tuple[str, str], ...]], ...] = (
    ("Isla Reid", "learner at Rowan House", LearningRole.FRONTLINE, (("rowan-house", "learner"),)),
    ("Callum Shaw", "learner at Rowan House", LearningRole.SUPERVISOR, (("rowan-house", "learner"),)),
    ("Bashir Khan", "assessor for Rowan House", LearningRole.MANAGER, (("rowan-house", "assessor"),)),
    ("Freya Munro", "leads Rowan House", LearningRole.STRATEGIC, (("rowan-house", "lead"),)),
    ("Ewan Laird", "learner at Larch Care", LearningRole.FRONTLINE, (("larch-care", "learner"),)),
    (
        "Morag Bell",
        "assessor and lead, Larch Care",
        None,
        (("larch-care", "assessor"), ("larch-care", "lead")),
    ),
    ("Agnes Orr", "author", None, ()),
    ("Dougal Ross", "administrator", None, ()),
)


def demo_address(name: str) -> str:
    """Return the address of a demo person: Isla Reid is isla@example.org."""
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"


@transaction.atomic
def make_demo_cast(now: datetime) -> list[User]:
    """Make the demo people and their two organisations, or leave them as they are. Only for demo sites."""
    for slug, name in DEMO_ORGANISATIONS.items():
        Organisation.objects.get_or_create(slug=slug, defaults={"name": name})
    return [_demo_person(name, about, role, belongs, now) for name, about, role, belongs in DEMO_PEOPLE]


def _demo_person(
    name: str, about: str, role: LearningRole | None, belongs: tuple[tuple[str, str], ...], now: datetime
) -> User:
    existing = User.objects.filter(email=demo_address(name)).first()
    if existing:
        return existing
    person = add_person(email=demo_address(name), name=name, now=now, by=None)
    person.welcomed_at = now
    person.is_staff = about in {"author", "administrator"}
    person.is_superuser = about == "administrator"
    person.save(update_fields=["welcomed_at", "is_staff", "is_superuser"])
    if role:
        ChosenRole.objects.create(person=person, role=role, chosen_at=now)
    for slug, kind in belongs:
        organisation = Organisation.objects.get(slug=slug)
        Membership.objects.create(person=person, organisation=organisation, role=kind, began_at=now)
    return person
