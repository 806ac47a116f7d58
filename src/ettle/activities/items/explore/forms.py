"""Does each of several circumstances help, or get in the way?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ettle.activities.forms import QuestionForm

FORCE = "force-"
HELPS, HINDERS = "helps", "hinders"


class EnablersForm(QuestionForm):
    """circumstances: key and words of each."""

    def __init__(self, data: Any, *, question: str, circumstances: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.question = question
        choices = [(HELPS, _("Helps")), (HINDERS, _("Gets in the way"))]
        for key, words in circumstances:
            error = _("Say whether this helps or gets in the way: ‘%(words)s’") % {"words": words}
            self.fields[FORCE + key] = forms.ChoiceField(
                label=words,
                choices=choices,
                widget=forms.RadioSelect(attrs={"class": "choices-segments"}),
                error_messages={"required": error, "invalid_choice": error},
            )

    @staticmethod
    def read_forces(cleaned: Any) -> dict[str, str]:
        """Circumstance -> helps or hinders."""
        return {name.removeprefix(FORCE): force for name, force in cleaned.items()}
