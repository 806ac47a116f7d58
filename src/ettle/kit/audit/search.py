"""Which lines of the audit log an administrator asks for: by person and by day. Each is found by an index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.audit.lines import PERSON_KIND
from ettle.kit.models import AuditLine, AuditPerson

WRONG_DAY = _lazy("Enter a day, such as 2026-12-03")


class AuditSearchForm(forms.Form):
    """Whose lines, and of which days in the administrator's time zone."""

    person = forms.EmailField(
        label=_lazy("Email address of a person"),
        required=False,
        help_text=_lazy("What they did, and what was done to them"),
    )
    first = forms.DateField(
        label=_lazy("From"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": WRONG_DAY},
    )
    last = forms.DateField(
        label=_lazy("To"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": WRONG_DAY},
    )

    def clean(self) -> dict[str, Any]:
        data = {**(super().clean() or {})}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("Choose a day that is not before the first"))
        return data


def find_lines(asked: Mapping[str, Any]) -> QuerySet[AuditLine]:
    """Return the lines that were asked for, newest first. asked: the cleaned data of an AuditSearchForm."""
    lines = AuditLine.objects.order_by("-id")
    if asked.get("person"):
        digest = AuditPerson.objects.filter(person__email__iexact=asked["person"]).values("digest")[:1]
        lines = lines.filter(Q(actor__in=digest) | Q(subject_kind=PERSON_KIND, subject_key__in=digest))
    if asked.get("first"):
        lines = lines.filter(at__gte=_begin_of(asked["first"]))
    if asked.get("last"):
        lines = lines.filter(at__lt=_begin_of(asked["last"] + timedelta(days=1)))
    return lines


def _begin_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
