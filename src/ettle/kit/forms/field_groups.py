"""A field of a form with its label, hint and errors, in Python and not in a template.

Every form draws its fields here. A template for the same took six times as long: half of the time of a page with eight
fields, as the page for a new goal has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.widgets import CheckboxInput
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.forms import BoundField, Field


def render_field(field: BoundField) -> SafeString:
    """Return the field in its box: a tick box before its label, several inputs in a fieldset, else below a label."""
    kind = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset:
        legend = f"<legend>{_label_words(field)}</legend>"
        content = f"<fieldset{_described_by(field)}>\n{legend}\n{_hint(field)}{_errors(field)}{field}\n</fieldset>"
    elif kind == "checkbox":
        content = _render_tick_box(field)
    else:
        name = f'<label for="{escape(field.id_for_label)}">{_label_words(field)}</label>'
        content = f"{name}\n{_hint(field)}{_errors(field)}{field}"
    state = " field-error" if field.errors else ""
    return mark_safe(f'<div class="field{state}">\n{content}\n</div>')  # noqa: S308 - its parts are escaped


def label_mark(field: BoundField) -> str:
    """What a label says after its words: which fields may be left empty, or which may not, whichever are fewer.

    A single box to tick says in its own words what it is for, so it has no mark and is not counted.
    """
    form = field.form
    marked = [other.required for other in form.fields.values() if _has_mark(other)]
    required = sum(marked)
    is_rarely_required = 0 < required < len(marked) - required
    if field.field.required:
        return _("(required)") if is_rarely_required else ""
    return "" if is_rarely_required else _("(optional)")


def _has_mark(field: Field) -> bool:
    return not field.widget.is_hidden and not isinstance(field.widget, CheckboxInput)


def _render_tick_box(field: BoundField) -> str:
    name = f'<label for="{escape(field.id_for_label)}">{escape(field.label)}</label>'
    return f'{_errors(field)}<div class="choice">\n{field}\n{name}\n{_hint(field)}</div>'


def _label_words(field: BoundField) -> str:
    mark = label_mark(field)
    return f'{escape(field.label)} <span class="optional">{mark}</span>' if mark else escape(field.label)


def _described_by(field: BoundField) -> str:
    described = field.aria_describedby
    return f' aria-describedby="{escape(described)}"' if described else ""


def _hint(field: BoundField) -> str:
    hint = field.help_text
    return f'<div class="hint" id="{escape(field.auto_id)}_helptext">{escape(hint)}</div>\n' if hint else ""


def _errors(field: BoundField) -> str:
    errors = " ".join(escape(str(error)) for error in field.errors)
    return f'<p class="error" id="{escape(field.auto_id)}_error">{errors}</p>\n' if errors else ""
