"""The forms to check a badge, to search for awards, and to withdraw one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.badges.credential import baked_image
from ettle.kit.forms.fields import WrittenField


class VerifyForm(forms.Form):
    file = forms.FileField(
        required=False,
        label=_("A file"),
        help_text=_("A PNG picture or a JSON file, as it was downloaded."),
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.json,.jsonld,.jwt,.txt"}),
    )
    # As it is: a signed text does not survive any change.
    text = forms.CharField(
        required=False,
        strip=True,
        label=_("Or the text or address of a badge"),
        help_text=_("Paste all of it."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None and file.size > baked_image.MAX_BYTES:
            self.add_error("file", _("Choose a file smaller than 5 MB"))
        elif not self.errors and not file and not cleaned.get("text"):
            self.add_error("file", _("Choose a file, or paste the text of a badge"))
        return cleaned

    def submitted_content(self) -> bytes:
        """The submitted content; the file if there are both."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()


class SearchForm(forms.Form):
    words = WrittenField(required=False, limit=120, label=_("Name, email address, badge or organisation"))


class RevokeForm(forms.Form):
    reason = WrittenField(
        limit=1_000,
        label=_("Why is this badge withdrawn?"),
        help_text=_("Write it so that the person who earned it can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the badge is withdrawn")},
    )
    sure = forms.BooleanField(
        label=_("I have read that this cannot be undone"),
        error_messages={"required": _("Tick the box if you are sure")},
    )
