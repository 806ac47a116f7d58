"""The author's forms of a variant: which readers it is for, and its own words for a place or an ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ettle.activities.types.stories import EndingSpec, OptionTexts, TextVariantSpec, format_conditions
from ettle.kit.refusal import Refused
from ettle.people import queries as people
from ettle.workshop.drafts.draft_problems import DraftProblem
from ettle.workshop.drafts.forms import COPY, LONGEST_LINE, written
from ettle.workshop.stories.forms import EndingForm, PlaceForm, StoryForm, option_fields
from ettle.workshop.stories.story_content import Place, StoryContent, variant_part
from ettle.workshop.stories.variants.variant_content import (
    ENDING_TEXTS,
    NODE_TEXTS,
    OPTION_TEXTS,
    drop_leftovers,
    find_texts,
    put_texts,
    put_variant,
)

LABEL = _("For which readers or where it is told")


class LabelForm(forms.Form):
    """Begins a variant."""

    label = written(LABEL, hint=_("People choose by these words. Such as: Care home"), limit=LONGEST_LINE)


@dataclass(frozen=True)
class WordedField:
    """A field, and what the story itself says there; empty where the story has nothing."""

    field: BoundField
    story_words: str


class VariedForm(StoryForm):
    """A form whose empty fields mean: as in the story."""

    story_words: dict[str, str]

    def worded_fields(self) -> Iterator[WordedField]:
        for name in self.fields:
            if not self[name].is_hidden:
                yield WordedField(self[name], self.story_words.get(name, ""))

    def copy_story_words(self) -> None:
        """Where the button for it was pressed, put the words of the story into the fields that are empty."""
        if self.data.get("then") != COPY:
            return
        filled = self.data.copy()
        for name, words in self.story_words.items():
            if not filled.get(name, "").strip():
                filled[name] = words
        self.data = filled


class VariantForm(VariedForm):
    label = written(LABEL, hint=_("People choose by these words. Such as: Care home"))
    roles = forms.MultipleChoiceField(
        label=_("For these learning roles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    settings = forms.MultipleChoiceField(
        label=_("For these settings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With roles and settings, a reader needs one of each. Readers of all other kinds read the story"),
    )
    opening = written(_("Opening"), rows=6)
    reflection = written(_("Question at the end"), rows=3)

    optional = StoryForm.optional | {"roles", "settings", "opening", "reflection"}

    def __init__(
        self, data: Any, content: StoryContent, variant: TextVariantSpec, problems: Mapping[str, Sequence[DraftProblem]]
    ) -> None:
        self.variant = variant
        self.story_words = {"opening": content.scenario.opening, "reflection": content.scenario.reflection}
        texts = {name: getattr(variant, name) for name in ("label", "opening", "reflection")}
        chosen = {"roles": list(variant.roles), "settings": list(variant.settings)}
        super().__init__(data, content, variant_part(variant.key), problems, **texts, **chosen)
        self.copy_story_words()

    def add_fields(self) -> None:
        for name, titles in (("roles", people.role_titles()), ("settings", people.setting_titles())):
            unknown = [key for key in getattr(self.variant, name) if key not in titles]
            gone = [(key, _("%(key)s, which this site does not have") % {"key": key}) for key in unknown]
            self.fields[name].choices = [*titles.items(), *gone]  # type: ignore[attr-defined]  # it has choices

    def change(self, content: StoryContent) -> StoryContent:
        """Return the content with what this form says; a text that is that of the story is left out."""
        variant, data = content.find_variant(self.variant.key), self.cleaned_data
        if variant is None:
            raise Refused(_("Someone has deleted this variant."))
        own = {
            name: text if text != self.story_words[name] else ""
            for name, text in data.items()
            if name in self.story_words
        }
        readers = {name: tuple(data[name]) for name in ("roles", "settings")}
        return put_variant(content, drop_leftovers(content, variant).replace(label=data["label"], **readers, **own))


class PlaceTextsForm(VariedForm):
    """The words of a variant for one place or ending. A field for each text that the story has there."""

    def __init__(self, data: Any, content: StoryContent, variant: TextVariantSpec, place: Place, problems: Any) -> None:
        self.variant, self.place = variant, place
        self.texts = find_texts(variant, place)
        self.story_words = {}
        super().__init__(data, content, variant_part(variant.key, place.key), problems)
        self.copy_story_words()

    def mark_needed(self, *, is_needed: bool) -> None:
        """Each may stay empty: then it is as in the story."""

    def add_fields(self) -> None:
        is_ending = isinstance(self.place, EndingSpec)
        base = EndingForm if is_ending else PlaceForm
        for name in ENDING_TEXTS if is_ending else NODE_TEXTS:
            self._add(name, _copy(base.base_fields[name]), getattr(self.place, name), getattr(self.texts, name))
            if name == "text":
                self._add_passages()
        for number, option in enumerate(getattr(self.place, "options", ())):
            own = next((texts for texts in getattr(self.texts, "options", ()) if texts.key == option.key), None)
            fields = option_fields(number, ())
            for name in OPTION_TEXTS:
                if name != "skips_duty" or option.skips_duty or (own and own.skips_duty):
                    own_words = getattr(own, name) if own else ""
                    self._add(f"option-{number}-{name}", _copy(fields[name]), getattr(option, name), own_words)

    def _add_passages(self) -> None:
        for number, passage in enumerate(self.place.passages):
            own = self.texts.passages[number] if number < len(self.texts.passages) else ""
            label = _("Words for some learners only, if %(when)s") % {"when": format_conditions(passage.when)}
            self._add(f"passages-{number}", written(label, rows=3), passage.text, own)

    def _add(self, name: str, field: forms.Field, story_words: str, own_words: str) -> None:
        self.fields[name], self.story_words[name], self.initial[name] = field, story_words, own_words

    def groups(self) -> Iterator[tuple[int, list[WordedField]]]:
        """Return the number of each group of fields and its fields: 0 for those of the place, then each option."""
        groups: dict[int, list[WordedField]] = {}
        for worded in self.worded_fields():
            name = worded.field.name
            number = int(name.split("-")[1]) + 1 if name.startswith("option-") else 0
            groups.setdefault(number, []).append(worded)
        yield from groups.items()

    def change(self, content: StoryContent) -> StoryContent:
        data, place = self.cleaned_data, content.find_place(self.place.key)
        if place is None or len(place.passages) != len(self.place.passages):
            raise Refused(_("Someone else changed this since you opened it. What you typed is below and is not saved."))
        names = ENDING_TEXTS if isinstance(place, EndingSpec) else NODE_TEXTS
        values: dict[str, Any] = {name: data[name] for name in names}
        values["passages"] = [data[f"passages-{number}"] for number in range(len(place.passages))]
        options = tuple(
            OptionTexts(key=option.key, **{name: data.get(f"option-{number}-{name}", "") for name in OPTION_TEXTS})
            for number, option in enumerate(getattr(self.place, "options", ()))
        )
        return put_texts(content, self.variant.key, place, values, options)


def _copy(field: forms.Field) -> forms.Field:
    """Return a field for words of a variant, without the hint of the story's form."""
    copied: forms.Field = written(field.label, rows=int(field.widget.attrs.get("rows", 0)))
    return copied
