"""All checks, in their order, with those left out that cannot be made because of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ettle.kit.checks.kit_checks import DATABASE_CHECK, SETTINGS_CHECK
from ettle.kit.checks.site_checks import Outcome, Result, list_checks, run_check
from ettle.kit.operations.command_names import name_commands
from ettle.kit.operations.site_command import require_site
from ettle.kit.refusal import Refused

# A database that was not prepared has none of the tables that these read.
MIGRATIONS = "migrations"


def examine_site(now: datetime, faults: list[str]) -> Iterator[Result]:
    """Yield how each check ended. faults: of reading the settings; with one, the database would be another one."""
    reason = ""
    for check in list_checks():
        if reason and (faults or check.needs_database):
            yield Result(check.key, str(check.title), Outcome.NOT_CHECKED, reason)
            continue
        result = run_check(check, now)
        yield result
        reason = reason or _reason_to_leave_out(check.key, result, faults)


def _reason_to_leave_out(key: str, result: Result, faults: list[str]) -> str:
    """Return why the checks after this one cannot be made; "" when they can."""
    if key == SETTINGS_CHECK.key and faults:
        return "The settings have faults."
    if key == DATABASE_CHECK.key and result.outcome is Outcome.PROBLEM:
        return "The database does not answer."
    if key == DATABASE_CHECK.key:
        return _find_missing_site()
    if key == MIGRATIONS and result.outcome is Outcome.PROBLEM:
        return "The database is waiting for migrations."
    return ""


def _find_missing_site() -> str:
    try:
        require_site()
    except Refused as refusal:
        return name_commands(str(refusal))
    return ""
