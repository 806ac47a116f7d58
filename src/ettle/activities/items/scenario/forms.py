"""What a person chooses in a scenario, and what they call it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.activities.forms import AnswerForm, QuestionForm

KINDS_OF_ACT = (("management", _("Management")), ("leadership", _("Leadership")), ("both", _("Both")))

ACT_LABELS = dict(KINDS_OF_ACT)


class NameForm(QuestionForm):
    """What a person calls the choice they made. They may leave it open."""

    called = forms.ChoiceField(
        label=_("Was that management, leadership or both?"),
        help_text=_("Our view is on the next page."),
        choices=KINDS_OF_ACT,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-segments choices-words"}),
    )


class DecisionForm(AnswerForm, NameForm):
    """The next decision, and what a person calls the choice before it."""

    field_order = ("called", "answer")

    def __init__(
        self, data: Any, *, question: str, choices: Iterable[tuple[str, str]], initial: str, called: str | None
    ) -> None:
        """called: what they called the choice before; None where there is none to ask about."""
        super().__init__(data, question=question, choices=choices, initial=initial)
        if called is None:
            del self.fields["called"]
        else:
            self.initial["called"] = called
