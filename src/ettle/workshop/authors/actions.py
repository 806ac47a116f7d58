"""Assign the roles of authors: writer, reviewer, publisher."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people import actions as people
from ettle.workshop.authors import author_roles
from ettle.workshop.authors.author_roles import AuthorRole

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def name_author(*, email: str, part: AuthorRole, by: User, now: datetime) -> User:
    """Give a person who has an account the role of an author, or another role if they have one."""
    person = people.make_author(email=email, by=by, now=now)
    author_roles.assign_role(person, part)
    audit.record(by, f"gave an author the part: {part.value.lower()}", person, now=now)
    return person


@transaction.atomic
def remove_author(person: User, *, by: User, now: datetime) -> None:
    """End a person's role as author. What they wrote stays, with their name in its history."""
    people.end_author(person=person, by=by, now=now)
    author_roles.assign_role(person, None)


@transaction.atomic
def assign_default_role(author: User, *, now: datetime) -> None:
    """Give an author without a role every role: a small organisation has one author. Raises Refused."""
    if not author.is_staff:
        raise Refused(_("Only authors may open these pages."))
    author_roles.assign_role(author, AuthorRole.PUBLISHER)
    audit.record(author, "began to write for the library", author, now=now)
