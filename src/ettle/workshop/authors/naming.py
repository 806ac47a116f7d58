"""Who may write, review and publish: named by an administrator."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.kit.refused import Refused
from ettle.people import actions as people
from ettle.workshop.authors import parts
from ettle.workshop.authors.parts import Part

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def name_author(*, email: str, part: Part, by: User, now: datetime) -> User:
    """Let somebody who has an account write, review or publish. Naming them again changes their part."""
    person = people.make_author(email=email, by=by, now=now)
    parts.give(person, part)
    audit.record(by, f"gave an author the part: {part.value.lower()}", person, now=now)
    return person


@transaction.atomic
def end_author(person: User, *, by: User, now: datetime) -> None:
    """Let somebody write no more. What they wrote stays, with their name in its history."""
    people.end_author(person=person, by=by, now=now)
    parts.give(person, None)


@transaction.atomic
def welcome_author(author: User, *, now: datetime) -> None:
    """Give an author who was named without a part all of them: a small place has one author. Raises Refused."""
    if not author.is_staff:
        raise Refused("Only authors may open these pages.")
    parts.give(author, Part.PUBLISHER)
    audit.record(author, "began to write for the library", author, now=now)
