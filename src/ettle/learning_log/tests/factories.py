"""Log entries for this room's tests, created with the product's own actions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from ettle.learning_log import actions
from ettle.learning_log.models import Entry
from ettle.learning_log.types import PARTS
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.people.models import User


def create_entry(writer: User, *, on: date | None = None, **texts: str) -> Entry:
    submitted = {part: actions.SubmittedPart(texts.get(part, ""), 0, uuid.uuid4()) for part in PARTS}
    today = NOW.date()
    saved = actions.save_entry(
        uuid.uuid4(), submitted=submitted, happened_on=on, about=[], by=writer, today=today, now=NOW
    )
    return saved.entry


def current_text(entry: Entry, part: str) -> str:
    """The current text of a part."""
    current = entry.revision_chain(part).current()
    return current.text if current else ""
