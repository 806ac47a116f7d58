"""The states of a review and the steps between them, as data: the actions ask it, and the drawing in docs/ shows it.

A state is computed from rows (`ApplicationStatus.review_state`) and never stored. A step that is not listed here cannot
be taken: `refuse_unless_allowed` stops the action. Who may is checked by each action against its own rows; `who` and
`needs` say it for the drawing and the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ettle.evidence.models import Application


class ReviewState(StrEnum):
    """Where an application is on its way. The values are the names in the drawing."""

    DRAFT = "draft"
    SENT = "sent"
    CLAIMED = "claimed"
    DECIDED = "decided"
    SECOND_MARKING = "second marking"
    NOT_YET = "not yet"
    REFERRED = "referred"
    DECLINED = "declined"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    LEARNER = "the learner"
    ASSESSOR = "an assessor of this learner who has not marked it and does not know them"
    HOLDER = "the assessor who has the claim"
    SENDER = "the assessor who sent the answer"
    REFEREE = "the assessor who referred it, or the named person"
    SITE = "the site, by a durable task"


@dataclass(frozen=True)
class Transition:
    """One step. before: the states it may begin in; after: those it may lead to. needs: what must be true besides."""

    name: str
    before: frozenset[ReviewState]
    after: tuple[ReviewState, ...]
    who: Actor
    needs: str
    refusal: StrOrPromise


S = ReviewState
_UNANSWERED = frozenset({S.SENT, S.CLAIMED, S.SECOND_MARKING})
NOT_OPEN = _("This work is not open to a review now: it was answered, referred or taken back.")

SEND = Transition(
    "send",
    frozenset({S.DRAFT, S.NOT_YET}),
    (S.SENT,),
    Actor.LEARNER,
    "every open answer is ready and the declarations are made; only criteria that are not met are open",
    _("You have sent this application already."),
)
WITHDRAW = Transition(
    "withdraw",
    frozenset({S.SENT, S.CLAIMED, S.DECIDED, S.SECOND_MARKING, S.REFERRED, S.NOT_YET}),
    (S.WITHDRAWN,),
    Actor.LEARNER,
    "it was sent at least once; a draft is deleted instead",
    _("This application has ended already."),
)
UNDO_SEND = Transition(
    "take back what was sent",
    frozenset({S.SENT}),
    (S.DRAFT, S.NOT_YET),
    Actor.LEARNER,
    "no assessor has opened it since it was sent, and it is not for a second assessor",
    _(
        "An assessor has opened this, so you cannot take it back. Wait for the answer. "
        "If it must not be read any further, withdraw the application."
    ),
)
CLAIM = Transition(
    "claim",
    _UNANSWERED,
    (S.CLAIMED, S.SECOND_MARKING),
    Actor.ASSESSOR,
    "no colleague has a claim that is still running; each save renews it",
    NOT_OPEN,
)
RELEASE = Transition(
    "pass on",
    _UNANSWERED,
    (S.SENT, S.SECOND_MARKING),
    Actor.ASSESSOR,
    "they know the learner, or a colleague should take it; their drafts are deleted",
    NOT_OPEN,
)
DECIDE = Transition(
    "save a draft",
    frozenset({S.CLAIMED, S.SECOND_MARKING}),
    (S.CLAIMED, S.SECOND_MARKING),
    Actor.HOLDER,
    "the criterion was not met in an earlier round",
    NOT_OPEN,
)
ANSWER = Transition(
    "send the answer",
    frozenset({S.CLAIMED, S.SECOND_MARKING}),
    (S.DECIDED,),
    Actor.HOLDER,
    "every open criterion is decided, each ‘not yet’ with a reason and one suggestion; a letter",
    NOT_OPEN,
)
DECLINE = Transition(
    "decline",
    frozenset({S.CLAIMED, S.SECOND_MARKING}),
    (S.DECIDED,),
    Actor.HOLDER,
    "another badge, copied work, or a third ‘not yet’; a letter",
    NOT_OPEN,
)
TAKE_BACK = Transition(
    "take back",
    frozenset({S.DECIDED}),
    (S.CLAIMED, S.SECOND_MARKING),
    Actor.SENDER,
    "within five minutes of sending, or as many as the operator has set",
    _("The answer has gone out, so you can no longer take it back."),
)
SETTLE = Transition(
    "let the answer count",
    frozenset({S.DECIDED}),
    (S.NOT_YET, S.MET, S.DECLINED, S.SECOND_MARKING),
    Actor.SITE,
    "those minutes have passed; a second marking is due, or the marks agree, or the third decides",
    NOT_OPEN,
)
REFER = Transition(
    "refer",
    _UNANSWERED,
    (S.REFERRED,),
    Actor.ASSESSOR,
    "a named person who may receive referrals, a reason and words",
    NOT_OPEN,
)
RETURN = Transition(
    "return to the queue",
    frozenset({S.REFERRED}),
    (S.SENT, S.CLAIMED, S.SECOND_MARKING),
    Actor.REFEREE,
    "the matter is settled",
    _("This is in the queue again already."),
)
APPEAL = Transition(
    "ask for a second assessor",
    frozenset({S.DECLINED}),
    (S.SENT,),
    Actor.LEARNER,
    "once for each application; the first assessor never gets it, and the second sees nothing of the first decision",
    _("You can ask for a second assessor once, after your application was declined."),
)
BEGIN_AGAIN = Transition(
    "begin again",
    frozenset({S.DECLINED, S.WITHDRAWN}),
    (S.DRAFT,),
    Actor.LEARNER,
    "a new application for the same badge",
    _("This application is still open."),
)

TRANSITIONS = (
    SEND,
    UNDO_SEND,
    CLAIM,
    DECIDE,
    ANSWER,
    DECLINE,
    TAKE_BACK,
    SETTLE,
    RELEASE,
    REFER,
    RETURN,
    APPEAL,
    WITHDRAW,
    BEGIN_AGAIN,
)


def is_allowed(step: Transition, state: ReviewState) -> bool:
    return state in step.before


def can_undo_send(application: Application) -> bool:
    """Whether the learner can still take back what they sent last: no assessor has opened it, and it is no appeal."""
    last = application.last_sent
    if last is None or last.is_appeal or last.opened_at is not None:
        return False
    return application.status.is_waiting and is_allowed(UNDO_SEND, application.status.review_state)


def refuse_unless_allowed(step: Transition, state: ReviewState) -> None:
    """Raise Refused when the step may not be taken in this state."""
    if not is_allowed(step, state):
        raise Refused(step.refusal)
