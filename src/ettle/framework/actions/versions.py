"""Store a version of an edition or of the logic model each time that it changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.framework.models import ChangeCounter, Version
from ettle.framework.queries import framework_uses, spec_export
from ettle.framework.types import rows

if TYPE_CHECKING:
    from ettle.people.models import User

BEFORE_FIRST_VERSION = "As it was before versions were kept"


def lock_changes() -> None:
    """Wait until no other transaction changes a framework or a draft of one; hold others back until this one ends."""
    ChangeCounter.objects.lock_row()


def rows_before(subject: str) -> rows.Rows | None:
    """The current rows, to store as the first version; None when there is a version already (one query)."""
    return None if Version.objects.filter(subject=subject).exists() else spec_export.current_rows(subject)


def record_version(
    subject: str, first: rows.Rows | None, *, how: str, note: str = "", by: User | None, now: datetime
) -> Version | None:
    """Store the current rows as a version. first: the rows before the first recorded change, from `rows_before`."""
    ChangeCounter.objects.count_change()
    framework_uses.clear_cache()
    transaction.on_commit(framework_uses.clear_cache)
    if first is not None:
        Version.objects.create(subject=subject, rows=rows.rows_to_data(first), how=BEFORE_FIRST_VERSION, at=now)
    current = spec_export.current_rows(subject)
    if current is None:
        return None
    return Version.objects.create(subject=subject, rows=rows.rows_to_data(current), how=how, note=note, by=by, at=now)
