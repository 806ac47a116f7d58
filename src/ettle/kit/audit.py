"""The audit log: one line for every action that changes something."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from ettle.kit.models import AuditLine

if TYPE_CHECKING:
    from ettle.people.models import User


def record(actor: User | None, act: str, subject: models.Model, *, now: datetime) -> None:
    """Record who did what to which row. act: words of ours, never what a person wrote."""
    AuditLine.objects.create(
        actor=actor,
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        at=now,
    )
