"""The forms to check a badge, to search for awards, to change the name on one, and to withdraw or suspend one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.badges.credential.pictures import baked_image
from ettle.kit.forms.fields import WrittenField


class VerifyForm(forms.Form):
    file = forms.FileField(
        required=False,
        label=_("A file"),
        help_text=_("A PNG or SVG picture, or a JSON file, as it was downloaded."),
        widget=forms.ClearableFileInput(attrs={"accept": ".png,.svg,.json,.jsonld,.jwt,.txt"}),
    )
    # As it is: a signed text does not survive any change.
    text = forms.CharField(
        required=False,
        strip=True,
        label=_("Or the text or address of a badge"),
        help_text=_("Paste all of it."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    holder = WrittenField(
        required=False,
        limit=200,
        label=_("Email address or name of the person who showed it to you"),
        help_text=_("If they gave it to you. You learn whether the badge has it. We do not keep it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
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

    def add_fault(self, words: str) -> None:
        """Say what is wrong with what was entered, at the field that it was entered in."""
        self.add_error("file" if self.cleaned_data["file"] else "text", words)


class HolderForm(forms.Form):
    holder = WrittenField(
        limit=200,
        label=_("Email address or name"),
        help_text=_("As the person who showed you the badge gave it to you. We do not keep it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the email address or name that they gave you")},
    )


class SearchForm(forms.Form):
    words = WrittenField(required=False, limit=120, label=_("Name, email address, badge or organisation"))


class TrustedIssuerForm(forms.Form):
    identifier = WrittenField(
        limit=400,
        label=_("ID of the issuer"),
        help_text=_("As badges of this issuer have it. It begins with did:web:, did:key:, did:jwk: or https://"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the ID of the issuer")},
    )
    name = WrittenField(
        limit=120,
        label=_("Name"),
        help_text=_("Shown to anyone who checks a badge of this issuer."),
        widget=forms.TextInput,
        error_messages={"required": _("Enter the name of the issuer")},
    )
    note = WrittenField(
        required=False,
        limit=1_000,
        label=_("How you know that it is theirs"),
        help_text=_("Read by administrators alone."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NameRequestForm(forms.Form):
    note = WrittenField(
        required=False,
        limit=1_000,
        label=_("Anything that helps to check it"),
        help_text=_("For example: I married in May, and my manager knows. Do not send copies of documents."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NameDecisionForm(forms.Form):
    ACCEPT, REFUSE = "accept", "refuse"
    decision = forms.ChoiceField(
        label=_("Is this the same person?"),
        choices=[(ACCEPT, _("Yes: issue the badge with the new name")), (REFUSE, _("No: the badge stays as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    answer = WrittenField(
        required=False,
        limit=1_000,
        label=_("If no: why not"),
        help_text=_("The person who asked reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


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


class SuspensionForm(forms.Form):
    """Suspend a badge, or lift its suspension. act: what the page offered, so that a page that is out of date does not
    do the opposite."""

    act = forms.ChoiceField(
        choices=[("suspend", "suspend"), ("lift", "lift")],
        widget=forms.HiddenInput,
        error_messages={"required": _("Open this page again"), "invalid_choice": _("Open this page again")},
    )
    reason = WrittenField(
        limit=1_000,
        help_text=_("Write it so that the person who earned it can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_suspended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, missing = _("Why is this badge suspended?"), _("Write why the badge is suspended")
        if is_suspended:
            label, missing = _("Why is the suspension lifted?"), _("Write why the suspension is lifted")
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing


class KeyChangeForm(forms.Form):
    """Ask for a change of a signing key. is_current: whether its issuer signs with it."""

    act = forms.ChoiceField(
        label=_("What should be done?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should be done")},
    )
    since = forms.DateField(
        required=False,
        label=_("If it is compromised: since when?"),
        help_text=_("The first day on which someone else may have had it."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date, such as 30/11/2026")},
    )
    reason = WrittenField(
        limit=1_000,
        label=_("Why?"),
        help_text=_("The administrator who confirms it reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why")},
    )

    def __init__(self, *args: Any, is_current: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act: Any = self.fields["act"]
        act.choices = [("compromise", _("Mark it as compromised: nothing that it signed since a day is believed"))]
        if is_current:
            act.choices = [
                ("rotate", _("Replace it with a new key. What it signed stays valid")),
                ("retire", _("Stop using it. The next signing makes a new key. What it signed stays valid")),
                *act.choices,
            ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("act") == "compromise" and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Enter the first day on which someone else may have had it"))
        return cleaned
