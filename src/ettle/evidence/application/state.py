"""The status of an application, computed from its rounds alone; no stored status could contradict them.

A round is one submission and, later, its review. A criterion that was met in any round stays met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_noop

from ettle.evidence.application.transitions import ReviewState


class State(StrEnum):
    """States, with the words that people read, which templates translate."""

    NOT_STARTED = gettext_noop("Not started")
    STARTED = gettext_noop("Started")
    RECORDED = gettext_noop("Recording saved, words still to type")
    DONE = gettext_noop("Done")
    SENT = gettext_noop("Sent")
    WITH_AN_ASSESSOR = gettext_noop("With an assessor")
    NOT_YET = gettext_noop("Not yet")
    DECLINED = gettext_noop("Declined")
    MET = gettext_noop("Met")
    EARNED = gettext_noop("Earned")


@dataclass(frozen=True)
class Round:
    """One submission. decisions: criterion -> met; None until it is reviewed.

    is_decided: an assessor has sent a mark and may still take it back. is_second: a second assessor marks it too.
    """

    is_opened: bool = False
    decisions: Mapping[int, bool] | None = None
    is_declined: bool = False
    is_appeal: bool = False
    is_referred: bool = False
    is_decided: bool = False
    is_second: bool = False


@dataclass(frozen=True)
class ApplicationStatus:
    """All that decides the state.

    assessed: the criteria an assessor decides on. automatic: answers that are accepted as they are first sent. Neither
    holds what the page checks, such as something to read.
    """

    assessed: frozenset[int]
    automatic: frozenset[int] = frozenset()
    rounds: Sequence[Round] = field(default_factory=tuple)
    is_started: bool = False
    is_earned: bool = False
    is_ended: bool = False

    @property
    def met(self) -> frozenset[int]:
        """Criteria that are met and stay met."""
        return frozenset(
            criterion
            for sent_round in self.rounds
            for criterion, is_met in (sent_round.decisions or {}).items()
            if is_met and criterion in self.assessed
        )

    @property
    def unmet(self) -> frozenset[int]:
        return self.assessed - self.met

    @property
    def is_all_met(self) -> bool:
        return self.is_answered and not self.unmet

    @property
    def is_answered(self) -> bool:
        """Whether the last submission is reviewed."""
        return bool(self.rounds) and self.rounds[-1].decisions is not None

    @property
    def is_waiting(self) -> bool:
        """Whether a submission waits for its review."""
        return bool(self.rounds) and not self.is_answered and not self.is_ended

    @property
    def is_declined(self) -> bool:
        """Whether the last answer declined the whole application."""
        return bool(self.rounds) and self.rounds[-1].is_declined

    @property
    def can_send(self) -> bool:
        return not self.is_ended and not self.is_waiting and not self.is_all_met and not self.is_declined

    @property
    def can_appeal(self) -> bool:
        """Once: a declined application goes to a second assessor."""
        return self.is_declined and not self.is_ended and not any(sent.is_appeal for sent in self.rounds)

    @property
    def not_yet_count(self) -> int:
        """How many rounds were answered with ‘not yet’."""
        met: set[int] = set()
        count = 0
        for sent_round in self.rounds:
            met |= {criterion for criterion, is_met in (sent_round.decisions or {}).items() if is_met}
            count += sent_round.decisions is not None and not sent_round.is_declined and not self.assessed <= met
        return count

    @property
    def open_to_change(self) -> frozenset[int]:
        """The criteria whose answers the learner may change now."""
        if not self.can_send:
            return frozenset()
        return self.unmet if self.rounds else self.unmet | self.automatic

    @property
    def state(self) -> State:
        if self.is_earned:
            return State.EARNED
        if not self.rounds:
            return State.STARTED if self.is_started else State.NOT_STARTED
        if not self.is_answered:
            return State.WITH_AN_ASSESSOR if self.rounds[-1].is_opened else State.SENT
        if self.is_declined:
            return State.DECLINED
        return State.NOT_YET if self.unmet else State.MET

    @property
    def review_state(self) -> ReviewState:
        """Where the application is, as the transitions name it."""
        if not self.is_waiting or self.is_earned:
            return self._settled_state()
        last = self.rounds[-1]
        if last.is_referred:
            return ReviewState.REFERRED
        if last.is_decided:
            return ReviewState.DECIDED
        if last.is_second:
            return ReviewState.SECOND_MARKING
        return ReviewState.CLAIMED if last.is_opened else ReviewState.SENT

    def _settled_state(self) -> ReviewState:
        """Where it is when no assessor has it."""
        if self.is_all_met or self.is_earned:
            return ReviewState.MET
        if self.is_declined:
            return ReviewState.DECLINED
        if self.is_ended:
            return ReviewState.WITHDRAWN
        return ReviewState.NOT_YET if self.rounds else ReviewState.DRAFT
