"""A place for each of several things: a select each, which a script turns into buttons that move it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ettle.activities.forms import QuestionForm

PLACE = "place-"


class OrderForm(QuestionForm):
    """items: key and words of each thing, in the order in which they are shown."""

    def __init__(self, data: Any, *, question: str, items: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.question = question
        places = [("", _("Choose a place"))] + [(str(place), str(place)) for place in range(1, len(items) + 1)]
        for key, words in items:
            error = _("Choose a place for ‘%(words)s’") % {"words": words}
            self.fields[PLACE + key] = forms.ChoiceField(
                label=words, choices=places, error_messages={"required": error, "invalid_choice": error}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken: set[str] = set()
        for name in list(cleaned):
            place = cleaned[name]
            if place in taken:
                words = _("Two things have place %(place)s. Give each a place of its own") % {"place": place}
                self.add_error(name, words)
            taken.add(place)
        return cleaned

    @staticmethod
    def read_order(cleaned: Any) -> list[str]:
        """The keys by their places."""
        places = {name.removeprefix(PLACE): int(place) for name, place in cleaned.items()}
        return sorted(places, key=lambda key: places[key])
