"""The 360 as entries of an author's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.framework import queries as framework
from ettle.instruments.types import feedback_specs
from ettle.instruments.types.feedback_specs import EasyAnswerSpec, EasySentenceSpec, EasySpec, FeedbackSpec
from ettle.kit.values.problems import Problem
from ettle.people.queries import role_titles
from ettle.workshop.instruments.spec_entries import easy_read
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

EASY_ANSWERS = (1, 2, 3)
EASY_READ = _lazy("Easy Read")
EASY_SENTENCE_PATH = re.compile(r"easy\.lines\.(\d+)")
UNKNOWN_THEME = _lazy("Choose from the themes on the page")
SAME_NAMES = (
    "title", "question", "not_seen", "example_question", "value_question", "change_question",
)  # fmt: skip


class FeedbackEntries(InstrumentEntries):
    before: FeedbackSpec

    @classmethod
    def from_spec(cls, spec: FeedbackSpec) -> dict[str, Entry]:
        answers = list(enumerate(spec.easy.answers, 1))
        return (
            {name: getattr(spec, name) for name in SAME_NAMES}
            | {"minutes": str(spec.minutes), "short_minutes": str(spec.short_minutes)}
            | scale_entries(spec.scale)
            | {"short_form": list(spec.short_form)}
            | {"easy_minutes": str(spec.easy.minutes), "dont_know": spec.easy.dont_know}
            | {f"answer-{place}": answer.label for place, answer in answers}
            | {f"counts-{place}": str(answer.counts_as) for place, answer in answers}
            | {f"easy-{role}": easy_read.format_sentences(spec.easy.lines, role) for role in role_titles()}
        )

    @cached_property
    def themes(self) -> Mapping[str, str]:
        """Key to title of each theme that may be in the short form."""
        known = dict(framework.theme_titles())
        return known | {key: key for key in self.before.short_form if key not in known}

    def groups(self) -> list[FieldGroup]:
        return [
            FieldGroup(
                _("What it is"),
                (
                    title_field(),
                    EntryField("minutes", _("How many minutes does the whole form take?")),
                    EntryField("short_minutes", _("How many minutes does the short form take?")),
                ),
            ),
            FieldGroup(
                _("Each statement"),
                (
                    question_field(
                        "question",
                        _("The question beside each statement"),
                        _("For example: How often do you see this?"),
                    ),
                    *self.point_fields(),
                    EntryField("not_seen", _("Words for ‘not seen’")),
                    question_field(
                        "example_question",
                        _("The question for an example"),
                        _("Asked when someone chose the lowest point"),
                    ),
                ),
                SCALE_HINT,
            ),
            FieldGroup(
                _("The short form"), (EntryField("short_form", _("Themes of the short form"), choices=self.themes),)
            ),
            FieldGroup(
                _("Open questions"),
                (
                    question_field("value_question", _("The first open question"), _("What people value")),
                    question_field("change_question", _("The second open question"), _("What one change would help")),
                ),
            ),
            FieldGroup(EASY_READ, tuple(self._easy_fields())),
        ]

    def _easy_fields(self) -> Iterator[EntryField]:
        yield EntryField("easy_minutes", _("How many minutes does the Easy Read form take?"))
        for place in EASY_ANSWERS:
            yield EntryField(f"answer-{place}", _("Easy answer %(place)s") % {"place": place})
            yield EntryField(
                f"counts-{place}",
                _("Easy answer %(place)s counts as point") % {"place": place},
                _("The number of a point above"),
            )
        yield EntryField("dont_know", _("Words for ‘I do not know’"))
        for role, name in role_titles().items():
            label = _("Easy Read sentences about someone in the role: %(name)s") % {"name": name}
            yield EntryField(f"easy-{role}", label, easy_read.HINT, easy_read.LONGEST, rows=7)

    def to_spec(self) -> FeedbackSpec:
        sentences = [typed.spec for typed in self._typed_sentences()]
        return self._spec_with(easy_read.restore_order(self.before.easy.lines, sentences))

    def _spec_with(self, sentences: tuple[EasySentenceSpec, ...]) -> FeedbackSpec:
        return FeedbackSpec(
            key=self.before.key,
            title=self.text("title"),
            minutes=self.number("minutes"),
            short_minutes=self.number("short_minutes"),
            framework=self.before.framework,
            framework_edition=self.before.framework_edition,
            question=self.text("question"),
            scale=self.scale(),
            not_seen=self.text("not_seen"),
            short_form=self._short_form(),
            value_question=self.text("value_question"),
            change_question=self.text("change_question"),
            example_question=self.text("example_question"),
            easy=EasySpec(
                minutes=self.number("easy_minutes"),
                answers=tuple(
                    EasyAnswerSpec(
                        label=self.text(f"answer-{place}"),
                        counts_as=self.number(f"counts-{place}"),
                    )
                    for place in EASY_ANSWERS
                ),
                dont_know=self.text("dont_know"),
                lines=sentences,
            ),
        )

    def _short_form(self) -> tuple[str, ...]:
        """Return the chosen themes, in the order they had before if none was added or removed."""
        chosen = self.keys("short_form")
        return tuple(self.before.short_form) if set(chosen) == set(self.before.short_form) else chosen

    def _typed_sentences(self) -> list[easy_read.TypedSentence]:
        typed = {role: self.text(f"easy-{role}") for role in role_titles()}
        return [sentence for role, text in typed.items() for sentence in easy_read.parse_sentences(role, text)]

    def find_spec_problems(self) -> Iterator[Problem]:
        typed = self._typed_sentences()
        whole = [sentence for sentence in typed if not sentence.is_broken]
        spec = self._spec_with(tuple(sentence.spec for sentence in whole))
        for problem in feedback_specs.check_spec(spec):
            line = EASY_SENTENCE_PATH.match(problem.path)
            if line is None:
                yield Problem(field_name(problem.path), problem.words)
            elif spec.short_form:  # without a short form every sentence would be at fault
                yield whole[int(line[1])].to_problem(problem.words)
        yield from (sentence.to_problem(str(easy_read.BROKEN)) for sentence in typed if sentence.is_broken)
        if not set(self.keys("short_form")) <= set(self.themes):
            yield Problem("short_form", str(UNKNOWN_THEME))
