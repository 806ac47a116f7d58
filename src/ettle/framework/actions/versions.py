"""Keep what an edition or the logic model said, each time that it changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.framework import spec_export
from ettle.framework.models import ChangeCounter, Version
from ettle.framework.versions import rows

if TYPE_CHECKING:
    from ettle.people.models import User

BEFORE_FIRST_VERSION = "As it was before versions were kept"


def rows_before(subject: str) -> rows.Rows | None:
    """What to keep as the first version, should there be none yet. One query when there is one."""
    return None if Version.objects.filter(subject=subject).exists() else spec_export.current_rows(subject)


def record_version(
    subject: str, first: rows.Rows | None, *, how: str, note: str = "", by: User | None, now: datetime
) -> Version | None:
    """Keep what is said now. first: what was said before the first change that is kept, from `before`."""
    ChangeCounter.objects.count_change()
    if first is not None:
        Version.objects.create(subject=subject, rows=rows.rows_to_data(first), how=BEFORE_FIRST_VERSION, at=now)
    said = spec_export.current_rows(subject)
    if said is None:
        return None
    return Version.objects.create(subject=subject, rows=rows.rows_to_data(said), how=how, note=note, by=by, at=now)
