"""The forms that choose what goes into a summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField

if TYPE_CHECKING:
    from ettle.dashboard.summaries import Choice

FILE_KINDS = [("pdf", "PDF"), ("txt", _("Plain text"))]


class SummaryForm(forms.Form):
    """Which parts, and as which kind of file."""

    parts = forms.MultipleChoiceField(
        label=_("What should the summary include?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one thing to include"),
            "invalid_choice": _("Choose from what is on the page"),
        },
    )
    kind = forms.ChoiceField(
        label=_("What kind of file?"),
        choices=FILE_KINDS,
        initial="pdf",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose PDF or plain text"), "invalid_choice": _("Choose PDF or plain text")},
    )

    def __init__(self, *args: Any, groups: Sequence[tuple[str, list[Choice]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = [(choice.value, choice.label) for _, choices in groups for choice in choices]

    def rendered_groups(self) -> list[dict[str, Any]]:
        """The choices under their headings, each with its own box."""
        boxes = {str(box.data["value"]): box for box in self["parts"]}
        return [
            {"heading": heading, "choices": [{"box": boxes[choice.value], "hint": choice.hint} for choice in choices]}
            for heading, choices in self.groups
        ]

    def chosen_parts(self) -> frozenset[str]:
        return frozenset(self.cleaned_data["parts"])


class SupervisionForm(SummaryForm):
    talk = WrittenField(
        label=_("What would you like to talk about?"),
        required=False,
        limit=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
