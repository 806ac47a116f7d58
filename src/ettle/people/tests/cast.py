"""The people every test shares. Two care providers; nobody in one may see anything of the other.

Rowan House: Isla and Callum learn, Bashir assesses, Freya leads. Larch Care: Ewan learns, Morag assesses and leads.
Agnes writes areas. Dougal administers the site.
"""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.models import EmailAddress

from ettle.people import queries
from ettle.people.models import ChosenRole, LearningRole, Membership, Organisation, User

# The keys of the learning roles, which every test database has.
ROLES = ("citizen", "frontline", "supervisor", "manager", "strategic")
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def forget_roles() -> None:
    """A site on which no pack was loaded yet: without the learning roles that every test database has."""
    LearningRole.objects.all().delete()
    queries.clear_role_cache()


def rowan_house() -> Organisation:
    return Organisation.objects.get_or_create(slug="rowan-house", defaults={"name": "Rowan House"})[0]


def larch_care() -> Organisation:
    return Organisation.objects.get_or_create(slug="larch-care", defaults={"name": "Larch Care"})[0]


def isla() -> User:
    """A front-line learner at Rowan House."""
    return _person("Isla Reid", "frontline", (rowan_house(), Membership.Role.LEARNER))


def callum() -> User:
    """Another learner at Rowan House, a supervisor."""
    return _person("Callum Shaw", "supervisor", (rowan_house(), Membership.Role.LEARNER))


def bashir() -> User:
    """Assesses for Rowan House."""
    return _person("Bashir Khan", "manager", (rowan_house(), Membership.Role.ASSESSOR))


def freya() -> User:
    """Leads Rowan House."""
    return _person("Freya Munro", "strategic", (rowan_house(), Membership.Role.LEAD))


def ewan() -> User:
    """A learner at Larch Care."""
    return _person("Ewan Laird", "frontline", (larch_care(), Membership.Role.LEARNER))


def morag() -> User:
    """Assesses for and leads Larch Care: the other organisation."""
    return _person("Morag Bell", None, (larch_care(), Membership.Role.ASSESSOR), (larch_care(), Membership.Role.LEAD))


def stranger() -> User:
    """Has an account and belongs nowhere."""
    return _person("Sam Stranger", None)


def agnes() -> User:
    """An author."""
    author = _person("Agnes Orr", None)
    User.objects.filter(pk=author.pk).update(is_staff=True)
    author.refresh_from_db()
    return author


def dougal() -> User:
    """The administrator."""
    administrator = _person("Dougal Ross", None)
    User.objects.filter(pk=administrator.pk).update(is_staff=True, is_superuser=True)
    administrator.refresh_from_db()
    return administrator


def _person(name: str, role: str | None, *memberships: tuple[Organisation, Membership.Role]) -> User:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    existing = User.objects.filter(email=email).first()
    if existing:
        return existing
    person = User.objects.create_user(email, name=name, welcomed_at=NOW)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    if role:
        ChosenRole.objects.create(person=person, role=role, chosen_at=NOW)
    for organisation, kind in memberships:
        Membership.objects.create(person=person, organisation=organisation, role=kind, began_at=NOW)
    return person
