"""A select for each thing: what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ettle.activities.forms import QuestionForm

MATCH = "match-"


class MatchForm(QuestionForm):
    """headings: of the two columns. things: key and words of each row. choices: of what may belong to it.

    The name of each select is made of the heading of its column and that of its row, whose ids the template has.
    """

    def __init__(
        self,
        data: Any,
        *,
        question: str,
        headings: tuple[str, str],
        things: Sequence[tuple[str, str]],
        choices: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.question = question
        self.headings = headings
        for key, words in things:
            error = _("Choose what belongs to ‘%(words)s’") % {"words": words}
            self.fields[MATCH + key] = forms.ChoiceField(
                label=words,
                choices=[("", _("Choose")), *choices],
                widget=forms.Select(attrs={"aria-labelledby": f"matches row-{MATCH}{key}"}),
                error_messages={"required": error, "invalid_choice": error},
            )

    @staticmethod
    def read_pairs(cleaned: Any) -> dict[str, str]:
        """Thing -> what was chosen for it."""
        return {name.removeprefix(MATCH): answer for name, answer in cleaned.items()}
