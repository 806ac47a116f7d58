"""What keeps a draft from being published, each problem with the part and the field where it can be corrected. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class DraftProblem:
    """part: a name that the kind of draft knows; "" for the draft as a whole. field: of that part's form; "" for the
    whole part. where: the part in words. is_advice: it does not keep the draft from being published."""

    words: str
    part: str
    field: str
    where: str
    is_advice: bool = False


def problems_by_field(problems: Iterable[DraftProblem], part: str) -> dict[str, list[DraftProblem]]:
    """Return the problems of a part by the field that they concern; "" for the part as a whole."""
    found: dict[str, list[DraftProblem]] = {}
    for problem in problems:
        if problem.part == part:
            found.setdefault(problem.field, []).append(problem)
    return found
