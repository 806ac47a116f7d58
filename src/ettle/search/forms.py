"""The form of a signpost to help: what to do, what to report, and who to ring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.forms.fields import WrittenField
from ettle.kit.input.specs import find_problems
from ettle.search.types.specs import LONGEST_TEXT, ContactSpec, SignpostSpec

SEPARATOR = "|"
LONGEST_CONTACTS = 2_000


class SignpostForm(forms.Form):
    """contacts: one on a line, "Samaritans | 116 123 | free, day and night"."""

    urgent = WrittenField(
        label=gettext_lazy("What to do in danger"),
        limit=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say what to do in danger")},
    )
    report = WrittenField(
        label=gettext_lazy("What to report, and who to tell"),
        limit=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what to report, and who to tell")},
    )
    contacts = WrittenField(
        label=gettext_lazy("Who to ring"),
        help_text=gettext_lazy("One on a line: name | number | when or what for"),
        limit=LONGEST_CONTACTS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Name at least one person or service to ring")},
    )
    checked = forms.BooleanField(
        label=gettext_lazy("I checked these numbers today"),
        error_messages={"required": gettext_lazy("Check each number, then tick the box")},
    )

    def clean_contacts(self) -> list[ContactSpec]:
        lines = [line for line in self.cleaned_data["contacts"].splitlines() if line.strip()]
        return [_read_contact(line) for line in lines]


def initial_values(signpost: SignpostSpec) -> dict[str, Any]:
    """What the form shows of a signpost as it is."""
    lines = (
        f" {SEPARATOR} ".join(filter(None, (contact.name, contact.number, contact.when)))
        for contact in signpost.contacts
    )
    return {"urgent": signpost.now, "report": signpost.report, "contacts": "\n".join(lines)}


def _read_contact(line: str) -> ContactSpec:
    parts = [part.strip() for part in line.split(SEPARATOR)]
    if len(parts) not in {2, 3}:
        raise ValidationError(
            _("Write ‘%(line)s’ as a name, a number and when, with | between them"), params={"line": line.strip()}
        )
    contact = ContactSpec(name=parts[0], number=parts[1], when=parts[2] if len(parts) == 3 else "")
    problems = find_problems(contact)
    if problems:
        raise ValidationError(_lazy("%(line)s: %(words)s"), params={"line": line.strip(), "words": problems[0].words})
    return contact
