"""One go at an activity as item types see it, wherever the answers are stored.

By invitation and for practice with an account, each answer is a row of an attempt. Without an account nothing is
stored: the answers so far are in the address of the page. An item type does not need to know which it is: it reads
`version`, `variant`, `seed` and `responses`, asks `address` for its links, and calls `lock`, `add_response`,
`add_words` and `finish`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.urls import reverse

if TYPE_CHECKING:
    from ettle.activities.models import ActivityVersion, Attempt, Invitation, Response
    from ettle.people.models import User


class Play(ABC):
    """version: what is played. seed: settles the order of things, the same from page to page.

    variant: the key of the variant it began in, where the activity has some; "" for the activity as it is.

    is_stored: whether what a person answers, writes and records is stored on the server. attempt: where; None if not.
    learner: who plays with an account; None for a visitor.
    is_past: it is read again and not played, so its addresses name the attempt, which need not be the newest.
    """

    is_stored: ClassVar[bool]
    attempt: Attempt | None = None
    learner: User | None = None
    is_past: bool = False

    def __init__(self, version: ActivityVersion, seed: int, variant: str = "") -> None:
        self.version = version
        self.seed = seed
        self.variant = variant

    @property
    @abstractmethod
    def responses(self) -> Sequence[Response]:
        """Every response so far, in order. Those of a visitor have no score, no time and no words."""

    @property
    def invitation(self) -> Invitation | None:
        """The invitation that is played by; None for practice, which completes and awards nothing."""
        return None

    @property
    def is_practice(self) -> bool:
        return self.invitation is None

    @property
    @abstractmethod
    def home(self) -> str:
        """The address of the page to stop at, and to begin again from."""

    @property
    @abstractmethod
    def place(self) -> dict[str, object]:
        """The parts of the address that say which play it is."""

    def address(self, page: str, /, **parts: object) -> str:
        """The address of a page of this play after the responses so far.

        page: its name in the list of addresses, without the room: "step", "ending", or one of the item type's own.
        parts: what that address needs more, such as the number of the step.
        """
        return reverse(f"activities:{page}", kwargs={**self.place, **parts})

    @abstractmethod
    def lock(self) -> Sequence[Response]:
        """The responses so far, while nobody else may add to them. In a transaction, before anything is added.

        Raises Refused for a play of another learner.
        """

    @abstractmethod
    def add_response(
        self, step: str, act: str, value: str, *, now: datetime, score: Decimal | None = None, rule: str = ""
    ) -> None:
        """Add what a person chose at a step. Never their own words: those are for add_words.

        act: what they did, in the item type's own words. score: from 0 to 1, where the activity keeps scores; rule: the
        version of the rule that gave it. A visitor's scores are not kept: work them out from the answers.
        Raises Refused when the invitation has expired, and when a visitor's address would grow too long.
        """

    @abstractmethod
    def add_words(self, step: str, act: str, words: str, *, now: datetime) -> None:
        """Add what a person wrote at a step. Of a visitor only that they wrote is kept, never the words."""

    @abstractmethod
    def finish(self, *, now: datetime) -> None:
        """Set the completion, once, when it is played by invitation. Practice completes nothing."""
