"""Refusals: a rule said no, in words for the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """A rule refused what somebody asked. The text is shown to that person as it stands.

    field: the form field it belongs to; None puts it at the top of the form.
    """

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field
