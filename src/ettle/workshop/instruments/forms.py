"""The self-assessment and the 360 as forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms

from ettle.framework import queries as framework
from ettle.framework.specs import ROLE_NAMES
from ettle.instruments import feedback_specs, specs
from ettle.instruments.feedback_specs import EasyAnswerSpec, EasySpec, FeedbackSpec
from ettle.instruments.specs import IMPORTANCE, UNCOUNTED, InstrumentSpec, PointSpec, UncountedSpec
from ettle.kit.problems import Problem
from ettle.workshop.instruments import easy
from ettle.workshop.instruments.fields import (
    TOO_LONG,
    InstrumentForm,
    Number,
    Part,
    Words,
    a_question,
    a_title,
    scale_told,
    some_minutes,
)

LEFT_OUT = "Left empty, people are not offered it"
SCALE_HINT = "From the least to the most. Each point needs words of its own; points at the end may stay empty."
EASY_ANSWERS = (1, 2, 3)
EASY_NUMBER = "Name a point of the scale, as a number"
EASY_LINE = re.compile(r"easy\.lines\.(\d+)")
ROW = re.compile(r"([a-z_.]+)\.(\d+)\.([a-z_]+)")


def uncounted(label: str) -> Words:
    return Words(label, required=False, help_text=LEFT_OUT)


class SelfAssessmentForm(InstrumentForm):
    before: InstrumentSpec
    title = a_title()
    minutes = some_minutes("How many minutes does it take?")
    question = a_question("The question beside each line", "For example: How often, in the last month?")
    uncounted_words = dict(zip(UNCOUNTED, ("Words for “not my role”", "Words for “not sure”"), strict=True))
    importance_question = a_question("How much a capability matters: the question")
    reason_question = a_question("The question for a reason", "Asked under it; people may leave it out")

    def told(self, spec: InstrumentSpec) -> dict[str, Any]:
        words = ("title", "minutes", "question", "importance_question", "reason_question")
        return (
            {name: getattr(spec, name) for name in words}
            | scale_told(spec.scale)
            | scale_told(spec.importance_scale, "importance")
            | {choice.key: choice.label for choice in spec.uncounted}
        )

    def grow(self) -> None:
        for key, label in self.uncounted_words.items():
            self.fields[key] = uncounted(label)
        for value in IMPORTANCE:
            self.fields[f"importance-{value}"] = Words(f"Importance {value}")

    def parts(self) -> list[Part]:
        importance = [f"importance-{value}" for value in IMPORTANCE]
        return [
            self.part("What it is", "title", "minutes"),
            self.part("Each line", "question", *self.scale_names(), *UNCOUNTED, hint=SCALE_HINT),
            self.part("How much it matters", "importance_question", *importance, "reason_question"),
        ]

    def written(self) -> InstrumentSpec:
        return replace(
            self.before,
            title=self.said("title"),
            minutes=self.number("minutes"),
            question=self.said("question"),
            scale=self.scale(),
            uncounted=self._uncounted(),
            importance_question=self.said("importance_question"),
            importance_scale=tuple(PointSpec(value, self.said(f"importance-{value}")) for value in IMPORTANCE),
            reason_question=self.said("reason_question"),
        )

    def _uncounted(self) -> tuple[UncountedSpec, ...]:
        """Those with words, in the order they had."""
        order = dict.fromkeys([*(choice.key for choice in self.before.uncounted), *UNCOUNTED])
        return tuple(UncountedSpec(key, self.said(key)) for key in order if self.said(key))

    def faults(self) -> Iterator[Problem]:
        for problem in specs.check(self.written()):
            yield Problem(_field(problem.path), problem.words)


class FeedbackForm(InstrumentForm):
    before: FeedbackSpec
    title = a_title()
    minutes = some_minutes("How many minutes does the whole form take?")
    short_minutes = some_minutes("How many minutes does the short form take?")
    question = a_question("The question beside each line", "For example: How often do you see this?")
    not_seen = Words("Words for “not seen”")
    example_question = a_question("The question for an example", "Asked where somebody chose the lowest point")
    short_form = forms.MultipleChoiceField(
        label="Themes of the short form",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Name the themes of the short form",
            "invalid_choice": "Choose from the themes on the page",
        },
    )
    value_question = a_question("The first open question", "What people value")
    change_question = a_question("The second open question", "What one change would help")
    easy_minutes = some_minutes("How many minutes does the Easy Read form take?")
    dont_know = Words("Words for “I do not know”")

    def told(self, spec: FeedbackSpec) -> dict[str, Any]:
        words = (
            "title", "minutes", "short_minutes", "question", "not_seen", "example_question", "value_question",
            "change_question",
        )  # fmt: skip
        return (
            {name: getattr(spec, name) for name in words}
            | scale_told(spec.scale)
            | {"short_form": list(spec.short_form), "easy_minutes": spec.easy.minutes, "dont_know": spec.easy.dont_know}
            | {f"answer-{place}": answer.label for place, answer in enumerate(spec.easy.answers, 1)}
            | {f"counts-{place}": answer.counts_as for place, answer in enumerate(spec.easy.answers, 1)}
            | {f"easy-{role}": easy.told(spec.easy.lines, role) for role in ROLE_NAMES}
        )

    def grow(self) -> None:
        self.themes = dict(framework.theme_titles())
        known = self.themes | {key: key for key in self.before.short_form if key not in self.themes}
        field = self.fields["short_form"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - says to the type checker what is declared
        field.choices = list(known.items())
        for place in EASY_ANSWERS:
            self.fields[f"answer-{place}"] = Words(f"Easy answer {place}")
            self.fields[f"counts-{place}"] = Number(
                label=f"Easy answer {place} counts as point",
                max_value=self.rows,
                error_messages=dict.fromkeys(("invalid", "max_value"), EASY_NUMBER),
            )
        for role, name in ROLE_NAMES.items():
            self.fields[f"easy-{role}"] = forms.CharField(
                label=f"Easy Read sentences about a person in the role: {name}",
                required=False,
                strip=False,  # so that faults name the line as it was typed
                max_length=easy.LONGEST,
                help_text=easy.HINT,
                widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "true"}),
                error_messages=TOO_LONG,
            )

    def parts(self) -> list[Part]:
        answers = [f"{name}-{place}" for place in EASY_ANSWERS for name in ("answer", "counts")]
        sentences = [f"easy-{role}" for role in ROLE_NAMES]
        return [
            self.part("What it is", "title", "minutes", "short_minutes"),
            self.part("Each line", "question", *self.scale_names(), "not_seen", "example_question", hint=SCALE_HINT),
            self.part("The short form", "short_form"),
            self.part("Open questions", "value_question", "change_question"),
            self.part("Easy Read", "easy_minutes", *answers, "dont_know", *sentences),
        ]

    def written(self) -> FeedbackSpec:
        return replace(
            self.before,
            title=self.said("title"),
            minutes=self.number("minutes"),
            short_minutes=self.number("short_minutes"),
            question=self.said("question"),
            scale=self.scale(),
            not_seen=self.said("not_seen"),
            short_form=self._short_form(),
            value_question=self.said("value_question"),
            change_question=self.said("change_question"),
            example_question=self.said("example_question"),
            easy=EasySpec(
                minutes=self.number("easy_minutes"),
                answers=tuple(
                    EasyAnswerSpec(self.said(f"answer-{place}"), self.number(f"counts-{place}"))
                    for place in EASY_ANSWERS
                ),
                dont_know=self.said("dont_know"),
                lines=easy.kept(self.before.easy.lines, [one.spec for one in self._easy_lines()]),
            ),
        )

    def _short_form(self) -> tuple[str, ...]:
        """What is ticked; in the order it had when nothing was added or taken away."""
        ticked = tuple(self.cleaned_data.get("short_form") or ())
        return self.before.short_form if set(ticked) == set(self.before.short_form) else ticked

    def _easy_lines(self) -> list[easy.Written]:
        return [one for role in ROLE_NAMES for one in easy.written(role, self.said(f"easy-{role}"))]

    def faults(self) -> Iterator[Problem]:
        lines = [one for one in self._easy_lines() if not one.is_broken]
        spec = self.written()
        as_typed = replace(spec, easy=replace(spec.easy, lines=tuple(one.spec for one in lines)))
        for problem in feedback_specs.check(as_typed):
            line = EASY_LINE.match(problem.path)
            if line is None:
                yield Problem(_field(problem.path), problem.words)
            elif spec.short_form:  # without it every line would be at fault
                yield lines[int(line[1])].problem(problem.words)
        yield from (one.problem(easy.BROKEN) for one in self._easy_lines() if one.is_broken)


def form_for(spec: InstrumentSpec | FeedbackSpec) -> type[InstrumentForm]:
    return FeedbackForm if isinstance(spec, FeedbackSpec) else SelfAssessmentForm


# Where the fields are called otherwise than what the check looks at.
FIELDS = {
    "scale": "point-1",
    "importance_scale": "importance-1",
    "easy.answers": "answer-1",
    "easy.minutes": "easy_minutes",
    "easy.dont_know": "dont_know",
}
ROWS = {
    ("scale", "label"): "point",
    ("importance_scale", "label"): "importance",
    ("easy.answers", "label"): "answer",
    ("easy.answers", "counts_as"): "counts",
}


def _field(path: str) -> str:
    """The field at which a fault of the check stands."""
    row = ROW.fullmatch(path)
    if row is not None:
        return f"{ROWS.get((row[1], row[3]), '')}-{int(row[2]) + 1}"
    return FIELDS.get(path, path.split(".", maxsplit=1)[0])
