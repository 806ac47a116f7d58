"""How form fields are rendered: Django's widget templates, with our own for a field and for a whole form.

Where the HTML of a widget must differ from Django's, kit has a template of the same name under
`templates/django/forms/widgets/`, which Django finds first.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting

# Inputs with a technical value, which a browser may cut: an address, and a code of digits.
TECHNICAL_TYPES = frozenset({"email", "url"})


class Renderer(TemplatesSetting):
    """Renders a field with its label, hint and errors tied to it.

    A browser cuts what is pasted at `maxlength` without a word, so no field for words has that attribute. The server
    says what is too long, and `texts/js/word-count.js` counts up to `data-limit`. What is typed there runs in the
    direction of its script.
    """

    field_template_name = "kit/forms/field.html"
    form_template_name = "kit/forms/form.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        if widget and "maxlength" in widget.get("attrs", {}) and not _is_technical(widget):
            attrs = dict(widget["attrs"])
            attrs.setdefault("data-limit", attrs.pop("maxlength"))
            widget = {**widget, "attrs": attrs}
        if widget and _is_for_words(widget):
            widget = {**widget, "attrs": {"dir": "auto", **widget["attrs"]}}
        context = {**context, "widget": widget} if widget else context
        return str(super().render(template_name, context, request))


def _is_for_words(widget: dict[str, Any]) -> bool:
    is_line = widget.get("type") in {"text", "search"} and "inputmode" not in widget["attrs"]
    return is_line or str(widget.get("template_name")).endswith("/textarea.html")


def _is_technical(widget: dict[str, Any]) -> bool:
    return widget.get("type") in TECHNICAL_TYPES or widget["attrs"].get("inputmode") == "numeric"
