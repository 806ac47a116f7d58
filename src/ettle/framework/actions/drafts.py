"""Put rows in place: for good, or for a moment, to see what would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from ettle.framework.actions.frameworks import apply_framework, put_framework
from ettle.framework.actions.logic_model import apply_logic_model, put_logic_model
from ettle.framework.queries import TEMPORARY_STATE
from ettle.framework.specs import LogicModelSpec
from ettle.framework.versions.rows import Rows, find_problems, rows_to_spec
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User


@transaction.atomic
def put_rows(rows: Rows, *, how: str, note: str = "", by: User | None, now: datetime) -> None:
    """Bring an edition or the logic model to these rows. Raises Refused with the first thing that is wrong."""
    refuse_problems(rows)
    spec = rows_to_spec(rows)
    if isinstance(spec, LogicModelSpec):
        put_logic_model(spec, how=how, note=note, by=by, now=now)
    else:
        put_framework(spec, how=how, note=note, by=by, now=now)


def refuse_problems(rows: Rows) -> None:
    for problem in find_problems(rows):
        raise Refused(problem.words, field=problem.path)


@contextmanager
def temporary_changes() -> Iterator[None]:
    """Whatever is written inside is taken back at the end, so that one may look at what would be."""
    mark = TEMPORARY_STATE.set(uuid4().hex)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        TEMPORARY_STATE.reset(mark)


@transaction.atomic
def apply_rows(rows: Rows, *, now: datetime) -> None:
    """Bring the rows of the tables to these, inside `for_a_moment` only: no version is kept, nobody is told."""
    refuse_problems(rows)
    spec = rows_to_spec(rows)
    if isinstance(spec, LogicModelSpec):
        apply_logic_model(spec, now)
    else:
        apply_framework(spec, now)
