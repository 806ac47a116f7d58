"""Who may write, review and publish: named by an administrator."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people import actions as people
from ettle.workshop.authors import author_roles
from ettle.workshop.authors.author_roles import AuthorRole

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def name_author(*, email: str, part: AuthorRole, by: User, now: datetime) -> User:
    """Let somebody who has an account write, review or publish. Naming them again changes their part."""
    person = people.make_author(email=email, by=by, now=now)
    author_roles.assign_role(person, part)
    audit.record(by, f"gave an author the part: {part.value.lower()}", person, now=now)
    return person


@transaction.atomic
def remove_author(person: User, *, by: User, now: datetime) -> None:
    """Let somebody write no more. What they wrote stays, with their name in its history."""
    people.end_author(person=person, by=by, now=now)
    author_roles.assign_role(person, None)


@transaction.atomic
def assign_default_role(author: User, *, now: datetime) -> None:
    """Give an author who was named without a part all of them: a small place has one author. Raises Refused."""
    if not author.is_staff:
        raise Refused("Only authors may open these pages.")
    author_roles.assign_role(author, AuthorRole.PUBLISHER)
    audit.record(author, "began to write for the library", author, now=now)
