"""The people of a demo site: the cast of the tests, created by the ordinary actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.db import transaction

from ettle.people.actions.accounts import add_person
from ettle.people.models import ChosenRole, Membership, Organisation, User
from ettle.people.queries import default_role, known_role, needs_second_factor

DEMO_ORGANISATIONS = {"rowan-house": "Rowan House", "larch-care": "Larch Care"}
LISTED_ORGANISATION = "rowan-house"  # people can find it and ask to join
# Name, who they are in a few words, and (organisation, role there); None is the whole site.
DEMO_PEOPLE: tuple[tuple[str, str, tuple[tuple[str | None, str], ...]], ...] = (
    ("Isla Reid", "learner at Rowan House", (("rowan-house", "learner"),)),
    ("Callum Shaw", "learner at Rowan House", (("rowan-house", "learner"),)),
    ("Bashir Khan", "assessor for Rowan House", (("rowan-house", "assessor"),)),
    ("Freya Munro", "leads Rowan House", (("rowan-house", "lead"),)),
    ("Ewan Laird", "learner at Larch Care", (("larch-care", "learner"),)),
    ("Morag Bell", "assessor and lead, Larch Care", (("larch-care", "assessor"), ("larch-care", "lead"))),
    ("Rona Kerr", "learner without an organisation, invited to activities", ()),
    ("Tomasz Nowak", "assessor for the whole site", ((None, "assessor"),)),
    ("Kirsty Boyd", "assessor for the whole site, on leave", ((None, "assessor"),)),
    ("Agnes Orr", "author", ()),
    ("Dougal Ross", "administrator", ()),
)


def demo_address(name: str) -> str:
    """Return the address of a demo person: Isla Reid is isla@example.org."""
    return f"{_first_name(name)}@example.org"


def _first_name(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


@transaction.atomic
def make_demo_cast(now: datetime, roles: Mapping[str, str] | None = None) -> list[User]:
    """Create the demo people and their two organisations unless they exist. Only for demo sites.

    roles: the learning role of each by their first name in small letters. Without it those who learn have the default
    role of the site, if it has any.
    """
    for slug, name in DEMO_ORGANISATIONS.items():
        Organisation.objects.get_or_create(slug=slug, defaults={"name": name, "is_listed": slug == LISTED_ORGANISATION})
    return [
        _demo_person(name, about, _demo_role(name, about, roles), belongs, now) for name, about, belongs in DEMO_PEOPLE
    ]


def _demo_role(name: str, about: str, roles: Mapping[str, str] | None) -> str:
    if roles is None:
        return default_role() if about.startswith("learner") else ""
    return known_role(roles.get(_first_name(name), ""))


def _demo_person(name: str, about: str, role: str, belongs: tuple[tuple[str | None, str], ...], now: datetime) -> User:
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
        organisation = Organisation.objects.get(slug=slug) if slug else None
        Membership.objects.create(person=person, organisation=organisation, role=kind, began_at=now)
    if needs_second_factor(person):
        # The page of the second step shows its code (sign_in.second_factor).
        Authenticator.objects.create(
            user=person, type=Authenticator.Type.TOTP, data={"secret": encrypt(generate_totp_secret())}
        )
    return person
