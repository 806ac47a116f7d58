"""The Codes beside the capabilities: which capability a Code may relate to, and how strongly. Our suggestion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ettle.framework.models import Association, Item
from ettle.framework.types import FrameworkUse

WORKERS, EMPLOYERS = "workers", "employers"
AUDIENCES = {WORKERS: FrameworkUse.WORKER_CODES, EMPLOYERS: FrameworkUse.EMPLOYER_CODES}
"""Who a Code is for, and the use of its framework."""


@dataclass(frozen=True)
class CodeRow:
    """One Code. cells: for each capability in order, "strong", "some" or nothing. named: capabilities with words."""

    code: Item
    address: str
    cells: list[str]
    named: list[tuple[Item, str]]


def code_rows(codes: Iterable[Item], capabilities: list[Item], associations: Iterable[Association]) -> list[CodeRow]:
    """One row a Code, in order. A capability is as strong as the strongest of its themes."""
    strengths: dict[tuple[int, int], str] = {}
    for association in associations:
        capability = association.destination.parent_id or association.destination_id
        place = (association.origin_id, capability)
        if strengths.get(place) != Association.Strength.STRONG:
            strengths[place] = association.strength
    return [_code_row(code, capabilities, strengths) for code in codes]


def _code_row(code: Item, capabilities: list[Item], strengths: dict[tuple[int, int], str]) -> CodeRow:
    cells = [strengths.get((code.pk, capability.pk), "") for capability in capabilities]
    named = [(capability, words) for capability, words in zip(capabilities, cells, strict=True) if words]
    return CodeRow(
        code, code.get_absolute_url(), cells, sorted(named, key=lambda pair: pair[1] != Association.Strength.STRONG)
    )
