"""What a learner answers in an activity. The forms hold the words of the choices and never which one is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.widgets import AnswerButtons

CHOOSE = _("Choose one of the answers")


class AnswerForm(forms.Form):
    """One question whose answers are buttons. choices: key and words."""

    answer = forms.ChoiceField(
        widget=AnswerButtons, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid": CHOOSE}
    )

    def __init__(self, data: Any, *, question: str, choices: Iterable[tuple[str, str]], initial: str = "") -> None:
        super().__init__(data, initial={"answer": initial})
        field = self.fields["answer"]
        field.label = question
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)
