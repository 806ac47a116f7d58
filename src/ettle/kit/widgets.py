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


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """The HTML of a widget as its template would draw it; None where a template has to."""
    draw = DRAWN.get(template_name)
    return None if draw is None else mark_safe(draw(widget))  # noqa: S308 - every value went through _text


def drawn_with_words(field: BoundField) -> SafeString | None:
    """A box with its label, hint and errors, as kit/forms/field.html draws it; None where that template has to."""
    widget = field.field.widget
    if field.use_fieldset or getattr(widget, "input_type", None) in {"file", "checkbox"}:
        return None
    optional = "" if field.field.required else ' <span class="optional">(optional)</span>'
    about = _about("div", "hint", f"{field.auto_id}_helptext", field.help_text)
    wrong = _about("p", "error", f"{field.auto_id}_error", mark_safe(" ".join(map(_label, field.errors))))  # noqa: S308 - each through _label
    return mark_safe(  # noqa: S308 - every part went through _text
        f'<div class="field{" field-error" if wrong else ""}">'
        f'<label for="{_text(field.id_for_label)}">{_label(field.label)}{optional}</label>{about}{wrong}{field}</div>'
    )


def _about(element: str, kind: str, own: str, words: Any) -> str:
    return f'<{element} class="{kind}" id="{_text(own)}">{_label(words)}</{element}>' if words else ""


def _text(value: Any) -> str:
    """A value as text in HTML. What is marked safe is left as it is, as in a template."""
    return value if isinstance(value, SafeData) else escape(str(value))  # type: ignore[return-value]  # SafeString


def _attributes(widget: Widget) -> str:
    said = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_text(value)}"' for name, value in said)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = _text(widget["value"] or "")
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_options(label, options) for label, options, _ in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}</select>'


def _options(label: Any, options: list[Widget]) -> str:
    inside = "".join(
        f'<option value="{_text(one["value"])}"{_attributes(one)}>{_label(one["label"])}</option>' for one in options
    )
    return f'<optgroup label="{_label(label)}">{inside}</optgroup>' if label else inside


def _choices(widget: Widget) -> str:
    """Radios or boxes under each other, in groups where there are any, each with its hint."""
    attrs = widget["attrs"]
    kind = f" {_text(attrs['class'])}" if attrs.get("class") else ""
    groups = "".join(_choice_group(label, options) for label, options, _ in widget["optgroups"])
    return f'<div{_if_any("id", attrs.get("id"))} class="choices{kind}">{groups}</div>'


def _choice_group(label: Any, options: list[Widget]) -> str:
    heading = f'<p class="choice-group">{_label(label)}</p>' if label else ""
    return heading + "".join(f'<div class="choice">{_choice(one)}</div>' for one in options)


def _choice(option: Widget) -> str:
    own, hint = option["attrs"].get("id"), option.get("hint")
    label = f"<label{_if_any('for', own)}>{_label(option['label'])}</label>"
    if not hint:
        return f"{_input(option)}{label}"
    tied = f"{own}_hint" if own else None
    box = f"{_input(option)[:-1]}{_if_any('aria-describedby', tied)}>"
    return f'{box}{label}<div class="hint"{_if_any("id", tied)}>{_label(hint)}</div>'


def _option(option: Widget) -> str:
    """One radio or box by itself, inside its label where that is asked for."""
    if not option["wrap_label"]:
        return _input(option)
    own = option["attrs"].get("id")
    return f"<label{_if_any('for', own)}>{_input(option)} {_label(option['label'])}</label>"


def _if_any(name: str, value: Any) -> str:
    return f' {name}="{_text(value)}"' if value else ""


def _label(value: Any) -> str:
    return _text(localize(value))


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{WIDGETS}/{kind}.html": _input for kind in INPUTS},
    f"{WIDGETS}/textarea.html": _textarea,
    f"{WIDGETS}/select.html": _select,
    f"{WIDGETS}/radio.html": _choices,
    f"{WIDGETS}/checkbox_select.html": _choices,
    f"{WIDGETS}/radio_option.html": _option,
    f"{WIDGETS}/checkbox_option.html": _option,
}
