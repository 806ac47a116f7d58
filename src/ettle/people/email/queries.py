"""Which kinds of email a person can get."""

from __future__ import annotations

from ettle.kit.mail.email_kinds import KINDS, EmailKind, Receiver
from ettle.people.models import Membership, User


def email_kinds_for(person: User) -> list[EmailKind]:
    """Return the kinds of email that this person can get."""
    receives = {
        Receiver.LEARNER: True,
        Receiver.ASSESSOR: Membership.Role.ASSESSOR in person.current_roles,
        Receiver.LEAD: Membership.Role.LEAD in person.current_roles or person.is_superuser,
        Receiver.AUTHOR: person.is_staff,
        Receiver.ADMINISTRATOR: person.is_superuser,
    }
    return [kind for kind in KINDS if receives[kind.receiver]]
