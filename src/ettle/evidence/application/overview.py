"""An application as its pages show it: each part with its text, its state, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from ettle.evidence.application.readiness import DECLARATIONS, Faults, find_faults, open_findings
from ettle.evidence.application.state import ApplicationStatus, State
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Answer, Application, Decision, Declaration


@dataclass(frozen=True)
class Part:
    """One criterion of one application. decision: the latest decision on it."""

    criterion: Criterion
    text: str
    is_open: bool
    state: State
    fault: str
    decision: Decision | None

    @cached_property
    def count(self) -> int:
        return texts.count_words(self.text)

    @property
    def word_progress(self) -> str:
        """How many of the required words are written; empty when there is nothing to count."""
        if self.criterion.kind != "text" or not self.text:
            return ""
        fewest = self.criterion.min_words
        words = ngettext("%(count)s of at least %(fewest)s word", "%(count)s of at least %(fewest)s words", fewest)
        return words % {"count": self.count, "fewest": fewest}


@dataclass(frozen=True)
class ApplicationOverview:
    application: Application
    answers: dict[int, Answer]
    confirmed: frozenset[int]
    declaration: Declaration | None

    @classmethod
    def for_application(cls, application: Application) -> ApplicationOverview:
        """Read what a whole page about one application needs."""
        declarations = application.declarations.order_by("-declared_at", "-pk").select_related("submission")
        return cls(
            application=application,
            answers={answer.criterion_id: answer for answer in application.answers.current()},
            confirmed=frozenset(application.confirmations.values_list("criterion", flat=True)),
            declaration=declarations.first(),
        )

    @property
    def status(self) -> ApplicationStatus:
        return self.application.status

    @property
    def is_declared(self) -> bool:
        """Whether the declarations for the next submission are made; each submission has its own."""
        return self.declaration is not None and not hasattr(self.declaration, "submission")

    @property
    def initial_declarations(self) -> dict[str, object]:
        """Initial values of the declarations form: what was declared for the next submission."""
        if self.declaration is None or not self.is_declared:
            return {}
        ticks = dict.fromkeys(("mine", "real", "disguised", "seen"), True)
        return {**ticks, "ai_use": self.declaration.ai_use, "ai_words": self.declaration.ai_words}

    @cached_property
    def faults(self) -> Faults:
        declaration = self.declaration if self.is_declared else None
        return find_faults(self.application, self.answers, self.confirmed, declaration)

    @property
    def is_ready(self) -> bool:
        return not self.faults

    @cached_property
    def parts(self) -> list[Part]:
        decisions = {
            decision.criterion_id: decision
            for submission in self.application.rounds
            if submission.answered
            for decision in submission.answered.decisions.all()
        }
        return [
            Part(
                criterion=criterion,
                text=self._answer_text(criterion),
                is_open=criterion.pk in self.status.open_to_change,
                state=self._part_state(criterion, decisions.get(criterion.pk)),
                fault=self.faults.get(criterion.pk, "") if self.status.can_send else "",
                decision=decisions.get(criterion.pk),
            )
            for criterion in self.application.criteria
        ]

    @cached_property
    def parts_with_findings(self) -> list[tuple[Part, list[texts.PrivacyFinding]]]:
        """The parts with words that could identify a person."""
        findings = open_findings(self.application, self.answers)
        return [(part, findings[part.criterion.pk]) for part in self.parts if part.criterion.pk in findings]

    @property
    def declaration_fault(self) -> str:
        return self.faults.get(DECLARATIONS, "")

    @property
    def done_count(self) -> int:
        return sum(not self.faults.get(part.criterion.pk) for part in self.parts)

    def _answer_text(self, criterion: Criterion) -> str:
        answer = self.answers.get(criterion.pk)
        return answer.text if answer else ""

    def _part_state(self, criterion: Criterion, decision: Decision | None) -> State:
        if criterion.kind != "text":
            return State.DONE if criterion.pk in self.confirmed else State.NOT_STARTED
        if criterion.pk in self.status.met:
            return State.MET
        if self.status.is_waiting:
            return self.application.state
        if not self.faults.get(criterion.pk):
            return State.DONE
        if decision is not None:
            return State.NOT_YET
        return State.STARTED if self._answer_text(criterion) else State.NOT_STARTED
