"""What a learner fills in while playing. The forms hold the words of the choices and never which one is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

CHOOSE = "Choose one of the answers"


# Control characters but for tab and new lines: nobody types them, and no page may hold them.
UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


class PlainTextarea(forms.Textarea):
    """A box for a person's own words. What cannot be shown is dropped as it is read."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.translate(UNPRINTABLE) if isinstance(value, str) else value


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
