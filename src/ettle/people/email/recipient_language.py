"""The language in which a person reads emails."""

from __future__ import annotations

from ettle.people.models import User


def find_email_language(address: str) -> str:
    """Return the code of the language that the person with this address chose; "" without one."""
    found = User.objects.filter(email__iexact=address).values_list("language", flat=True).first()
    return found or ""
