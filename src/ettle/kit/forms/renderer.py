"""How form fields are rendered: Django's widget templates, with our own for a field and for a whole form.

Where the HTML of a widget must differ from Django's, kit has a template of the same name under
`templates/django/forms/widgets/`, which Django finds first.

Django draws one input with up to four templates, one inside the other. The page for a new goal has more than forty
inputs and took 16 ms on a busy machine; it takes 10 since `render_input` writes the same HTML in Python. A whole field
is written in Python too (`field_groups`).
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ettle.kit.forms.field_groups import render_field

# Inputs with a technical value, which a browser may cut: an address, and a code of digits.
TECHNICAL_TYPES = frozenset({"email", "url"})
WIDGETS = "django/forms/widgets/"
# Django's templates that draw nothing but one input. Those of options may have a label around it.
INPUT_TEMPLATES = frozenset(
    f"{WIDGETS}{name}.html"
    for name in (
        "input", "text", "number", "email", "url", "tel", "search", "password", "hidden", "date", "datetime", "time",
        "checkbox", "checkbox_option", "radio_option",
    )
)  # fmt: skip
TEXTAREA_TEMPLATE = f"{WIDGETS}textarea.html"


class Renderer(TemplatesSetting):
    """Renders a field with its label, hint and errors tied to it.

    A browser cuts what is pasted at `maxlength` without a word, so no field for words has that attribute. The server
    says what is too long, and `texts/js/word-count.js` counts up to `data-limit`. What is typed there runs in the
    direction of its script.
    """

    form_template_name = "kit/forms/form.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == self.field_template_name:
            return render_field(context["field"])
        widget = context.get("widget")
        if widget and "maxlength" in widget.get("attrs", {}) and not _is_technical(widget):
            attrs = dict(widget["attrs"])
            attrs.setdefault("data-limit", attrs.pop("maxlength"))
            widget = {**widget, "attrs": attrs}
        if widget and _is_for_words(widget):
            widget = {**widget, "attrs": {"dir": "auto", **widget["attrs"]}}
        if widget and template_name in INPUT_TEMPLATES and not widget.get("wrap_label"):
            return render_input(widget)
        if widget and template_name == TEXTAREA_TEMPLATE:
            return render_textarea(widget)
        context = {**context, "widget": widget} if widget else context
        return str(super().render(template_name, context, request))


def render_input(widget: dict[str, Any]) -> SafeString:
    """Return what Django's template of an input returns: type, name, value and attributes in this order."""
    attributes = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        attributes["value"] = str(widget["value"])
    # Every value is escaped unless it is safe already, as in a template.
    return mark_safe(f"<input{_render_attributes({**attributes, **widget['attrs']})}>")  # noqa: S308


def render_textarea(widget: dict[str, Any]) -> SafeString:
    """Return what Django's template of a box for several lines returns. A browser leaves out its first line end."""
    attributes = _render_attributes({"name": widget["name"], **widget["attrs"]})
    return mark_safe(f"<textarea{attributes}>\n{_escape(widget['value'] or '')}</textarea>")  # noqa: S308


def _render_attributes(attributes: dict[str, Any]) -> str:
    """Return attributes with a space before each. True: the name alone; False: nothing."""
    return "".join(
        f" {name}" if value is True else f' {name}="{_escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _escape(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


def _is_for_words(widget: dict[str, Any]) -> bool:
    is_line = widget.get("type") in {"text", "search"} and "inputmode" not in widget["attrs"]
    return is_line or str(widget.get("template_name")).endswith("/textarea.html")


def _is_technical(widget: dict[str, Any]) -> bool:
    return widget.get("type") in TECHNICAL_TYPES or widget["attrs"].get("inputmode") == "numeric"
