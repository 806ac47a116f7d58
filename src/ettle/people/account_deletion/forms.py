"""The form by which a person deletes their account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ettle.people.types import LeavingChoice


class LeaveForm(forms.Form):
    """choices: what the rooms ask, each a question of its own before the last one."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account and everything that is mine"),
        error_messages={"required": _("Tick the box if you want to delete your account")},
    )

    def __init__(self, *args: Any, choices: Sequence[LeavingChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in choices:
            self.fields[choice.name] = forms.ChoiceField(
                label=choice.label,
                choices=choice.options,
                initial=choice.options[0][0],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one from the list")},
            )
        self.order_fields([*(choice.name for choice in choices), "sure"])
