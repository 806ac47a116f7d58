"""Audit lines of signing in and out, and of a download of everything that is stored about a person."""

from __future__ import annotations

from datetime import datetime

from ettle.kit import audit
from ettle.people.models import User


def record_sign_in(person: User, *, now: datetime) -> None:
    audit.record(person, "signed in", person, now=now)


def record_sign_out(person: User, *, now: datetime) -> None:
    audit.record(person, "signed out", person, now=now)


def record_refused_code(person: User | None, *, now: datetime) -> None:
    """Record that a code was not the right one. person: whose account it was for; None if the address has none."""
    audit.record(None, "refused a sign-in code", person, now=now)


def record_refused_passkey(*, now: datetime) -> None:
    """Record that a passkey was refused. It names no person before it is accepted."""
    audit.record(None, "refused a passkey", None, now=now)


def record_download(person: User, *, now: datetime) -> None:
    audit.record(person, "downloaded everything about them", person, now=now)
