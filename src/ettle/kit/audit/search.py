"""Which lines of the audit log an administrator asks for: by person and by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ettle.kit.audit.lines import PERSON_KIND
from ettle.kit.models import AuditLine, AuditPerson


def find_lines(asked: Mapping[str, Any]) -> QuerySet[AuditLine]:
    """Return the lines that were asked for, newest first. asked: the cleaned data of an AuditSearchForm."""
    lines = AuditLine.objects.order_by("-id")
    if asked.get("email"):
        digest = AuditPerson.objects.filter(person__email__iexact=asked["email"]).values("digest")[:1]
        lines = lines.filter(Q(actor__in=digest) | Q(subject_kind=PERSON_KIND, subject_key__in=digest))
    if asked.get("first"):
        lines = lines.filter(at__gte=_begin_of(asked["first"]))
    if asked.get("last"):
        lines = lines.filter(at__lt=_begin_of(asked["last"] + timedelta(days=1)))
    return lines


def _begin_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
