"""A report read in order: where you and others agree, where you differ, what is seen most and least. Pure.

Everything here is made of tables that may be shown (disclosure) and of the person's own answers, so it tells nothing
more than they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ettle.feedback.disclosure import SMALLEST, Disclosed, Shown, State, Table, add_up
from ettle.instruments.types import Line

JOINED = "joined"
# Means nearer than this are told as agreement, farther than FAR as a surprise. In points of the scale.
NEAR, FAR = Fraction(1, 2), Fraction(1)
A_FEW = 3


@dataclass(frozen=True)
class Pooled:
    """Several lines added up, as they are shown. units: a group's name, or "joined", -> its table."""

    units: Mapping[str, Table]
    total: Table | None


@dataclass(frozen=True)
class Heard:
    """Something with a table for others and a point of one's own. mine, theirs: on the scale; None when not known."""

    mine: Fraction | None
    theirs: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """How much higher others see it; below 0 when they see it less."""
        return None if self.mine is None or self.theirs is None else self.theirs - self.mine


@dataclass(frozen=True)
class LineHeard(Heard):
    line: Line
    shown: Shown
    examples: tuple[str, ...]

    @property
    def units(self) -> Mapping[str, Table]:
        return {unit_of(table): table for table in self.shown.tables}

    @property
    def total(self) -> Table | None:
        return self.shown.total

    @property
    def states(self) -> Mapping[str, State]:
        return self.shown.states


@dataclass(frozen=True)
class CapabilityHeard(Heard):
    key: str
    title: str
    lines: tuple[LineHeard, ...]
    pooled: Pooled

    @property
    def units(self) -> Mapping[str, Table]:
        return self.pooled.units

    @property
    def total(self) -> Table | None:
        return self.pooled.total

    @property
    def states(self) -> Mapping[str, State]:
        """A group that is shown apart on any line has a row here; another stands as on its last line."""
        found: dict[str, State] = {}
        for one in self.lines:
            found |= {group: state for group, state in one.states.items() if found.get(group) is not State.APART}
        return found


@dataclass(frozen=True)
class Reading:
    """The whole report: what was kept when it was made, in an order to be read."""

    capabilities: tuple[CapabilityHeard, ...]
    states: Mapping[str, State]
    value: tuple[str, ...]
    change: tuple[str, ...]
    helped: int | None

    @cached_property
    def lines(self) -> list[LineHeard]:
        return [one for capability in self.capabilities for one in capability.lines]

    @property
    def agreements(self) -> list[LineHeard]:
        """Lines on which others see what the person sees; those seen most often first."""
        near = [(one.theirs, one) for one in self.lines if one.gap is not None and abs(one.gap) <= NEAR and one.theirs]
        return [one for _, one in sorted(near, key=lambda pair: -pair[0])][:A_FEW]

    @property
    def surprises(self) -> list[LineHeard]:
        """Lines on which others see something else; the widest gap first."""
        far = [(abs(one.gap), one) for one in self.lines if one.gap is not None and abs(one.gap) >= FAR]
        return [one for _, one in sorted(far, key=lambda pair: -pair[0])][:A_FEW]

    @property
    def seen_most(self) -> list[LineHeard]:
        return self._by_others(highest=True)

    @property
    def seen_least(self) -> list[LineHeard]:
        return self._by_others(highest=False)

    def _by_others(self, *, highest: bool) -> list[LineHeard]:
        heard = [(one.theirs, one) for one in self.lines if one.theirs is not None]
        return [one for _, one in sorted(heard, key=lambda pair: -pair[0] if highest else pair[0])][:A_FEW]


def unit_of(table: Table) -> str:
    return table.groups[0] if len(table.groups) == 1 else JOINED


def pooled(lines: Iterable[Shown]) -> Pooled:
    """Add up what lines show, row by row."""
    tables: dict[str, list[Table]] = {}
    totals: list[Table] = []
    for shown in lines:
        for table in shown.tables:
            tables.setdefault(unit_of(table), []).append(table)
        if shown.total:
            totals.append(shown.total)
    return Pooled({unit: add_up(own) for unit, own in tables.items()}, add_up(totals) if totals else None)


def mean(table: Table | None) -> Fraction | None:
    if table is None or not table.people:
        return None
    return Fraction(sum(point * count for point, count in enumerate(table.counts, start=1)), table.people)


def read(lines: Sequence[Line], disclosed: Disclosed, content: Mapping[str, Any]) -> Reading:
    """Put a report in order. content: "mine", "value", "change", "examples" and "helped" as they were kept."""
    heard = [_line(line, disclosed.lines[line.key], content) for line in lines]
    grouped: dict[str, list[LineHeard]] = {}
    for one in heard:
        grouped.setdefault(one.line.capability_key, []).append(one)
    return Reading(
        capabilities=tuple(_capability(own) for own in grouped.values()),
        states=disclosed.states,
        value=tuple(content["value"]),
        change=tuple(content["change"]),
        helped=content["helped"],
    )


def _line(line: Line, shown: Shown, content: Mapping[str, Any]) -> LineHeard:
    said = content["mine"].get(line.key, "")
    return LineHeard(
        mine=Fraction(said) if said.isdigit() else None,
        theirs=_theirs(shown.total, shown.tables),
        line=line,
        shown=shown,
        examples=tuple(content["examples"].get(line.key, ())),
    )


def _capability(lines: Sequence[LineHeard]) -> CapabilityHeard:
    return CapabilityHeard(
        mine=_middle([one.mine for one in lines]),
        theirs=_middle([one.theirs for one in lines]),
        key=lines[0].line.capability_key,
        title=lines[0].line.capability,
        lines=tuple(lines),
        pooled=pooled(one.shown for one in lines),
    )


def _middle(points: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of what is known, when at least half is."""
    known = [point for point in points if point is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) * 2 >= len(points) else None


def _theirs(total: Table | None, tables: Sequence[Table]) -> Fraction | None:
    """The mean of all that is shown together; with too few for a total, of the largest table of three or more."""
    if total is not None:
        return mean(total)
    enough = [table for table in tables if table.people >= SMALLEST]
    return mean(max(enough, key=lambda table: table.people, default=None))
