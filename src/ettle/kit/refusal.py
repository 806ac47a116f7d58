"""Refusals: an action broke a rule, in words for the person who tried it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """Raised when a rule does not allow an action. The text is shown unchanged to the person who tried it.

    field: the form field it belongs to; None puts it at the top of the form.
    """

    def __init__(self, words: StrOrPromise, *, field: str | None = None) -> None:
        super().__init__(str(words))
        self.field = field


class LimitReached(Refused):
    """Raised when a person, an address or a network has used all that a limit gives. The page answers 429.

    seconds: until the limit is over.
    """

    def __init__(self, words: StrOrPromise, *, seconds: int, field: str | None = None) -> None:
        super().__init__(words, field=field)
        self.seconds = seconds
