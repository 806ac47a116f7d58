"""The form for retiring an area."""

from __future__ import annotations

from typing import Any

from django import forms

from ettle.kit.forms.fields import WrittenField
from ettle.library.models import AreaPage


class RetireForm(forms.Form):
    """Both lists are filled from one query for titles: loading every whole page takes a second for 2,000 areas."""

    area = forms.ModelChoiceField(
        AreaPage.objects.live().order_by("title"),
        label="Area to retire",
        empty_label="Choose an area",
        to_field_name="slug",
        error_messages={"required": "Choose the area to retire", "invalid_choice": "Choose an area that is shown now"},
    )
    successor = forms.ModelChoiceField(
        AreaPage.objects.live().order_by("title"),
        label="Where readers should go instead",
        required=False,
        empty_label="Nowhere: there is no other area like it",
        to_field_name="slug",
        error_messages={"invalid_choice": "Choose an area that is shown now"},
    )
    why = WrittenField(
        label="Why, in a sentence",
        help_text="Readers see it. You may leave it empty",
        required=False,
        limit=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = list(AreaPage.objects.live().order_by("title").values_list("slug", "title"))
        for name in ("area", "successor"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above; for the type checker
            field.widget.choices = [("", field.empty_label), *titles]
