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

from ettle.feedback.report.disclosure import (
    MIN_GROUP,
    CountTable,
    FeedbackDisclosure,
    GroupState,
    StatementDisclosure,
    add_up,
)
from ettle.instruments.types import Statement

JOINED = "joined"
# Means nearer than this are told as agreement, farther than FAR as a surprise. In points of the scale.
NEAR, FAR = Fraction(1, 2), Fraction(1)
A_FEW = 3


@dataclass(frozen=True)
class PooledTables:
    """Several lines added up, as they are shown. units: a group's name, or "joined", -> its table."""

    units: Mapping[str, CountTable]
    total: CountTable | None


@dataclass(frozen=True)
class Ratings:
    """Something with a table for others and a point of one's own. mine, theirs: on the scale; None when not known."""

    mine: Fraction | None
    theirs: Fraction | None

    @property
    def gap(self) -> Fraction | None:
        """How much higher others see it; below 0 when they see it less."""
        return None if self.mine is None or self.theirs is None else self.theirs - self.mine


@dataclass(frozen=True)
class StatementRatings(Ratings):
    statement: Statement
    shown: StatementDisclosure
    examples: tuple[str, ...]

    @property
    def units(self) -> Mapping[str, CountTable]:
        return {table_unit(table): table for table in self.shown.tables}

    @property
    def total(self) -> CountTable | None:
        return self.shown.total

    @property
    def states(self) -> Mapping[str, GroupState]:
        return self.shown.states


@dataclass(frozen=True)
class CapabilityRatings(Ratings):
    key: str
    title: str
    statements: tuple[StatementRatings, ...]
    pooled: PooledTables

    @property
    def units(self) -> Mapping[str, CountTable]:
        return self.pooled.units

    @property
    def total(self) -> CountTable | None:
        return self.pooled.total

    @property
    def states(self) -> Mapping[str, GroupState]:
        """How each group fares on the line that shows most of it."""
        found: dict[str, GroupState] = {}
        for statement in self.statements:
            for group, state in statement.states.items():
                found[group] = min(found.get(group, state), state, key=list(GroupState).index)
        return found


@dataclass(frozen=True)
class ReportAnalysis:
    """The whole report: what was kept when it was made, in an order to be read."""

    capabilities: tuple[CapabilityRatings, ...]
    states: Mapping[str, GroupState]
    value: tuple[str, ...]
    change: tuple[str, ...]
    helped: int | None

    @cached_property
    def statements(self) -> list[StatementRatings]:
        return [statement for capability in self.capabilities for statement in capability.statements]

    @property
    def agreements(self) -> list[StatementRatings]:
        """Lines on which others see what the person sees; those seen most often first."""
        near = [
            (statement.theirs, statement)
            for statement in self.statements
            if statement.gap is not None and abs(statement.gap) <= NEAR and statement.theirs
        ]
        return [statement for _, statement in sorted(near, key=lambda pair: -pair[0])][:A_FEW]

    @property
    def surprises(self) -> list[StatementRatings]:
        """Lines on which others see something else; the widest gap first."""
        far = [
            (abs(statement.gap), statement)
            for statement in self.statements
            if statement.gap is not None and abs(statement.gap) >= FAR
        ]
        return [statement for _, statement in sorted(far, key=lambda pair: -pair[0])][:A_FEW]

    @property
    def seen_most(self) -> list[StatementRatings]:
        return self._sort_by_others(highest=True)

    @property
    def seen_least(self) -> list[StatementRatings]:
        return self._sort_by_others(highest=False)

    def _sort_by_others(self, *, highest: bool) -> list[StatementRatings]:
        heard = [(statement.theirs, statement) for statement in self.statements if statement.theirs is not None]
        return [statement for _, statement in sorted(heard, key=lambda pair: -pair[0] if highest else pair[0])][:A_FEW]


def table_unit(table: CountTable) -> str:
    return table.groups[0] if len(table.groups) == 1 else JOINED


def pool_tables(lines: Iterable[StatementDisclosure]) -> PooledTables:
    """Add up what lines show, row by row."""
    tables: dict[str, list[CountTable]] = {}
    totals: list[CountTable] = []
    for shown in lines:
        for table in shown.tables:
            tables.setdefault(table_unit(table), []).append(table)
        if shown.total:
            totals.append(shown.total)
    return PooledTables({unit: add_up(own) for unit, own in tables.items()}, add_up(totals) if totals else None)


def table_mean(table: CountTable | None) -> Fraction | None:
    if table is None or not table.people:
        return None
    return Fraction(sum(point * count for point, count in enumerate(table.counts, start=1)), table.people)


def analyse_report(
    lines: Sequence[Statement], disclosed: FeedbackDisclosure, content: Mapping[str, Any]
) -> ReportAnalysis:
    """Put a report in order. content: "mine", "value", "change", "examples" and "helped" as they were kept."""
    heard = [_statement_ratings(line, disclosed.statements[line.key], content) for line in lines]
    grouped: dict[str, list[StatementRatings]] = {}
    for statement in heard:
        grouped.setdefault(statement.statement.capability_key, []).append(statement)
    return ReportAnalysis(
        capabilities=tuple(_capability_ratings(own) for own in grouped.values()),
        states=disclosed.states,
        value=tuple(content["value"]),
        change=tuple(content["change"]),
        helped=content["helped"],
    )


def _statement_ratings(line: Statement, shown: StatementDisclosure, content: Mapping[str, Any]) -> StatementRatings:
    choice = content["mine"].get(line.key, "")
    return StatementRatings(
        mine=Fraction(choice) if choice.isdigit() else None,
        theirs=_mean_of_others(shown.total, shown.tables),
        statement=line,
        shown=shown,
        examples=tuple(content["examples"].get(line.key, ())),
    )


def _capability_ratings(lines: Sequence[StatementRatings]) -> CapabilityRatings:
    return CapabilityRatings(
        mine=_mean_of_known([line.mine for line in lines]),
        theirs=_mean_of_known([line.theirs for line in lines]),
        key=lines[0].statement.capability_key,
        title=lines[0].statement.capability,
        statements=tuple(lines),
        pooled=pool_tables(line.shown for line in lines),
    )


def _mean_of_known(points: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of what is known, when at least half is."""
    known = [point for point in points if point is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) * 2 >= len(points) else None


def _mean_of_others(total: CountTable | None, tables: Sequence[CountTable]) -> Fraction | None:
    """The mean of all that is shown together; with too few for a total, of the largest table of three or more."""
    if total is not None:
        return table_mean(total)
    enough = [table for table in tables if table.people >= MIN_GROUP]
    return table_mean(max(enough, key=lambda table: table.people, default=None))
