"""Published numbers as a system of linear equations over what each person said, solved exactly.

One unknown for each (sheet, line, point): 1 when that sheet gave that point to that line. An attacker who knows who
belongs to which group, and on which lines each person said nothing, writes every published number as a sum of unknowns.
A set of people is given away when some combination of equations holds unknowns of these people alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

Unknown = tuple[int, str, int]
Equation = frozenset[Unknown]


def gives_away(equations: Iterable[Equation], hidden: Collection[Unknown]) -> bool:
    """Is there a combination of the equations, not all zero, in which only `hidden` unknowns are left?

    The columns of the others come first: after elimination, a row whose first entry stands in a hidden column is such
    a combination, and there is one when and only when elimination finds one.
    """
    distinct = set(equations)
    unknowns = sorted(
        {unknown for equation in distinct for unknown in equation}, key=lambda unknown: (unknown in hidden, unknown)
    )
    columns = {unknown: column for column, unknown in enumerate(unknowns)}
    first_hidden = sum(unknown not in hidden for unknown in unknowns)
    rows = [{columns[unknown]: Fraction(1) for unknown in equation} for equation in distinct]
    return any(pivot >= first_hidden for pivot in _pivots(rows))


def _pivots(rows: Sequence[dict[int, Fraction]]) -> list[int]:
    """Gaussian elimination; the first column of each row that is left."""
    reduced: dict[int, dict[int, Fraction]] = {}
    for row in rows:
        left = dict(row)
        while left:
            first = min(left)
            if first not in reduced:
                reduced[first] = left
                break
            left = _minus(left, reduced[first], left[first] / reduced[first][first])
    return list(reduced)


def _minus(row: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> dict[int, Fraction]:
    found = {column: row.get(column, Fraction(0)) - times * other.get(column, Fraction(0)) for column in row | other}
    return {column: value for column, value in found.items() if value}
