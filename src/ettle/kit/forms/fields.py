"""Form fields that every room uses."""

from __future__ import annotations

from typing import Any

from django import forms

from ettle.kit.values.email_addresses import MAX_LENGTH, clean_address


class EmailAddressField(forms.EmailField):
    """One email address, typed or pasted: what a paste brings with it is removed before it is validated."""

    default_error_messages = {
        "required": "Enter an email address",
        "invalid": "Enter an email address, like name@example.org",
        "max_length": f"An email address has {MAX_LENGTH} characters at most",
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, **options})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_address(value) if isinstance(value, str) else value) or "")
