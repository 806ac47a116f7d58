"""What a learner may write beside a card."""

from __future__ import annotations

from django import forms

from ettle.activities.forms import PlainTextarea


class DiffersForm(forms.Form):
    """A person may say how they see it. Nothing has to be written."""

    words = forms.CharField(
        label="Do you see it differently?",
        required=False,
        max_length=2_000,
        widget=PlainTextarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 2,000 characters or fewer"},
    )
