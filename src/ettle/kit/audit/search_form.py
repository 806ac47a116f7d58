"""What an administrator fills in to find lines of the audit log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.forms.fields import EmailAddressField

WRONG_DAY = _lazy("Enter a day, such as 2026-12-03")


class AuditSearchForm(forms.Form):
    """Whose lines, and of which days in the administrator's time zone."""

    email = EmailAddressField(
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
        for name in ("first", "last"):
            if data.get(name) and data[name] > timezone.localdate():
                self.add_error(name, _("Choose a day that is not in the future"))
        if not self.errors and data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("Choose a day that is not before the first"))
        return data
