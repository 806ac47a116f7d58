"""The author's form for an area: lists as checkboxes and lines, and the checks before publishing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from ettle.framework import queries as framework
from ettle.kit.forms.fields import WrittenField
from ettle.library.content_checks import accessibility_checks
from ettle.library.content_checks.cross_references import REFERENCE_FIELDS, find_key_fault, find_missing
from ettle.library.editor import catalogue_entries
from ettle.library.editor.blocks import role_choices
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.types.specs import ALIGNMENT, BADGE, SLUG, find_short_faults

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

USUAL_MINUTES = 8
RICH_TEXT_FIELDS = ("try_this",)
SENTENCE = re.compile(r".*\S.*")

# Authors write by the same rules as everyone: nothing is cut, and a line end counts once.
register_form_field_override(models.CharField, override={"form_class": WrittenField}, exact_class=True)
register_form_field_override(
    models.TextField, override={"form_class": WrittenField, "widget": AdminAutoHeightTextInput}, exact_class=True
)


class LineListField(forms.Field):
    """A list stored as JSON and edited with one value to a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, pattern: re.Pattern[str], example: StrOrPromise, **kwargs: Any) -> None:
        self.pattern, self.example = pattern, example
        super().__init__(
            required=False, help_text=format_lazy(_("One to a line, such as {example}"), example=example), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        for line in lines:
            if not self.pattern.fullmatch(line):
                raise forms.ValidationError(
                    _("Write ‘%(line)s’ in the form %(example)s") % {"line": line, "example": self.example}
                )
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _capability_choices() -> list[tuple[str, str]]:
    return [(item.key, item.title) for item in framework.list_capabilities()]


def _group_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("No group")), *catalogue_entries.group_choices()]


def _drawing_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("No drawing")), *((name, name) for name in catalogue_entries.drawing_names())]


class PageForm(WagtailAdminPageForm):
    """Fills the required fields of a new page with defaults, so that a draft can be saved at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial |= {"minutes": USUAL_MINUTES, "reviewed_on": timezone.localdate()}
        for name in RICH_TEXT_FIELDS:  # the label element is not connected to the rich text editor
            if name in self.fields:
                self.fields[name].widget.options["ariaLabel"] = str(self.fields[name].label)


class AreaPageForm(PageForm):
    roles = forms.MultipleChoiceField(choices=role_choices, widget=forms.CheckboxSelectMultiple)
    capabilities = forms.MultipleChoiceField(
        choices=_capability_choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    alignments = LineListField(pattern=ALIGNMENT, example="skills:plan.2 or standards@2024:2.2")
    badges = LineListField(pattern=BADGE, example="AB-101")
    activities = LineListField(pattern=SLUG, example="first-visit")
    related = LineListField(pattern=SLUG, example="good-questions", label=_("Areas to read next"))
    group = forms.ChoiceField(choices=_group_choices, required=False)
    drawing = forms.ChoiceField(
        choices=_drawing_choices, required=False, help_text=_("The drawings that content packs have brought")
    )
    in_short = LineListField(
        pattern=SENTENCE, example=_("People do more when they are noticed."), label=_("In short: three sentences")
    )

    def clean_in_short(self) -> list[str]:
        lines: list[str] = self.cleaned_data["in_short"]
        for words in () if self.is_deferred_validation else find_short_faults(lines):
            raise forms.ValidationError(words)
        return lines

    def clean_alignments(self) -> list[str]:
        lines: list[str] = self.cleaned_data["alignments"]
        unknown = [] if self.is_deferred_validation else find_missing(lines)
        if unknown:
            raise forms.ValidationError(
                _("There is no %(unknown)s here. Check the framework, its edition and the number.")
                % {"unknown": unknown[0]}
            )
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name in () if self.is_deferred_validation else RICH_TEXT_FIELDS:
            for words in accessibility_checks.find_link_faults(clean_input(cleaned.get(name) or "")):
                self.add_error(name, words)
        for name in () if self.is_deferred_validation else REFERENCE_FIELDS:
            if words := find_key_fault(name, cleaned.get(name) or [], own=cleaned.get("slug") or ""):
                self.add_error(name, words)
        return cleaned
