"""Write rows to the site, or to a snapshot in memory for a preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.framework.actions.frameworks import apply_framework, put_framework
from ettle.framework.actions.logic_model import apply_logic_model, put_logic_model
from ettle.framework.types import Snapshot
from ettle.framework.types.rows import Rows, Spec, find_problems, find_problems_of_draft, rows_to_spec
from ettle.framework.types.specs import LogicModelSpec
from ettle.framework.versions.snapshots import ALIAS, fill_database
from ettle.kit.refusal import Refused
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_rows(rows: Rows, *, how: str, note: str = "", by: User | None, now: datetime) -> None:
    """Change an edition or the logic model to these rows. Raises Refused with the first problem."""
    spec = _valid_spec(rows, find_problems(rows))
    if isinstance(spec, LogicModelSpec):
        put_logic_model(spec, how=how, note=note, by=by, now=now)
    else:
        put_framework(spec, how=how, note=note, by=by, now=now)


def _valid_spec(rows: Rows, problems: list[Problem]) -> Spec:
    """The spec of rows. Raises Refused with the first of their problems."""
    for problem in problems:
        raise Refused(problem.words, field=problem.path)
    return rows_to_spec(rows)


def build_snapshot(changed: Mapping[str, Rows], *, now: datetime) -> Snapshot:
    """A copy of the site with these rows written to it. changed: rows by subject. The site is only read.

    The same functions write them as on the site, so the same rules apply. A subject that could not be published is
    listed in `refused`, and the snapshot has it as the site does.
    """
    refused = {}
    with fill_database() as database:
        for subject, rows in changed.items():
            try:
                with transaction.atomic(using=ALIAS):
                    _apply_rows(rows, now)
            except Refused as refusal:
                refused[subject] = refusal
        return Snapshot(database.serialize(), refused)


def _apply_rows(rows: Rows, now: datetime) -> None:
    spec = _valid_spec(rows, find_problems_of_draft(rows))
    if isinstance(spec, LogicModelSpec):
        apply_logic_model(spec, now)
    else:
        apply_framework(spec, now)
