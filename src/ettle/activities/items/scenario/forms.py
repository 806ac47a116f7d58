"""What a learner writes at the end of a scenario."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ettle.kit.forms.fields import WrittenField


class ReflectionForm(forms.Form):
    words = WrittenField(
        limit=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data: Any, *, question: str) -> None:
        super().__init__(data)
        field = self.fields["words"]
        field.label = question
        field.help_text = _("Use your own words. Leave out names and anything that could identify someone.")
        field.error_messages["required"] = _("Write what you will take from this. A few words are enough")
