"""The saves of one text, an answer or a part of a log entry. Each save is a row of its own and is kept once; two
versions of a text never overwrite each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from django.db import models

from ettle.kit.refusal import Refused
from ettle.texts import word_counts

Choice = Literal["both", "mine", "theirs"]


class Revision(models.Model):
    """One save. The highest rev is the text now. key: the save's own name, so that a save that is sent again is stored
    once."""

    rev = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    key = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True


Saved = TypeVar("Saved", bound=Revision)


class Conflict(Exception):
    """The text was changed elsewhere since this one was begun. current: what is stored now."""

    def __init__(self, current: Revision) -> None:
        super().__init__("changed elsewhere")
        self.current = current


def validate_text(text: str) -> str:
    """The text as it can be kept. Raises Refused when it is far too long."""
    text = word_counts.clean_text(text)
    if len(text) > word_counts.MAX_CHARACTERS:
        raise Refused(
            f"This text is too long to keep: {len(text):,} characters. "
            f"Cut it to {word_counts.MAX_CHARACTERS:,} or fewer.",
            field="text",
        )
    return text


@dataclass(frozen=True)
class RevisionChain(Generic[Saved]):
    """The saves of one text. named: the saves among which a key is used once. of: what each save points to.

    Whoever writes holds the lock on what the chain belongs to.
    """

    named: models.QuerySet[Saved]
    of: dict[str, Any]

    def saves(self) -> models.QuerySet[Saved]:
        return self.named.filter(**self.of)

    def current(self) -> Saved | None:
        return self.saves().order_by("rev").last()

    def find_by_key(self, key: uuid.UUID) -> Saved | None:
        return self.named.filter(key=key).first()

    def save_text(self, text: str, *, base: int, key: uuid.UUID, now: datetime) -> Saved:
        """The text as the next revision. base: the revision it was written on, 0 for none.

        The same text under the same key is what it stored, even when newer text is there; the current text again
        stores nothing new. Raises Conflict when another text was saved in between.
        """
        earlier = self.find_by_key(key)
        if earlier is not None and earlier.text == text:
            return earlier
        if earlier is not None:
            # A page that the browser brought back still holds its old key; what is written on it since is new.
            key = uuid.uuid4()
        current = self.current()
        if current is not None and current.text == text:
            return current
        if current is not None and current.rev != base:
            raise Conflict(current)
        return self.add(text, current, key=key, now=now)

    def resolve_conflict(self, text: str, *, choice: Choice, base: int, key: uuid.UUID, now: datetime) -> Saved:
        """Choose between what is stored and this text, or keep both. What was not chosen stays among the saves."""
        theirs = self.current()
        if theirs is None:
            return self.add(text, None, key=key, now=now)
        if theirs.rev != base:
            raise Conflict(theirs)
        mine = theirs if text == theirs.text else self.add(text, theirs, key=uuid.uuid4(), now=now)
        chosen = {"both": join_texts(theirs.text, text), "mine": text, "theirs": theirs.text}[choice]
        return self.add(validate_text(chosen), mine, key=key, now=now)

    def add(self, text: str, current: Saved | None, *, key: uuid.UUID, now: datetime) -> Saved:
        rev = current.rev + 1 if current else 1
        return self.named.create(**self.of, rev=rev, text=text, key=key, saved_at=now)


def join_texts(theirs: str, mine: str) -> str:
    return f"{theirs}\n\n{mine}"
