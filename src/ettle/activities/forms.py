"""What a learner answers in an activity. The forms hold the words of the choices and never which one is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import WrittenField
from ettle.kit.forms.widgets import AnswerButtons
from ettle.kit.values.written_text import count_words
from ettle.texts import queries as texts

CHOOSE = _("Choose one of the answers")
CHOOSE_SOME = _("Choose one or more of the answers")
ONCE = _("Something was sent twice. Choose again")
Choices = Iterable[tuple[str, str]]


class QuestionForm(forms.Form):
    """The base of forms that ask a question. What is posted twice under one name is refused, not guessed at."""

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            values = self.data.getlist(name) if hasattr(self.data, "getlist") else []
            is_list = isinstance(field, forms.MultipleChoiceField)
            if len(values) > (len(set(values)) if is_list else 1) and name not in self.errors:
                self.add_error(name, ONCE)
        return self.cleaned_data


class AnswerForm(QuestionForm):
    """One question whose answers are buttons. choices: key and words."""

    answer = forms.ChoiceField(
        widget=AnswerButtons, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid": CHOOSE}
    )

    def __init__(self, data: Any, *, question: str, choices: Choices, initial: str = "") -> None:
        super().__init__(data, initial={"answer": initial})
        field = self.fields["answer"]
        field.label = question
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class RadioForm(QuestionForm):
    """One question with one answer. choices: key and words."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE, "invalid": CHOOSE}
    )

    def __init__(self, data: Any, *, question: str, choices: Any) -> None:
        super().__init__(data)
        field = self.fields["answer"]
        field.label = question
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class TickForm(QuestionForm):
    """One question with any number of answers. choices: key and words. is_required: at least one has to be ticked."""

    answer = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE_SOME, "invalid_choice": CHOOSE_SOME, "invalid_list": CHOOSE_SOME},
    )

    def __init__(self, data: Any, *, question: str, choices: Any, is_required: bool = True) -> None:
        super().__init__(data)
        field = self.fields["answer"]
        field.label, field.required = question, is_required
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ReflectionForm(forms.Form):
    """A question that people answer in their own words. about_words: how many are asked for, which is no minimum."""

    words = WrittenField(limit=5_000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, data: Any, *, question: str, about_words: int) -> None:
        super().__init__(data)
        self.about_words = about_words
        field = self.fields["words"]
        field.label = question
        field.help_text = _("Use your own words. Leave out names and anything that could identify someone.")
        field.error_messages["required"] = _("Write what you will take from this. A few words are enough")

    @property
    def length(self) -> str:
        """How long the text is, in words."""
        written = count_words(self.data.get("words", "")) if self.is_bound else 0
        return texts.describe_word_count(written, self.about_words, 0)
