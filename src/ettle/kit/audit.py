"""The audit line: one sentence for every act that changes something."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from ettle.kit.models import AuditLine

if TYPE_CHECKING:
    from ettle.people.models import User


def record(actor: User | None, act: str, subject: models.Model, *, now: datetime) -> None:
    """Write who did what to which thing. act holds our own words only, never what a person wrote."""
    AuditLine.objects.create(
        actor=actor,
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_key=str(subject.pk),
        at=now,
    )
