"""The self-assessment and the 360 as forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from ettle.framework import queries as framework
from ettle.framework.specs import ROLE_NAMES
from ettle.instruments import feedback_specs, specs
from ettle.instruments.feedback_specs import EasyAnswerSpec, EasySpec, FeedbackSpec
from ettle.instruments.specs import IMPORTANCE, UNCOUNTED, InstrumentSpec, PointSpec, UncountedSpec
from ettle.kit.values.problems import Problem
from ettle.workshop.instruments import easy_read
from ettle.workshop.instruments.fields import (
    TOO_LONG,
    FieldGroup,
    InstrumentForm,
    UncheckedNumberField,
    UncheckedTextField,
    minutes_field,
    question_field,
    scale_to_initial,
    title_field,
)

LEFT_OUT = "Left empty, people are not offered it"
SCALE_HINT = "From the least to the most. Each point needs words of its own; points at the end may stay empty."
EASY_ANSWERS = (1, 2, 3)
EASY_NUMBER = "Name a point of the scale, as a number"
EASY_SENTENCE_PATH = re.compile(r"easy\.lines\.(\d+)")
ROW_PATH = re.compile(r"([a-z_.]+)\.(\d+)\.([a-z_]+)")


def uncounted_field(label: str) -> UncheckedTextField:
    return UncheckedTextField(label, required=False, help_text=LEFT_OUT)


class SelfAssessmentForm(InstrumentForm):
    before: InstrumentSpec
    title = title_field()
    minutes = minutes_field("How many minutes does it take?")
    question = question_field("The question beside each line", "For example: How often, in the last month?")
    uncounted_words = dict(zip(UNCOUNTED, ("Words for “not my role”", "Words for “not sure”"), strict=True))
    importance_question = question_field("How much a capability matters: the question")
    reason_question = question_field("The question for a reason", "Asked under it; people may leave it out")

    def spec_to_initial(self, spec: InstrumentSpec) -> dict[str, Any]:
        words = ("title", "minutes", "question", "importance_question", "reason_question")
        return (
            {name: getattr(spec, name) for name in words}
            | scale_to_initial(spec.scale)
            | scale_to_initial(spec.importance_scale, "importance")
            | {choice.key: choice.label for choice in spec.uncounted}
        )

    def add_fields(self) -> None:
        for key, label in self.uncounted_words.items():
            self.fields[key] = uncounted_field(label)
        for value in IMPORTANCE:
            self.fields[f"importance-{value}"] = UncheckedTextField(f"Importance {value}")

    def field_groups(self) -> list[FieldGroup]:
        importance = [f"importance-{value}" for value in IMPORTANCE]
        return [
            self.build_group("What it is", "title", "minutes"),
            self.build_group("Each line", "question", *self.scale_field_names(), *UNCOUNTED, hint=SCALE_HINT),
            self.build_group("How much it matters", "importance_question", *importance, "reason_question"),
        ]

    def form_to_spec(self) -> InstrumentSpec:
        return self.before.replace(
            title=self.field_text("title"),
            minutes=self.field_number("minutes"),
            question=self.field_text("question"),
            scale=self.scale_points(),
            uncounted=self._uncounted_specs(),
            importance_question=self.field_text("importance_question"),
            importance_scale=tuple(
                PointSpec(value=value, label=self.field_text(f"importance-{value}")) for value in IMPORTANCE
            ),
            reason_question=self.field_text("reason_question"),
        )

    def _uncounted_specs(self) -> tuple[UncountedSpec, ...]:
        """Those with words, in the order they had."""
        order = dict.fromkeys([*(choice.key for choice in self.before.uncounted), *UNCOUNTED])
        return tuple(UncountedSpec(key=key, label=self.field_text(key)) for key in order if self.field_text(key))

    def find_problems(self) -> Iterator[Problem]:
        for problem in specs.check_spec(self.form_to_spec()):
            yield Problem(_field_name(problem.path), problem.words)


class FeedbackForm(InstrumentForm):
    before: FeedbackSpec
    title = title_field()
    minutes = minutes_field("How many minutes does the whole form take?")
    short_minutes = minutes_field("How many minutes does the short form take?")
    question = question_field("The question beside each line", "For example: How often do you see this?")
    not_seen = UncheckedTextField("Words for “not seen”")
    example_question = question_field("The question for an example", "Asked where somebody chose the lowest point")
    short_form = forms.MultipleChoiceField(
        label="Themes of the short form",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Name the themes of the short form",
            "invalid_choice": "Choose from the themes on the page",
        },
    )
    value_question = question_field("The first open question", "What people value")
    change_question = question_field("The second open question", "What one change would help")
    easy_minutes = minutes_field("How many minutes does the Easy Read form take?")
    dont_know = UncheckedTextField("Words for “I do not know”")

    def spec_to_initial(self, spec: FeedbackSpec) -> dict[str, Any]:
        words = (
            "title", "minutes", "short_minutes", "question", "not_seen", "example_question", "value_question",
            "change_question",
        )  # fmt: skip
        return (
            {name: getattr(spec, name) for name in words}
            | scale_to_initial(spec.scale)
            | {"short_form": list(spec.short_form), "easy_minutes": spec.easy.minutes, "dont_know": spec.easy.dont_know}
            | {f"answer-{place}": answer.label for place, answer in enumerate(spec.easy.answers, 1)}
            | {f"counts-{place}": answer.counts_as for place, answer in enumerate(spec.easy.answers, 1)}
            | {f"easy-{role}": easy_read.format_sentences(spec.easy.lines, role) for role in ROLE_NAMES}
        )

    def add_fields(self) -> None:
        self.themes = dict(framework.theme_titles())
        known = self.themes | {key: key for key in self.before.short_form if key not in self.themes}
        field = self.fields["short_form"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = list(known.items())
        for place in EASY_ANSWERS:
            self.fields[f"answer-{place}"] = UncheckedTextField(f"Easy answer {place}")
            self.fields[f"counts-{place}"] = UncheckedNumberField(
                label=f"Easy answer {place} counts as point",
                max_value=self.rows,
                error_messages=dict.fromkeys(("invalid", "max_value"), EASY_NUMBER),
            )
        for role, name in ROLE_NAMES.items():
            self.fields[f"easy-{role}"] = forms.CharField(
                label=f"Easy Read sentences about a person in the role: {name}",
                required=False,
                strip=False,  # so that faults name the line as it was typed
                max_length=easy_read.LONGEST,
                help_text=easy_read.HINT,
                widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "true"}),
                error_messages=TOO_LONG,
            )

    def field_groups(self) -> list[FieldGroup]:
        answers = [f"{name}-{place}" for place in EASY_ANSWERS for name in ("answer", "counts")]
        sentences = [f"easy-{role}" for role in ROLE_NAMES]
        return [
            self.build_group("What it is", "title", "minutes", "short_minutes"),
            self.build_group(
                "Each line", "question", *self.scale_field_names(), "not_seen", "example_question", hint=SCALE_HINT
            ),
            self.build_group("The short form", "short_form"),
            self.build_group("Open questions", "value_question", "change_question"),
            self.build_group("Easy Read", "easy_minutes", *answers, "dont_know", *sentences),
        ]

    def form_to_spec(self) -> FeedbackSpec:
        return self.before.replace(
            title=self.field_text("title"),
            minutes=self.field_number("minutes"),
            short_minutes=self.field_number("short_minutes"),
            question=self.field_text("question"),
            scale=self.scale_points(),
            not_seen=self.field_text("not_seen"),
            short_form=self._short_form(),
            value_question=self.field_text("value_question"),
            change_question=self.field_text("change_question"),
            example_question=self.field_text("example_question"),
            easy=EasySpec(
                minutes=self.field_number("easy_minutes"),
                answers=tuple(
                    EasyAnswerSpec(
                        label=self.field_text(f"answer-{place}"), counts_as=self.field_number(f"counts-{place}")
                    )
                    for place in EASY_ANSWERS
                ),
                dont_know=self.field_text("dont_know"),
                lines=easy_read.restore_order(self.before.easy.lines, [one.spec for one in self._easy_sentences()]),
            ),
        )

    def _short_form(self) -> tuple[str, ...]:
        """What is ticked; in the order it had when nothing was added or taken away."""
        ticked = tuple(self.cleaned_data.get("short_form") or ())
        return self.before.short_form if set(ticked) == set(self.before.short_form) else ticked

    def _easy_sentences(self) -> list[easy_read.TypedSentence]:
        return [one for role in ROLE_NAMES for one in easy_read.parse_sentences(role, self.field_text(f"easy-{role}"))]

    def find_problems(self) -> Iterator[Problem]:
        lines = [one for one in self._easy_sentences() if not one.is_broken]
        spec = self.form_to_spec()
        as_typed = spec.replace(easy=spec.easy.replace(lines=tuple(one.spec for one in lines)))
        for problem in feedback_specs.check_spec(as_typed):
            line = EASY_SENTENCE_PATH.match(problem.path)
            if line is None:
                yield Problem(_field_name(problem.path), problem.words)
            elif spec.short_form:  # without it every line would be at fault
                yield lines[int(line[1])].to_problem(problem.words)
        yield from (one.to_problem(easy_read.BROKEN) for one in self._easy_sentences() if one.is_broken)


def form_class_for(spec: InstrumentSpec | FeedbackSpec) -> type[InstrumentForm]:
    return FeedbackForm if isinstance(spec, FeedbackSpec) else SelfAssessmentForm


# Where the fields are called otherwise than what the check looks at.
FIELD_NAMES = {
    "scale": "point-1",
    "importance_scale": "importance-1",
    "easy.answers": "answer-1",
    "easy.minutes": "easy_minutes",
    "easy.dont_know": "dont_know",
}
ROW_FIELD_NAMES = {
    ("scale", "label"): "point",
    ("importance_scale", "label"): "importance",
    ("easy.answers", "label"): "answer",
    ("easy.answers", "counts_as"): "counts",
}


def _field_name(path: str) -> str:
    """The field at which a fault of the check stands."""
    row = ROW_PATH.fullmatch(path)
    if row is not None:
        return f"{ROW_FIELD_NAMES.get((row[1], row[3]), '')}-{int(row[2]) + 1}"
    return FIELD_NAMES.get(path, path.split(".", maxsplit=1)[0])
