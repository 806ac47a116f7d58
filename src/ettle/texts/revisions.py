"""The revisions of one text: an answer or a part of a log entry. Each save is stored once, as a row of its own; two
versions of a text never overwrite each other."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from ettle.kit.refusal import Refused
from ettle.kit.values.written_text import normalise_text
from ettle.texts import word_counts

Choice = Literal["both", "mine", "theirs"]
# Saves of one text. A person who writes without a pause reaches this after a day and a half.
MOST_SAVES = 20_000
NOTICE_PERCENT = 80


class Revision(models.Model):
    """One save. The highest rev is the current text. key: idempotency key, so that a repeated request is stored
    once."""

    rev = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    key = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True


Saved = TypeVar("Saved", bound=Revision)


class Conflict(Exception):
    """Another text was saved since the base revision. current: what is stored now."""

    def __init__(self, current: Revision) -> None:
        super().__init__("changed elsewhere")
        self.current = current


def validate_text(text: str) -> str:
    """Return the cleaned text. Raises Refused when it is longer than MAX_CHARACTERS."""
    text = normalise_text(text)
    if len(text) > word_counts.MAX_CHARACTERS:
        raise Refused(
            _("This text is too long to keep: %(count)s characters. Cut it to %(characters)s or fewer.")
            % {"count": f"{len(text):,}", "characters": f"{word_counts.MAX_CHARACTERS:,}"},
            field="text",
        )
    return text


def describe_saves(saves: int) -> str:
    """Return a sentence for a text that was saved nearly as often as it can be; "" before that."""
    if saves * 100 < MOST_SAVES * NOTICE_PERCENT:
        return ""
    return _("This text has been saved %(saves)s times. It can be saved %(most)s times.") % {
        "saves": f"{saves:,}",
        "most": f"{MOST_SAVES:,}",
    }


@dataclass(frozen=True)
class RevisionChain(Generic[Saved]):
    """The saves of one text. scope: the saves among which a key is unique. of: the field values of each save.

    The caller must lock the row that the chain belongs to before it writes.
    """

    scope: models.QuerySet[Saved]
    of: dict[str, Any]

    def saves(self) -> models.QuerySet[Saved]:
        return self.scope.filter(**self.of)

    def current(self) -> Saved | None:
        return self.saves().order_by("rev").last()

    def find_by_key(self, key: uuid.UUID) -> Saved | None:
        return self.scope.filter(key=key).first()

    def save_text(
        self,
        text: str,
        *,
        base: int,
        key: uuid.UUID,
        now: datetime,
        after: Collection[uuid.UUID] = (),
        before_new: Callable[[], None] | None = None,
    ) -> Saved:
        """Store the text as the next revision and return it. base: the revision it was written on, 0 for none.

        after: keys of earlier saves of the same page. Where one of them is the current text, this text is newer.
        before_new: called unless this save was stored before; it raises Refused where the text may no longer change.

        The same text with the same key returns its earlier save, even after newer saves; text equal to the current
        text stores nothing. Another text with the same key comes from a page that the browser restored: it corrects
        what that page saved. Raises Conflict when another page saved another text in between.
        """
        earlier = self.find_by_key(key)
        if earlier is not None and earlier.text == text:
            return earlier
        if before_new is not None:
            before_new()
        while earlier is not None:
            # Each correction has a key made from the one before, so that all saves of one page are found.
            key = uuid.uuid5(key, "correction")
            base = max(base, earlier.rev) if self.saves().contains(earlier) else base
            earlier = self.find_by_key(key)
        current = self.current()
        if current is not None and current.text == text:
            return current
        if current is not None and current.rev != base and current.key not in after:
            raise Conflict(current)
        return self.add(text, current, key=key, now=now)

    def resolve_conflict(self, text: str, *, choice: Choice, base: int, key: uuid.UUID, now: datetime) -> Saved:
        """Choose between the stored text and this one, or keep both. The text not chosen stays among the saves."""
        theirs = self.current()
        if theirs is None:
            return self.add(text, None, key=key, now=now)
        if theirs.rev != base:
            raise Conflict(theirs)
        mine = theirs if text == theirs.text else self.add(text, theirs, key=uuid.uuid4(), now=now)
        chosen = {"both": join_texts(theirs.text, text), "mine": text, "theirs": theirs.text}[choice]
        return self.add(validate_text(chosen), mine, key=key, now=now)

    def add(self, text: str, current: Saved | None, *, key: uuid.UUID, now: datetime) -> Saved:
        """Store a save after the current one. Raises Refused after MOST_SAVES."""
        rev = current.rev + 1 if current else 1
        if rev > MOST_SAVES:
            words = _(
                "This text has been saved %(most)s times, as often as it can be. Copy your words to a safe place."
            )
            raise Refused(words % {"most": f"{MOST_SAVES:,}"}, field="text")
        return self.scope.create(**self.of, rev=rev, text=text, key=key, saved_at=now)


def join_texts(theirs: str, mine: str) -> str:
    return f"{theirs}\n\n{mine}"
