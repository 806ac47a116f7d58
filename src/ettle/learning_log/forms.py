"""Forms of the learning log."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ettle.kit.files.images import ACCEPTED, FIRST_FRAME_HINT
from ettle.kit.forms.fields import WrittenField
from ettle.learning_log.actions import SubmittedPart
from ettle.learning_log.models import EntrySave
from ettle.learning_log.queries import Facet
from ettle.learning_log.types import PARTS
from ettle.texts.queries import MAX_CHARACTERS, RecordingField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HINTS = {
    "happened": _("One moment is enough. Say what you did."),
    "learned": _("What do you know now that you did not know before?"),
    "next": _("One small thing, the next time you are there."),
    "changed": _("For a person you support, a colleague or a family. It may be too early to say."),
}
INVALID_DAY = _("Write the day like 3 October 2026, or choose it")


class DeferredTextField(WrittenField):
    """A text that may be empty: the action checks that at least one box has a word."""

    def validate(self, value: str) -> None:
        """Do nothing: the action validates."""


class EntryForm(forms.Form):
    """An entry's four boxes and its day. Each text is sent with its base revision and the idempotency key of the save.

    labels: of every box, transcripts of voice notes included. saves: the newest of each. about: the query string of the
    address, so that the first save links the entry to it.
    """

    use_required_attribute = False
    number = forms.UUIDField(widget=forms.HiddenInput)
    was_on = forms.DateField(widget=forms.HiddenInput, required=False)
    happened_on = forms.DateField(
        label=_("The day"),
        help_text=_("If you copy your words to a badge application, the day is not copied."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={"required": _("Choose the day it happened"), "invalid": INVALID_DAY},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        number: uuid.UUID,
        day: date,
        labels: Mapping[str, StrOrPromise] = PARTS,
        saves: Mapping[str, EntrySave] | None = None,
        about: str = "",
    ) -> None:
        super().__init__(data, initial={"number": number, "happened_on": day, "was_on": day})
        self.labels = labels
        for part, label in labels.items():
            save = (saves or {}).get(part)
            rev = save.rev if save else 0
            self._add_part_fields(part, label, rev, f"{reverse('learning_log:save', args=[number, part])}{about}")
            text = save.text if save else ""
            self.initial.update({part: text, f"rev_{part}": rev, f"key_{part}": uuid.uuid4()})

    def _add_part_fields(self, part: str, label: StrOrPromise, rev: int, save_url: str) -> None:
        attrs = {"rows": 4, "data-save-url": save_url, "data-rev": rev, "data-rev-field": f"rev_{part}"}
        widget = forms.Textarea(attrs=attrs)
        self.fields[part] = DeferredTextField(
            label=label, strip=False, limit=MAX_CHARACTERS, help_text=HINTS.get(part, ""), widget=widget
        )
        self.fields[f"rev_{part}"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
        self.fields[f"key_{part}"] = forms.UUIDField(widget=forms.HiddenInput)

    def first_box(self) -> forms.BoundField:
        """What happened: all that an entry needs."""
        return self[next(iter(PARTS))]

    def other_boxes(self) -> list[forms.BoundField]:
        """The boxes that are folded away while they are empty."""
        return [self[part] for part in list(PARTS)[1:]]

    def has_more(self) -> bool:
        """Whether something is filled in, or wrong, among what is folded away."""
        has_words = any(str(box.value() or "").strip() or box.errors for box in self.other_boxes())
        return has_words or bool(self["happened_on"].errors)

    def submitted_parts(self) -> dict[str, SubmittedPart]:
        data: dict[str, Any] = self.cleaned_data
        return {part: SubmittedPart(data[part], data[f"rev_{part}"], data[f"key_{part}"]) for part in self.labels}

    def changed_day(self) -> date | None:
        """The day, or None when the writer did not change it."""
        day: date = self.cleaned_data["happened_on"]
        return None if day == self.cleaned_data["was_on"] else day


class SearchForm(forms.Form):
    """Words to search for, and one of the items that this person's entries are linked to."""

    q = WrittenField(required=False, limit=200, widget=forms.TextInput(attrs={"type": "search"}))
    link = forms.ChoiceField(required=False)

    def __init__(self, *, words: str, item: uuid.UUID | None, facets: Sequence[tuple[str, Sequence[Facet]]]) -> None:
        super().__init__(initial={"q": words, "link": str(item or "")})
        groups = [
            (name, [(str(facet.item), f"{facet.title} ({facet.many})") for facet in group]) for name, group in facets
        ]
        link = self.fields["link"]
        assert isinstance(link, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        link.choices = [("", _("Anything or nothing")), *groups]


class AttachmentForm(forms.Form):
    """A picture, a voice note, or both."""

    picture = forms.FileField(
        required=False,
        label=_("A picture"),
        help_text=format_lazy(
            "{size} {words} {frame}",
            size=_("Under 10 MB. We remove the place where it was taken."),
            words=_("We cannot read words in a picture: look for names, letters and faces before you add it."),
            frame=FIRST_FRAME_HINT,
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": _("This picture is empty. Choose another")},
    )
    shows = WrittenField(
        required=False,
        limit=MAX_CHARACTERS,
        label=_("What the picture shows"),
        help_text=_("A few words, for anyone who cannot see it. You can add them later."),
    )
    voice = RecordingField(required=False, label=_("A voice note"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("picture") and not cleaned.get("voice"):
            self.add_error("picture", _("Choose a picture or a voice note"))
        return cleaned

    @property
    def has_voice(self) -> bool:
        return bool(self.cleaned_data.get("voice"))
