"""An application as its pages show it: each part with its text, its state, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ettle.evidence.application.readiness import (
    PREREQUISITES,
    Faults,
    WorkDone,
    find_faults,
    find_short_criteria,
    load_work,
    open_findings,
)
from ettle.evidence.application.state import ApplicationStatus, State
from ettle.texts import queries as texts

if TYPE_CHECKING:
    from ettle.activities.models import Invitation
    from ettle.badges.models import Criterion
    from ettle.badges.queries import MissingBadge
    from ettle.evidence.application.attachments import AnswerFiles
    from ettle.evidence.models import Application, Decision


@dataclass(frozen=True)
class Part:
    """One criterion of one application. decision: the latest decision on it. look_at: how many findings it has."""

    criterion: Criterion
    text: str
    is_open: bool
    state: State
    fault: str
    decision: Decision | None
    work: WorkDone
    look_at: int

    @property
    def attached(self) -> AnswerFiles | None:
        """Its recording and files, for a page that shows them."""
        return self.work.files.get(self.criterion.pk)

    @property
    def count(self) -> int:
        return self.work.count(self.criterion)

    @property
    def has_only_recording(self) -> bool:
        """Whether it is recorded and its words are not typed yet."""
        return not self.text and self.attached is not None and self.attached.recording is not None

    @property
    def word_progress(self) -> str:
        """How many words are written; empty when there is nothing to count."""
        if self.criterion.kind != "text" or not self.text:
            return ""
        return texts.describe_word_count(self.count, self.criterion.about_words, self.criterion.max_words)


@dataclass(frozen=True)
class ApplicationOverview:
    application: Application
    work: WorkDone

    @classmethod
    def for_application(cls, application: Application) -> ApplicationOverview:
        """Read what a whole page about one application needs."""
        return cls(application=application, work=load_work(application))

    @property
    def status(self) -> ApplicationStatus:
        return self.application.status

    @cached_property
    def faults(self) -> Faults:
        return find_faults(self.application, self.work)

    @property
    def is_ready(self) -> bool:
        """Whether it may be sent once the declarations are made."""
        return not self.faults

    @property
    def is_assessed(self) -> bool:
        """Whether an assessor decides on any part of it."""
        return bool(self.status.assessed)

    @property
    def blocking(self) -> list[MissingBadge]:
        """The badges to earn before it can be sent."""
        return self.work.blocking if self.status.can_send else []

    @property
    def first(self) -> Invitation | None:
        """The activities to do before it can be sent; None when there are none or they are done."""
        return self.work.first if self.status.can_send else None

    @cached_property
    def short_criteria(self) -> list[Criterion]:
        """The criteria about whose short answers the page asks once."""
        return find_short_criteria(self.application, self.work)

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
                text=self.work.text(criterion),
                is_open=criterion.pk in self.status.open_to_change,
                state=self._part_state(criterion, decisions.get(criterion.pk)),
                fault=self.faults.get(criterion.pk, "") if self.status.can_send else "",
                decision=decisions.get(criterion.pk),
                work=self.work,
                look_at=len(self.findings.get(criterion.pk, ())),
            )
            for criterion in self.application.criteria
        ]

    @property
    def is_begun(self) -> bool:
        """Whether anything of it is written or done."""
        return bool(self.work.answers or self.work.done)

    @property
    def next_part(self) -> Part | None:
        """The first part that is not ready; None when all are."""
        return next((part for part in self.parts if part.fault), None)

    @cached_property
    def parts_with_findings(self) -> list[tuple[Part, list[texts.PrivacyFinding]]]:
        """The parts with words that could identify a person."""
        return [(part, self.findings[part.criterion.pk]) for part in self.parts if part.look_at]

    @cached_property
    def findings(self) -> dict[int, list[texts.PrivacyFinding]]:
        """Criterion -> the words that could identify a person, for each answer that will be sent."""
        return open_findings(self.application, self.work.answers)

    @property
    def blocking_fault(self) -> str:
        return self.faults.get(PREREQUISITES, "") if self.status.can_send else ""

    @property
    def done_count(self) -> int:
        return sum(not self.faults.get(part.criterion.pk) for part in self.parts)

    def _part_state(self, criterion: Criterion, decision: Decision | None) -> State:
        if criterion.kind != "text":
            return State.DONE if criterion.pk in self.work.done else State.NOT_STARTED
        if criterion.pk in self.status.met:
            return State.MET
        if criterion.automatic and self.application.rounds:
            return State.DONE
        if self.status.is_waiting:
            return self.application.state
        if not self.faults.get(criterion.pk):
            return State.DONE
        if decision is not None:
            return State.NOT_YET
        if self.work.text(criterion):
            return State.STARTED
        files = self.work.files.get(criterion.pk)
        return State.RECORDED if files and files.recording else State.NOT_STARTED
