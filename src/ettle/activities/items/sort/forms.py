"""What a learner may write beside a card."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField


class DiffersForm(forms.Form):
    """A person may say how they see it. Nothing has to be written."""

    words = WrittenField(
        label=_("Do you see it differently?"),
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
