"""The HTML of plain form widgets, written here and not by a template for each part of each of them.

A box drawn by Django is three templates, one inside the other: 0.2 ms, and a list of time zones 20 ms. What is written
here is what those templates write; a test holds the two side by side. Widgets that are not here are drawn by templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.formats import localize
from django.utils.safestring import SafeData, SafeString, mark_safe

if TYPE_CHECKING:
    from django.forms import BoundField

Widget = Mapping[str, Any]
INPUTS = ("text", "checkbox", "hidden", "date", "number", "email", "password", "url", "file")
WIDGETS = "django/forms/widgets"


def render_widget(template_name: str, widget: Widget) -> SafeString | None:
    """The HTML of a widget as its template would draw it; None where a template has to."""
    draw = RENDERERS.get(template_name)
    return None if draw is None else mark_safe(draw(widget))  # noqa: S308 - every value went through _text


def render_field(field: BoundField) -> SafeString | None:
    """A box with its label, hint and errors, as kit/forms/field.html draws it; None where that template has to."""
    widget = field.field.widget
    if field.use_fieldset or getattr(widget, "input_type", None) in {"file", "checkbox"}:
        return None
    optional = "" if field.field.required else ' <span class="optional">(optional)</span>'
    about = _render_description("div", "hint", f"{field.auto_id}_helptext", field.help_text)
    wrong = _render_description(
        "p",
        "error",
        f"{field.auto_id}_error",
        mark_safe(" ".join(map(_render_label, field.errors))),  # noqa: S308 - each through _label
    )
    return mark_safe(  # noqa: S308 - every part went through _text
        f'<div class="field{" field-error" if wrong else ""}">'
        f'<label for="{_escape_text(field.id_for_label)}">{_render_label(field.label)}{optional}</label>'
        f"{about}{wrong}{field}</div>"
    )


def _render_description(element: str, kind: str, own: str, words: Any) -> str:
    return f'<{element} class="{kind}" id="{_escape_text(own)}">{_render_label(words)}</{element}>' if words else ""


def _escape_text(value: Any) -> str:
    """A value as text in HTML. What is marked safe is left as it is, as in a template."""
    return value if isinstance(value, SafeData) else escape(str(value))  # type: ignore[return-value]  # SafeString


def _render_attributes(widget: Widget) -> str:
    said = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_escape_text(value)}"' for name, value in said)


def _render_input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_escape_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_escape_text(widget["name"])}"{value}{_render_attributes(widget)}>'


def _render_textarea(widget: Widget) -> str:
    value = _escape_text(widget["value"] or "")
    return f'<textarea name="{_escape_text(widget["name"])}"{_render_attributes(widget)}>\n{value}</textarea>'


def _render_select(widget: Widget) -> str:
    groups = "".join(_render_options(label, options) for label, options, _ in widget["optgroups"])
    return f'<select name="{_escape_text(widget["name"])}"{_render_attributes(widget)}>{groups}</select>'


def _render_options(label: Any, options: list[Widget]) -> str:
    inside = "".join(
        f'<option value="{_escape_text(one["value"])}"{_render_attributes(one)}>{_render_label(one["label"])}</option>'
        for one in options
    )
    return f'<optgroup label="{_render_label(label)}">{inside}</optgroup>' if label else inside


def _render_choices(widget: Widget) -> str:
    """Radios or boxes under each other, in groups where there are any, each with its hint."""
    attrs = widget["attrs"]
    kind = f" {_escape_text(attrs['class'])}" if attrs.get("class") else ""
    groups = "".join(_render_choice_group(label, options) for label, options, _ in widget["optgroups"])
    return f'<div{_optional_attribute("id", attrs.get("id"))} class="choices{kind}">{groups}</div>'


def _render_choice_group(label: Any, options: list[Widget]) -> str:
    heading = f'<p class="choice-group">{_render_label(label)}</p>' if label else ""
    return heading + "".join(f'<div class="choice">{_render_choice(one)}</div>' for one in options)


def _render_choice(option: Widget) -> str:
    own, hint = option["attrs"].get("id"), option.get("hint")
    label = f"<label{_optional_attribute('for', own)}>{_render_label(option['label'])}</label>"
    if not hint:
        return f"{_render_input(option)}{label}"
    tied = f"{own}_hint" if own else None
    box = f"{_render_input(option)[:-1]}{_optional_attribute('aria-describedby', tied)}>"
    return f'{box}{label}<div class="hint"{_optional_attribute("id", tied)}>{_render_label(hint)}</div>'


def _render_option(option: Widget) -> str:
    """One radio or box by itself, inside its label where that is asked for."""
    if not option["wrap_label"]:
        return _render_input(option)
    own = option["attrs"].get("id")
    return f"<label{_optional_attribute('for', own)}>{_render_input(option)} {_render_label(option['label'])}</label>"


def _optional_attribute(name: str, value: Any) -> str:
    return f' {name}="{_escape_text(value)}"' if value else ""


def _render_label(value: Any) -> str:
    return _escape_text(localize(value))


RENDERERS: dict[str, Callable[[Widget], str]] = {
    **{f"{WIDGETS}/{kind}.html": _render_input for kind in INPUTS},
    f"{WIDGETS}/textarea.html": _render_textarea,
    f"{WIDGETS}/select.html": _render_select,
    f"{WIDGETS}/radio.html": _render_choices,
    f"{WIDGETS}/checkbox_select.html": _render_choices,
    f"{WIDGETS}/radio_option.html": _render_option,
    f"{WIDGETS}/checkbox_option.html": _render_option,
}
