"""A check of the running site: what is wrong, in one sentence, and what to do, in another.

Each room declares its checks as data (`Room.site_checks`). `./ettle doctor` runs all of them; of those that say
so the worker makes each once an hour and emails administrators (`people.email.site_notices`). A check changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.utils.translation import gettext as _

from ettle.kit.operations.command_names import name_commands
from ettle.kit.room import offered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Outcome(StrEnum):
    """How a check ended. A check that could not be made is no problem, and never called good."""

    GOOD = "good"
    PROBLEM = "problem"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Problem:
    """wrong: one sentence. step: one sentence on what to do. Neither names a person."""

    wrong: str
    step: str


@dataclass(frozen=True)
class NotChecked:
    """The check could not be made. reason: one sentence."""

    reason: str


Found = Problem | NotChecked | None


@dataclass(frozen=True)
class SiteCheck:
    """One line of the table.

    key: permanent. find: takes the time; None when all is well. needs_database: left out while there is no database.
    is_noticed: administrators are emailed about its problem.
    """

    key: str
    title: StrOrPromise
    find: Callable[[datetime], Found]
    needs_database: bool = True
    is_noticed: bool = False


@dataclass(frozen=True)
class Result:
    """How one check ended. wrong: the problem, or why it was not checked; step: what to do."""

    key: str
    title: str
    outcome: Outcome
    wrong: str = ""
    step: str = ""


def list_checks() -> Iterator[SiteCheck]:
    """Yield the checks of all rooms, those of the kit first."""
    for checks in offered("site_checks"):
        yield from checks


def run_check(check: SiteCheck, now: datetime) -> Result:
    """Make one check. Without what it reads, the database or the secret key, it is not checked."""
    try:
        found = check.find(now)
    except (Error, ImproperlyConfigured):
        found = NotChecked(_("What it needs does not work. See the problems above."))
    title = str(check.title)
    if isinstance(found, Problem):
        return Result(check.key, title, Outcome.PROBLEM, name_commands(found.wrong), name_commands(found.step))
    if isinstance(found, NotChecked):
        return Result(check.key, title, Outcome.NOT_CHECKED, found.reason)
    return Result(check.key, title, Outcome.GOOD)
