"""Put rows in place: on the site, or in a snapshot in memory, to see what would be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.framework.actions.frameworks import apply_framework, put_framework
from ettle.framework.actions.logic_model import apply_logic_model, put_logic_model
from ettle.framework.specs import LogicModelSpec
from ettle.framework.versions.rows import Rows, Spec, find_problems, rows_to_spec
from ettle.framework.versions.snapshots import ALIAS, Snapshot, fill_database
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_rows(rows: Rows, *, how: str, note: str = "", by: User | None, now: datetime) -> None:
    """Bring an edition or the logic model to these rows. Raises Refused with the first thing that is wrong."""
    spec = _sound_spec(rows)
    if isinstance(spec, LogicModelSpec):
        put_logic_model(spec, how=how, note=note, by=by, now=now)
    else:
        put_framework(spec, how=how, note=note, by=by, now=now)


def _sound_spec(rows: Rows) -> Spec:
    for problem in find_problems(rows):
        raise Refused(problem.words, field=problem.path)
    return rows_to_spec(rows)


def build_snapshot(changed: Mapping[str, Rows], *, now: datetime) -> Snapshot:
    """The site with these rows put in place, each edition or the model by its subject. The site is only read.

    They are put by what puts them on the site, so they are held to the same rules. What could not be published as it
    is, is named in `refused` and is as the site has it.
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
    spec = _sound_spec(rows)
    if isinstance(spec, LogicModelSpec):
        apply_logic_model(spec, now)
    else:
        apply_framework(spec, now)
