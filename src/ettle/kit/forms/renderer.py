"""How form fields draw themselves: our own templates, with errors and hints tied to their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from ettle.kit.forms import widget_html

# Besides those of `widgets`, the only one whose HTML must differ from Django's.
TEMPLATE_OVERRIDES = {"django/forms/widgets/clearable_file_input.html": "kit/forms/widgets/file.html"}


class Renderer(TemplatesSetting):
    """Django's renderer with our templates for fields; plain widgets are drawn without one."""

    field_template_name = "kit/forms/field.html"
    form_template_name = "kit/forms/form.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        plain = None
        if "widget" in context:
            plain = widget_html.render_widget(template_name, context["widget"])
        elif template_name == self.field_template_name:
            plain = widget_html.render_field(context["field"])
        return super().render(template_name, context, request) if plain is None else plain

    def get_template(self, template_name: str) -> Any:
        return super().get_template(TEMPLATE_OVERRIDES.get(template_name, template_name))


class HintedRadios(forms.RadioSelect):
    """Radios with a hint under some of the choices: `HintedRadios(hints={"met": "Every part is shown"})`.

    Give it as the widget of a ChoiceField; hints are found by the choice's value.
    """

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option
