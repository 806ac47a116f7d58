"""The form about how much is marked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ettle.evidence.models import MarkingRule

NO_PERCENT = _("Write a number from 0 to 100")
NO_NUMBER = _("Write a number from 0 to 1000")


class MarkingRuleForm(forms.Form):
    """How much is marked by a second assessor, for one badge or for all that have no rule of their own."""

    percent = forms.IntegerField(
        label=_("How many in 100 decisions, drawn at random"),
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_PERCENT),
    )
    first_marks = forms.IntegerField(
        label=_("How many of the first answers of a new assessor"),
        min_value=0,
        max_value=1000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_NUMBER),
    )

    def __init__(self, data: Any, *, rule: MarkingRule) -> None:
        super().__init__(data, initial={"percent": round(rule.share * 100), "first_marks": rule.first_marks})

    def read_rule(self) -> dict[str, Any]:
        """Return what was typed as the arguments of `change_rule`."""
        return {"share": self.cleaned_data["percent"] / 100, "first_marks": self.cleaned_data["first_marks"]}
