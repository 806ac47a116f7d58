"""Forms about a draft: a note, or a date and a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField

MAX_NOTE_LENGTH = 1_000
MAX_SCHEDULE_AHEAD = timedelta(days=731)


class PlainForm(forms.Form):
    """A form without fields."""

    def action_arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NoteForm(PlainForm):
    note = WrittenField(
        label=_("A few words"),
        required=False,
        limit=MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, label: str = "", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label
        self.fields["note"].help_text = hint


class DueForm(PlainForm):
    """A date and time in the operator's time zone, wherever the author is."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day"), "invalid": _("Write the day like 2027-03-31")},
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Choose a time"), "invalid": _("Write the time like 09:30")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            zone = timezone.get_default_timezone()
            at = datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
            cleaned["at"] = at
            if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at.replace(tzinfo=None):
                self.add_error(
                    "time", _("There is no such time on that day, because the clock changes. Choose another")
                )
        return cleaned

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        if not today <= day <= today + MAX_SCHEDULE_AHEAD:
            raise forms.ValidationError(_("Choose a day from today on, within two years"))
        return day

    def action_arguments(self) -> dict[str, Any]:
        return {"at": self.cleaned_data["at"]}
