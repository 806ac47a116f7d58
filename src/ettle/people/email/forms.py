"""The form of a person's choice of emails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ettle.kit.mail.email_kinds import EmailKind


class EmailsForm(forms.Form):
    """Tick the kinds of email to get. No tick at all is a choice too."""

    kinds = forms.MultipleChoiceField(
        label=_("Emails you want"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose emails from the list")},
    )

    def __init__(self, *args: Any, offered: Iterable[EmailKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.key, f"{kind.title}. {kind.about}") for kind in offered]
        cast("forms.MultipleChoiceField", self.fields["kinds"]).choices = choices
