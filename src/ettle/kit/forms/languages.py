"""The languages of the site in a form, each named in its own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ettle.kit.http.language_choice import has_choice


class LanguageField(forms.ChoiceField):
    """One of the languages that the site offers."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Language"),
            help_text=_("Of pages and emails. What is not translated yet is shown in English."),
            choices=lambda: settings.LANGUAGES,
            error_messages={"required": _("Choose a language"), "invalid_choice": _("Choose a language from the list")},
        )


class LanguageForm(forms.Form):
    """A form that asks for the language, on a site that has several."""

    language = LanguageField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_choice():
            del self.fields["language"]
