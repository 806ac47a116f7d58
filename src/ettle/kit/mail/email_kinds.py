"""The kinds of email that the site sends. Every email names one of them (tests/house/test_every_email_has_a_kind.py).

An email of a kind that can be turned off says how in its last line, and has the headers of a one-press unsubscribe
(RFC 8058). A kind that cannot says why: its email is needed, or its recipient has just asked for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Receiver(Enum):
    """Who gets emails of a kind; settings show a person what they can get."""

    LEARNER = auto()
    ASSESSOR = auto()
    LEAD = auto()
    AUTHOR = auto()
    ADMINISTRATOR = auto()


@dataclass(frozen=True)
class EmailKind:
    """A kind of email.

    key: permanent; choices and links name it. needed_because: why it cannot be turned off; "" when it can.
    has_own_line: the words of its emails have a link to stop them, so that no line is added.
    """

    key: str
    title: StrOrPromise
    about: StrOrPromise
    receiver: Receiver = Receiver.LEARNER
    needed_because: StrOrPromise = ""
    has_own_line: bool = False

    @property
    def is_optional(self) -> bool:
        return not self.needed_because


ACCOUNT = EmailKind(
    "account",
    _("Signing in and the safety of your account"),
    _("Codes, a sign-in in a new browser, a change of your address, a new or removed passkey"),
    needed_because=_("Without them you cannot sign in, and you would not see that someone else uses your account."),
)
REQUESTED = EmailKind(
    "requested",
    _("What you have just asked for"),
    _("Your download is ready; an answer to your request to join an organisation"),
    needed_because=_("We send it once, because you asked for it."),
)
LOOK_BACKS = EmailKind(
    "look-backs",
    _("Reminders of your goals"),
    _("A question on the day you chose: how is your goal going?"),
)
REVIEWS = EmailKind(
    "reviews",
    _("News of your applications"),
    _("An assessor has answered your application for a badge"),
)
BADGES = EmailKind(
    "badges",
    _("Badges and activities"),
    _(
        "You have earned a badge; a badge ends soon or has expired; an activity for a badge is ready for you; "
        "someone decided on your new name on a badge"
    ),
)
WITHDRAWALS = EmailKind(
    "withdrawals",
    _("A badge that was withdrawn or suspended"),
    _("A badge of yours was withdrawn or suspended, or its suspension was lifted: why, and who to ask about it"),
    needed_because=_("Others read that your badge was withdrawn or suspended, and you may want to object."),
)
VERIFICATIONS = EmailKind(
    "verifications",
    _("Answers about your learning record"),
    _("The person you asked to verify your learning has answered"),
)
ENDORSEMENTS = EmailKind(
    "endorsements",
    _("Endorsements of your badges"),
    _("The person you asked has answered; your badge still needs an endorsement"),
)
FROM_OTHERS = EmailKind(
    "invitations",
    _("Invitations and requests from other people"),
    _(
        "Someone asks you to join an organisation, to verify their learning, to endorse a badge, to help with a goal "
        "or to read a summary"
    ),
)
VIEWS = EmailKind(
    "views",
    _("Requests for your view of a colleague"),
    _("Someone asks how you see the way they work with others, with two reminders at most"),
    has_own_line=True,
)
WORK_TO_REVIEW = EmailKind(
    "work-to-review",
    _("Work to review"),
    _("A learner has sent evidence that you can review"),
    Receiver.ASSESSOR,
)
MEMBERS = EmailKind(
    "members",
    _("Requests to join your organisation"),
    _("A person asks to join, and waits for your answer"),
    Receiver.LEAD,
)
NEW_NAMES = EmailKind(
    "new-names",
    _("New names on badges"),
    _("Someone asks for a badge with their new name, and waits for your answer"),
    Receiver.LEAD,
)
DRAFTS = EmailKind(
    "drafts",
    _("Your drafts and pages"),
    _(
        "A page or draft waits for your review, was sent back or published, or could not be published at its time; "
        "comments on a page"
    ),
    Receiver.AUTHOR,
)
ESCALATIONS = EmailKind(
    "escalations",
    _("Work that needs an administrator"),
    _("An assessor has referred work to you, or no assessor can review it"),
    Receiver.ADMINISTRATOR,
    needed_because=_("Someone may be at risk, or waits for an answer that nobody else can give."),
)
SITE_PROBLEMS = EmailKind(
    "site-problems",
    _("Problems of the site"),
    _("A task that failed, no new backup, a full disk, a certificate or a status list that ends soon"),
    Receiver.ADMINISTRATOR,
)
KINDS = (
    LOOK_BACKS, REVIEWS, BADGES, WITHDRAWALS, VERIFICATIONS, ENDORSEMENTS, FROM_OTHERS, VIEWS, WORK_TO_REVIEW, MEMBERS,
    NEW_NAMES, DRAFTS, ESCALATIONS, SITE_PROBLEMS, ACCOUNT, REQUESTED,
)  # fmt: skip


def find_kind(key: str) -> EmailKind | None:
    return next((kind for kind in KINDS if kind.key == key), None)


def optional_kinds() -> Iterator[EmailKind]:
    return (kind for kind in KINDS if kind.is_optional)
