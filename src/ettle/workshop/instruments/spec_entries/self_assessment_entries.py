"""The self-assessment as entries of an author's page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.instruments.types import specs
from ettle.instruments.types.specs import IMPORTANCE, UNCOUNTED, InstrumentSpec, PointSpec, UncountedSpec
from ettle.kit.values.problems import Problem
from ettle.workshop.instruments.spec_entries.entry import (
    SCALE_HINT,
    Entry,
    EntryField,
    FieldGroup,
    InstrumentEntries,
    field_name,
    question_field,
    scale_entries,
    title_field,
)

UNCOUNTED_HINT = _lazy("If you leave this empty, people are not offered it")
UNCOUNTED_LABELS = dict(zip(UNCOUNTED, (_lazy("Words for ‘not my role’"), _lazy("Words for ‘not sure’")), strict=True))
QUESTIONS = ("title", "question", "importance_question", "reason_question")


class SelfAssessmentEntries(InstrumentEntries):
    before: InstrumentSpec

    @classmethod
    def from_spec(cls, spec: InstrumentSpec) -> dict[str, Entry]:
        return (
            {name: getattr(spec, name) for name in QUESTIONS}
            | {"minutes": str(spec.minutes)}
            | scale_entries(spec.scale)
            | scale_entries(spec.importance_scale, "importance")
            | {choice.key: choice.label for choice in spec.uncounted}
        )

    def groups(self) -> list[FieldGroup]:
        uncounted = (EntryField(key, label, UNCOUNTED_HINT) for key, label in UNCOUNTED_LABELS.items())
        importance = (
            EntryField(f"importance-{value}", _("Importance %(value)s") % {"value": value}) for value in IMPORTANCE
        )
        return [
            FieldGroup(_("What it is"), (title_field(), EntryField("minutes", _("How many minutes does it take?")))),
            FieldGroup(
                _("Each statement"),
                (
                    question_field(
                        "question",
                        _("The question beside each statement"),
                        _("For example: How often, in the last month?"),
                    ),
                    *self.point_fields(),
                    *uncounted,
                ),
                SCALE_HINT,
            ),
            FieldGroup(
                _("How much it matters"),
                (
                    question_field("importance_question", _("How much a capability matters: the question")),
                    *importance,
                    question_field(
                        "reason_question", _("The question for a reason"), "Asked under it; people may leave it out"
                    ),
                ),
            ),
        ]

    def to_spec(self) -> InstrumentSpec:
        return InstrumentSpec(
            key=self.before.key,
            title=self.text("title"),
            minutes=self.number("minutes"),
            framework=self.before.framework,
            framework_edition=self.before.framework_edition,
            question=self.text("question"),
            scale=self.scale(),
            uncounted=self._uncounted_choices(),
            importance_question=self.text("importance_question"),
            importance_scale=tuple(
                PointSpec(value=value, label=self.text(f"importance-{value}")) for value in IMPORTANCE
            ),
            reason_question=self.text("reason_question"),
            follow_ups=self.before.follow_ups,
        )

    def _uncounted_choices(self) -> tuple[UncountedSpec, ...]:
        """Return the choices that have words, in the order they had before."""
        order = dict.fromkeys([*(choice.key for choice in self.before.uncounted), *UNCOUNTED])
        return tuple(UncountedSpec(key=key, label=self.text(key)) for key in order if self.text(key))

    def find_spec_problems(self) -> Iterator[Problem]:
        for problem in specs.check_spec(self.to_spec()):
            yield Problem(field_name(problem.path), problem.words)
