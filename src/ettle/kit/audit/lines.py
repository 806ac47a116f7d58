"""Write audit lines, and name the people in them while they have an account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models

from ettle.kit.models import AuditLine, AuditPerson

if TYPE_CHECKING:
    from ettle.people.models import User

PERSON_KIND = "people.user"
SITE, NOT_KNOWN = "The site", "Someone who left"


def record(actor: User | None, act: str, subject: models.Model | None, *, now: datetime) -> None:
    """Record who did what to which row. act: words of ours, never what a person wrote.

    actor: None for the site itself and for visitors. subject: None where there is no row, as when a visitor is refused.
    """
    AuditLine.objects.create(
        actor=find_pseudonym(actor) if actor else None,
        act=act,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_key=_name_subject(subject) if subject else "",
        at=now,
    )


def _name_subject(subject: models.Model) -> str:
    if isinstance(subject, get_user_model()):
        return find_pseudonym(subject).digest
    return str(subject.pk)


def find_pseudonym(person: User) -> AuditPerson:
    """Return a person's pseudonym in the log; made at their first line."""
    pseudonym = AuditPerson.objects.filter(person=person).first()
    if pseudonym is None:
        key = secrets.token_bytes(32)
        made = {"key": key, "digest": hmac.new(key, str(person.pk).encode(), hashlib.sha256).hexdigest()}
        pseudonym, _ = AuditPerson.objects.get_or_create(person=person, defaults=made)
    return pseudonym


@dataclass(frozen=True)
class NamedLine:
    """A line as an administrator reads it. actor and person: names, as long as there is an account."""

    at: datetime
    actor: str
    act: str
    subject: str
    is_sealed: bool


def name_lines(lines: Sequence[AuditLine]) -> list[NamedLine]:
    """Return lines with the names of the people in them. One query."""
    digests = {line.actor_id for line in lines} | {line.subject_key for line in lines if _is_about_person(line)}
    known = AuditPerson.objects.filter(digest__in=digests - {None}).select_related("person")
    names = {pseudonym.digest: str(pseudonym.person) for pseudonym in known}
    return [
        NamedLine(
            at=line.at,
            actor=names.get(line.actor_id, NOT_KNOWN) if line.actor_id else SITE,
            act=line.act,
            subject=names.get(line.subject_key, NOT_KNOWN) if _is_about_person(line) else _describe_row(line),
            is_sealed=line.seal_id is not None,
        )
        for line in lines
    ]


def _is_about_person(line: AuditLine) -> bool:
    return line.subject_kind == PERSON_KIND


def _describe_row(line: AuditLine) -> str:
    return f"{line.subject_kind.rpartition('.')[2]} {line.subject_key}".strip()
