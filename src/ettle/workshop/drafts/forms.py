"""Forms about a draft: a note, or a date and a time; and what the forms of its parts have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.workshop.drafts.draft_problems import DraftProblem

MAX_NOTE_LENGTH = 1_000
LONGEST_LINE, LONGEST_TEXT = 300, 6_000
COPY = "copy"  # what a button sends that fills the empty fields of a form and saves nothing
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


class PartedContent(Protocol):
    """What a draft holds that is written in parts."""

    def hash_part(self, part: str) -> str:
        """Return a hash that tells whether a part was changed meanwhile."""


def written(label: Any, *, rows: int = 0, hint: Any = "", limit: int | None = None) -> WrittenField:
    """Return a field of one line, or of so many rows. It may stay empty in a draft."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    longest = limit or (LONGEST_TEXT if rows else LONGEST_LINE)
    return WrittenField(label=label, required=False, help_text=hint, widget=widget, limit=longest)


class TitleForm(forms.Form):
    title = WrittenField(
        label=_("Title"), limit=LONGEST_LINE, error_messages={"required": _("Write a title")}, widget=forms.TextInput()
    )


class PartForm(forms.Form):
    """A form about one part of a draft. A subclass has `change(content)`, which returns the content as the form says.

    content: what the draft holds (`PartedContent`). problems: by field, what must be corrected before publishing."""

    data: Any
    initial: dict[str, Any]
    # These may stay empty in what is published; the others are shown as needed, and a draft takes them empty.
    optional: frozenset[str] = frozenset()
    use_required_attribute = False
    as_it_was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any,
        content: Any,
        part: str,
        problems: Mapping[str, Sequence[DraftProblem]],
        **initial: Any,
    ) -> None:
        super().__init__(data, initial={"as_it_was": content.hash_part(part), **initial})
        self.content = content
        self.add_fields()
        self.mark_needed(is_needed=True)
        for name, found in problems.items():
            if name in self.fields:
                field, first = self.fields[name], found[0]
                kind = _("Advice:") if first.is_advice else _("To correct:")
                field.help_text = format_html("{} <strong>{} {}</strong>", field.help_text, kind, first.words)

    def add_fields(self) -> None:
        """Add the fields that depend on the draft."""

    def mark_needed(self, *, is_needed: bool) -> None:
        for name, field in self.fields.items():
            field.required = is_needed and name.rpartition("-")[2] not in self.optional

    def full_clean(self) -> None:
        """Take what is unfinished: only publishing needs everything."""
        self.mark_needed(is_needed=False)
        super().full_clean()
        self.mark_needed(is_needed=True)

    def parse(self, name: str, parse: Any, *arguments: Any) -> Any:
        """Return what is meant by what was typed; a fault is shown at the field."""
        try:
            return parse(self.cleaned_data.get(name, ""), *arguments)
        except ValidationError as error:
            self.add_error(name, error)
            return ()

    def show_newest(self, content: PartedContent, part: str) -> None:
        """Let the next save go ahead: its author has now been told that the part was changed."""
        self.data = {**self.data.dict(), "as_it_was": content.hash_part(part)}
