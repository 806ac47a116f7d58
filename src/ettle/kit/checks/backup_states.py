"""How old the last backup is, for administrators and for monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from ettle.kit.checks.backup_checks import find_backup_problem
from ettle.kit.checks.site_checks import Problem
from ettle.kit.database.last_backup import read_last_backup
from ettle.kit.metrics.site_figures import Figure
from ettle.kit.site_states import SiteState


def list_states(now: datetime) -> Iterator[SiteState]:
    """Yield how old the last backup is."""
    last, found = read_last_backup(), find_backup_problem(now)
    words = _("%(time)s ago") % {"time": timesince(last.made_at, now)} if last else _("None is recorded")
    yield SiteState(_("Last backup"), words, not isinstance(found, Problem))


def list_figures(now: datetime) -> Iterator[Figure]:
    """Yield the same in seconds; nothing where there was none."""
    if last := read_last_backup():
        age = (now - last.made_at) / timedelta(seconds=1)
        yield Figure("ettle_backup_age_seconds", "Seconds since the last backup.", age)
