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
