"""The form about an author."""

from __future__ import annotations

from django import forms

from ettle.kit.forms.fields import EmailAddressField
from ettle.workshop.authors.author_roles import AuthorRole


class AuthorForm(forms.Form):
    email = EmailAddressField(
        label="E-mail address",
        help_text="Of somebody who has an account",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )
    part = forms.ChoiceField(
        label="What they do",
        choices=AuthorRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they do", "invalid_choice": "Choose one of the three"},
    )

    def clean_part(self) -> AuthorRole:
        return AuthorRole(self.cleaned_data["part"])
