"""What a learner fills in while playing. The forms hold the words of the choices and never which one is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

CHOOSE = "Choose one of the answers"


class AnswerForm(forms.Form):
    """One question with radios. choices: key and words."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid": CHOOSE}
    )

    def __init__(self, data: Any, *, question: str, choices: Iterable[tuple[str, str]], initial: str = "") -> None:
        super().__init__(data, initial={"answer": initial})
        field = self.fields["answer"]
        field.label = question
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class DiffersForm(forms.Form):
    """A person may say how they see it. Nothing has to be written."""

    words = forms.CharField(
        label="Do you see it differently?",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 2,000 characters or fewer"},
    )


class ReflectionForm(forms.Form):
    words = forms.CharField(
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "Use 5,000 characters or fewer"},
    )

    def __init__(self, data: Any, *, question: str, least: int) -> None:
        super().__init__(data)
        field = self.fields["words"]
        field.label = question
        field.help_text = (
            f"{least} words or more, in your own words. Leave out names and anything that points to a person."
        )
        field.error_messages["required"] = f"Write {least} words or more"
