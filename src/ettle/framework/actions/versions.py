"""Keep what an edition or the logic model said, each time that it changes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ettle.framework import as_specs, rows
from ettle.framework.models import Turn, Version

if TYPE_CHECKING:
    from ettle.people.models import User

BEFORE = "As it was before versions were kept"


def before(subject: str) -> rows.Rows | None:
    """What to keep as the first version, should there be none yet. One query when there is one."""
    return None if Version.objects.filter(subject=subject).exists() else as_specs.rows_of(subject)


def keep(
    subject: str, first: rows.Rows | None, *, how: str, note: str = "", by: User | None, now: datetime
) -> Version | None:
    """Keep what is said now. first: what was said before the first change that is kept, from `before`."""
    Turn.objects.pass_on()
    if first is not None:
        Version.objects.create(subject=subject, rows=rows.as_data(first), how=BEFORE, at=now)
    said = as_specs.rows_of(subject)
    if said is None:
        return None
    return Version.objects.create(subject=subject, rows=rows.as_data(said), how=how, note=note, by=by, at=now)
