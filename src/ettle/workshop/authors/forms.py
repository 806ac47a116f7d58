"""The form about an author."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.forms.fields import EmailAddressField
from ettle.workshop.authors.author_roles import AuthorRole


class AuthorForm(forms.Form):
    email = EmailAddressField(
        label=_("Email address"),
        help_text=_("Of someone who has an account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "required": _("Enter their email address"),
            "invalid": _("Enter an email address, like name@example.org"),
        },
    )
    part = forms.ChoiceField(
        label=_("What they do"),
        choices=AuthorRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they do"), "invalid_choice": _("Choose one of the three")},
    )

    def clean_part(self) -> AuthorRole:
        return AuthorRole(self.cleaned_data["part"])
