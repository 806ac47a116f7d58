"""Widgets that Django does not have: radios with hints, answers that are buttons, and a text input with suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class HintedRadios(forms.RadioSelect):
    """Radios with a hint under some of the choices: `HintedRadios(hints={"met": "Every part is shown"})`.

    Give it as the widget of a ChoiceField; hints are found by the choice's value.
    """

    def __init__(self, *args: Any, hints: Mapping[str, StrOrPromise] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class AnswerButtons(forms.RadioSelect):
    """The choices of a question as submit buttons: one press answers and moves on. The answer given before is marked.

    Give it as the widget of a ChoiceField in a form that has nothing else to fill in. A choice in a group of its own
    (‘or’: ‘Not sure’) is set apart from the others.
    """

    template_name = "kit/forms/answer_buttons.html"


class DatalistInput(forms.TextInput):
    """A text input with a list of values that the browser suggests; any text can be sent, so the field must check it.

    suggestions: called each time the widget is rendered; `render_suggestions` makes them from words.
    """

    template_name = "kit/forms/datalist_input.html"

    def __init__(self, *args: Any, suggestions: Callable[[], SafeString], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["list_id"] = widget["attrs"]["list"] = f"{widget['attrs'].get('id', name)}_list"
        widget["suggestions"] = self.suggestions()
        return context


def render_suggestions(values: Iterable[str]) -> SafeString:
    """Return the options of a DatalistInput. A long list that stays the same is rendered once and cached."""
    return format_html_join("", '<option value="{}"></option>', ((value,) for value in values))
