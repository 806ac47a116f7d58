"""What a person says of their learning, and a verifier of what they were shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ettle.cpl.actions import LearningDetails
from ettle.kit.forms.fields import EmailAddressField, WrittenField
from ettle.kit.values.names import validate_job_title, validate_name, validate_words_without_links

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from ettle.cpl.models import Learning
    from ettle.cpl.queries import PersonalScheme
    from ettle.cpl.suggestion_sources import Suggestion

EARLIEST = date(2000, 1, 1)
EARLIEST_REGISTRATION = date(1950, 1, 1)
LONGEST_WORDS = 4_000
FILE_KINDS = [("pdf", "PDF"), ("txt", _("Plain text"))]


def _day_field(label: Any, **options: Any) -> forms.DateField:
    messages = {"required": _("Enter the date"), "invalid": _("Enter a date, like 2026-04-01")}
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=messages, **options)


def _validate_day(day: date, earliest: date, today: date) -> None:
    if day > today:
        raise forms.ValidationError(_("Enter a date that is not in the future"))
    if day < earliest:
        before = date_format(earliest - timedelta(days=1))
        raise forms.ValidationError(_("Enter a date after %(day)s"), params={"day": before})


class LearningForm(forms.Form):
    """A piece of learning: when, what, what came of it, and the topics that it counts for. No hours are asked."""

    happened_on = _day_field(_("Date"))
    title = WrittenField(
        label=_("What did you do?"),
        limit=300,
        help_text=_("For example: a course, a talk with your supervisor, something that went wrong"),
        error_messages={"required": _("Say what you did")},
    )
    learned = WrittenField(
        label=_("What did you learn?"),
        required=False,
        limit=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Do not name people who use services"),
    )
    changed = WrittenField(
        label=_("What changed because of it?"),
        required=False,
        limit=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    counts_for = forms.MultipleChoiceField(
        label=_("Which topics does it count for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the topics on the page")},
    )

    def __init__(self, *args: Any, scheme: PersonalScheme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not scheme.topics:
            del self.fields["counts_for"]
            return
        field = self.fields["counts_for"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = [
            choice
            for topic in scheme.topics
            for choice in (
                (topic.key, topic.title),
                *((part.key, f"{topic.title}: {part.title}") for part in topic.parts),
            )
        ]

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        _validate_day(day, EARLIEST, self.today)
        return day

    def details(self) -> LearningDetails:
        """What was said. A part counts for its topic too."""
        chosen: list[str] = self.cleaned_data.get("counts_for", [])
        keys = {key for choice in chosen for key in (choice, choice.partition("/")[0])}
        data = self.cleaned_data
        return LearningDetails(data["happened_on"], data["title"], data["learned"], data["changed"], sorted(keys))


class SuggestionsForm(forms.Form):
    """Which of the suggestions count."""

    chosen = forms.MultipleChoiceField(
        label=_("What do you want to count?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one, or go back"),
            "invalid_choice": _("Choose from what is on the page"),
        },
    )

    def __init__(self, *args: Any, suggestions: Sequence[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions = suggestions
        set_choices(self, "chosen", ((suggestion.value, suggestion.title) for suggestion in suggestions))

    def rows(self, titles: dict[str, str]) -> list[dict[str, Any]]:
        """Each box with its suggestion and the titles of its topics."""
        boxes = {str(box.data["value"]): box for box in self["chosen"]}
        return [
            {
                "box": boxes[suggestion.value],
                "suggestion": suggestion,
                "topics": [titles[key] for key in suggestion.topics],
            }
            for suggestion in self.suggestions
        ]

    def chosen_suggestions(self) -> list[Suggestion]:
        chosen = set(self.cleaned_data["chosen"])
        return [suggestion for suggestion in self.suggestions if suggestion.value in chosen]


class YearSettingsForm(forms.Form):
    """When the year begins, and which topics someone has in addition."""

    registered_on = _day_field(
        _("On which date were you registered?"),
        required=False,
        help_text=_("Your learning year begins on this day of each year. Leave it empty to use the calendar year"),
    )
    groups = forms.MultipleChoiceField(
        label=_("Do you have more topics?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from what is on the page")},
    )

    def __init__(self, *args: Any, scheme: PersonalScheme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not scheme.asks_registration_date:
            del self.fields["registered_on"]
        if scheme.offered_groups:
            set_choices(self, "groups", ((group.key, group.ask) for group in scheme.offered_groups))
        else:
            del self.fields["groups"]

    def clean_registered_on(self) -> date | None:
        day: date | None = self.cleaned_data["registered_on"]
        if day:
            _validate_day(day, EARLIEST_REGISTRATION, self.today)
        return day


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
    field.choices = list(choices)


class ChoiceOfLearningForm(forms.Form):
    """Which pieces of learning are shown. None is chosen beforehand, unless there is only one."""

    parts = forms.MultipleChoiceField(
        label=_("What do you want to show?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one piece of learning"),
            "invalid_choice": _("Choose from what is on the page"),
        },
    )

    def __init__(self, *args: Any, learning: Sequence[Learning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learning = learning
        set_choices(self, "parts", ((str(piece.uuid), piece.title) for piece in learning))
        if len(learning) == 1:
            self.initial["parts"] = [str(learning[0].uuid)]

    def rows(self) -> list[dict[str, Any]]:
        """Each box with its piece of learning."""
        boxes = {str(box.data["value"]): box for box in self["parts"]}
        return [{"box": boxes[str(piece.uuid)], "learning": piece} for piece in self.learning]

    def chosen_learning(self) -> list[Learning]:
        chosen = set(self.cleaned_data["parts"])
        return [piece for piece in self.learning if str(piece.uuid) in chosen]


class RecordForm(ChoiceOfLearningForm):
    kind = forms.ChoiceField(
        label=_("What kind of file?"),
        choices=FILE_KINDS,
        initial="pdf",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose PDF or plain text"), "invalid_choice": _("Choose PDF or plain text")},
    )


class AskForm(ChoiceOfLearningForm):
    """Who verifies, and what they are shown."""

    name = WrittenField(
        label=_("Who verifies your learning?"),
        limit=120,
        validators=[validate_name],
        help_text=_("For example your manager"),
        error_messages={"required": _("Enter a name")},
    )
    email = EmailAddressField(label=_("Their work email address"))
    field_order = ("name", "email", "parts")


class AnswerForm(forms.Form):
    """What the verifier says: who they are, and that they confirm, or what is missing from which topic."""

    GENERAL = "general"

    name = WrittenField(
        label=_("Your name"), limit=120, validators=[validate_name], error_messages={"required": _("Enter your name")}
    )
    job_title = WrittenField(
        label=_("Your job title"),
        limit=120,
        validators=[validate_job_title],
        error_messages={"required": _("Enter your job title")},
    )
    answer = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[("confirmed", _("I confirm this learning")), ("missing", _("Something is missing"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer"), "invalid_choice": _("Choose an answer")},
    )

    def __init__(self, *args: Any, topics: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [self.GENERAL, *(topic["key"] for topic in topics)]
        labels = [_("In general"), *(topic["title"] for topic in topics)]
        for key, label in zip(self.keys, labels, strict=True):
            self.fields[f"missing-{key}"] = WrittenField(
                label=label, required=False, limit=1_000, validators=[validate_words_without_links]
            )

    @property
    def missing_fields(self) -> list[BoundField]:
        return [self[f"missing-{key}"] for key in self.keys]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") == "missing" and not self.missing(data):
            self.add_error(f"missing-{self.GENERAL}", _("Say what is missing, here or at a topic"))
        if data.get("answer") == "confirmed" and self.missing(data):
            self.add_error("answer", _("You wrote that something is missing. Choose that answer, or remove the words"))
        return data

    def missing(self, data: dict[str, Any]) -> dict[str, str]:
        """Topic -> what is missing, without topics left empty."""
        return {key: data[f"missing-{key}"] for key in self.keys if data.get(f"missing-{key}")}


class CheckForm(forms.Form):
    code = WrittenField(
        label=_("Code of the record"),
        limit=40,
        help_text=_("Like ABCD-EFGH-JKMN-PQRS, at the bottom of each page"),
        error_messages={"required": _("Enter the code")},
    )
