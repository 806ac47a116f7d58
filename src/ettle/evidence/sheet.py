"""An application laid out for reading: each part with its text, what is missing, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ettle.evidence.readiness import DECLARATIONS, Faults, missing, open_marks
from ettle.evidence.state import Standing, State
from ettle.texts import privacy, words

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.evidence.models import Answer, Application, Decision, Declaration


@dataclass(frozen=True)
class Part:
    """One criterion of one application. decision: the last one made on it."""

    criterion: Criterion
    text: str
    is_open: bool
    state: State
    fault: str
    decision: Decision | None

    @property
    def count(self) -> int:
        return words.count(self.text)

    @property
    def said(self) -> str:
        """How far it is, in words."""
        if self.criterion.kind != "text" or not self.text:
            return ""
        return f"{self.count} of at least {self.criterion.min_words} words"


@dataclass(frozen=True)
class Sheet:
    application: Application
    answers: dict[int, Answer]
    confirmed: frozenset[int]
    declaration: Declaration | None

    @classmethod
    def of(cls, application: Application) -> Sheet:
        """Read what a whole page about one application needs."""
        declarations = application.declarations.order_by("-declared_at", "-pk").select_related("submission")
        return cls(
            application=application,
            answers={one.criterion_id: one for one in application.answers.current()},
            confirmed=frozenset(application.confirmations.values_list("criterion", flat=True)),
            declaration=declarations.first(),
        )

    @property
    def standing(self) -> Standing:
        return self.application.standing

    @property
    def is_declared(self) -> bool:
        """Declared for the sending to come; an earlier sending has its own."""
        return self.declaration is not None and not hasattr(self.declaration, "submission")

    @property
    def declared(self) -> dict[str, object]:
        """What the declarations form opens with: what was said for the sending to come."""
        if self.declaration is None or not self.is_declared:
            return {}
        ticks = dict.fromkeys(("mine", "real", "disguised", "seen"), True)
        return {**ticks, "ai_use": self.declaration.ai_use, "ai_words": self.declaration.ai_words}

    @cached_property
    def faults(self) -> Faults:
        declaration = self.declaration if self.is_declared else None
        return missing(self.application, self.answers, self.confirmed, declaration)

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
                text=self._text(criterion),
                is_open=criterion.pk in self.standing.open_to_change,
                state=self._state(criterion, decisions.get(criterion.pk)),
                fault=self.faults.get(criterion.pk, "") if self.standing.may_send else "",
                decision=decisions.get(criterion.pk),
            )
            for criterion in self.application.criteria
        ]

    @cached_property
    def marked(self) -> list[tuple[Part, list[privacy.Mark]]]:
        """The parts with places that may point to a person."""
        marks = open_marks(self.application, self.answers)
        return [(part, marks[part.criterion.pk]) for part in self.parts if part.criterion.pk in marks]

    @property
    def open_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_open or part.criterion.kind != "text"]

    @property
    def declaration_fault(self) -> str:
        return self.faults.get(DECLARATIONS, "")

    @property
    def done_count(self) -> int:
        return sum(not self.faults.get(part.criterion.pk) for part in self.parts)

    def _text(self, criterion: Criterion) -> str:
        answer = self.answers.get(criterion.pk)
        return answer.text if answer else ""

    def _state(self, criterion: Criterion, decision: Decision | None) -> State:
        if criterion.kind != "text":
            return State.DONE if criterion.pk in self.confirmed else State.NOT_STARTED
        if criterion.pk in self.standing.met:
            return State.MET
        if self.standing.is_waiting:
            return self.application.state
        if not self.faults.get(criterion.pk):
            return State.DONE
        if decision is not None:
            return State.NOT_YET
        return State.STARTED if self._text(criterion) else State.NOT_STARTED
