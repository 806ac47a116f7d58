"""The form for retiring an area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.library.models import AreaPage


class RetireForm(forms.Form):
    """Both lists are filled from one query for titles: loading every whole page takes a second for 2,000 areas."""

    area = forms.ModelChoiceField(
        AreaPage.objects.live().order_by("title"),
        label=_("Area to retire"),
        empty_label=_("Choose an area"),
        to_field_name="slug",
        error_messages={
            "required": _("Choose the area to retire"),
            "invalid_choice": _("Choose an area that is shown now"),
        },
    )
    successor = forms.ModelChoiceField(
        AreaPage.objects.live().order_by("title"),
        label=_("Where readers should go instead"),
        required=False,
        empty_label=_("Nowhere: there is no other area like it"),
        to_field_name="slug",
        error_messages={"invalid_choice": _("Choose an area that is shown now")},
    )
    why = WrittenField(
        label=_("Why, in a sentence"),
        help_text=_("Readers see it. You may leave it empty"),
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
