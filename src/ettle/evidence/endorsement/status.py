"""Where the endorsement of an application is, computed from its rows. Nothing of this is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ettle.badges.types import BadgeEndorsement
from ettle.evidence.models import EndorsementAnswer, Relationship

if TYPE_CHECKING:
    from ettle.evidence.models import Application, Endorsement, EndorsementDuty


class EndorsementState(StrEnum):
    """States, with the words that people read, which templates translate."""

    NOT_ASKED = gettext_noop("Not asked yet")
    WAITING = gettext_noop("Waiting for an answer")
    LATE = gettext_noop("No answer yet, and late")
    ENDORSED = gettext_noop("Endorsed")
    DECLINED = gettext_noop("They would rather not")
    UNKNOWN = gettext_noop("They do not know you")
    WITHDRAWN = gettext_noop("Withdrawn by you")
    TAKEN_BACK = gettext_noop("Withdrawn by them")


STATE_OF_ANSWER = {
    EndorsementAnswer.Kind.ENDORSED: EndorsementState.ENDORSED,
    EndorsementAnswer.Kind.DECLINED: EndorsementState.DECLINED,
    EndorsementAnswer.Kind.UNKNOWN: EndorsementState.UNKNOWN,
    EndorsementAnswer.Kind.WITHDRAWN: EndorsementState.TAKEN_BACK,
}
# Where nobody has to be asked before someone else may be.
MAY_ASK = frozenset(EndorsementState) - {EndorsementState.WAITING, EndorsementState.ENDORSED}


def state_of_request(endorsement: Endorsement, now: datetime) -> EndorsementState:
    """The state of one request, whatever came after it."""
    if endorsement.withdrawn_at is not None:
        return EndorsementState.WITHDRAWN
    answer = endorsement.last_answer
    if answer is not None:
        return STATE_OF_ANSWER[EndorsementAnswer.Kind(answer.kind)]
    return EndorsementState.WAITING if now < endorsement.answer_by else EndorsementState.LATE


@dataclass(frozen=True)
class EndorsementStatus:
    """All requests of an application, the newest first, and whether an endorsement is required.

    duty: the time within which it is required, once the criteria are met. is_required: by the badge and the learner's
    roles, also before that. may_begin: the badge lets the learner ask now.
    """

    application: Application
    requests: Sequence[Endorsement]
    duty: EndorsementDuty | None
    is_required: bool
    may_begin: bool
    now: datetime

    @property
    def newest(self) -> Endorsement | None:
        return self.requests[0] if self.requests else None

    @property
    def state(self) -> EndorsementState:
        return state_of_request(self.newest, self.now) if self.newest else EndorsementState.NOT_ASKED

    @property
    def rows(self) -> list[tuple[Endorsement, EndorsementState]]:
        """Every request with its state."""
        return [(endorsement, state_of_request(endorsement, self.now)) for endorsement in self.requests]

    @property
    def is_endorsed(self) -> bool:
        return self.state == EndorsementState.ENDORSED

    @property
    def is_waiting(self) -> bool:
        return self.state in {EndorsementState.WAITING, EndorsementState.LATE}

    @property
    def may_ask(self) -> bool:
        """Whether the learner may ask someone, or someone else."""
        return self.may_begin and self.state in MAY_ASK

    @property
    def is_overdue(self) -> bool:
        """Whether the time of a required endorsement has passed without one."""
        return self.duty is not None and self.now >= self.duty.due_at and not self.is_endorsed

    @property
    def who_may(self) -> str:
        """Who may endorse it, where the badge does not take everyone; "" where it does."""
        allowed = [str(Relationship(key).label) for key in self.application.version.endorsement_by]
        return "; ".join(allowed)

    @property
    def is_shown_as_missing(self) -> bool:
        """Whether the badge says ‘Not endorsed’: it was required, and the badge's row says so."""
        return self.is_overdue and self.application.version.endorsement_missed == "not-endorsed"

    @property
    def is_public(self) -> bool:
        """Whether the endorsement is on the public page: the holder shows it and the endorser agreed."""
        endorsed = self.newest
        answer = endorsed.last_answer if endorsed is not None and self.is_endorsed else None
        return answer is not None and answer.is_name_public and endorsed is not None and endorsed.is_shown_publicly

    def describe_badge(self, address: str) -> BadgeEndorsement:
        """What the badge's own pages show. address: the learner's page about it."""
        state = _("Not endorsed") if self.is_shown_as_missing else _(self.state.value)
        answer = self.newest.last_answer if self.newest else None
        if answer is not None and self.is_public:
            words = _("Endorsed by %(name)s, %(job)s") % {"name": answer.name, "job": answer.job_title}
            return BadgeEndorsement(state, address, public=words, quote=answer.words)
        return BadgeEndorsement(state, address, public=_("Not endorsed") if self.is_shown_as_missing else "")
