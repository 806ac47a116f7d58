"""What may be shown of answers in a 360 without showing anybody's own. Pure, and the only place that decides it.

1. A group of three or more is shown apart.
2. The only manager who answers is shown alone, if told so before answering.
3. All answers of the other groups form a remainder. Three or more are shown together; one or two are left out wholly,
   of tables and totals.
4. The total is made of what is shown, and is shown when it holds four or more.
5. Comments follow the rule for the group of the person who wrote them, counted over whole sheets.
6. The rule is applied to each line anew: "not seen" may bring a group under three on one line. An example that was
   given with a line follows that line.

Why nothing can be found by subtraction: on each line the tables shown are of different people, each of three or more,
and every other number is a sum of tables shown. So a sum or a difference of whatever is published only ever gives
unions of those tables. A capability is added up from its lines as they are shown, never from the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

SMALLEST = 3
SMALLEST_TOTAL = 4


class State(Enum):
    """How one group fares; the words stand where its number would be."""

    APART = "shown apart"
    ALONE = "shown alone, as they were told"
    JOINED = "fewer than 3: joined with others"
    LEFT_OUT = "fewer than 3: not shown"


@dataclass(frozen=True)
class Given:
    """One sheet that was sent. points: line -> point of the scale; a line that was not seen or skipped is not there."""

    group: str
    points: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """How many people gave each point of the scale, from the lowest to the highest; groups: whose answers these are."""

    groups: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def people(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Shown:
    """What may be shown of one line. total: the sum of the tables; None when it would hold fewer than four."""

    states: Mapping[str, State]
    tables: tuple[Table, ...]
    total: Table | None


@dataclass(frozen=True)
class Disclosed:
    """What may be shown of a whole 360.

    voices: places of the sheets whose comments may be shown. examples: line -> places of the sheets whose example for
    that line may be shown.
    """

    states: Mapping[str, State]
    lines: Mapping[str, Shown] = field(default_factory=dict)
    voices: tuple[int, ...] = ()
    examples: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def disclose(
    given: Sequence[Given], *, lines: Sequence[str], highest: int, may_be_alone: Collection[str] = ()
) -> Disclosed:
    """Apply the rule to every line and to the comments.

    highest: the scale runs from 1 to this. may_be_alone: the groups whose people were told, before they answered, that
    a person who answers alone is not anonymous.
    """
    sheets = Counter(one.group for one in given)
    # Alone in the whole 360, not only on one line: of two managers, neither is shown where the other saw nothing.
    alone = {group for group in may_be_alone if sheets[group] == 1}
    overall = states(sheets, alone=alone)
    by_line = {line: _line(line, given, sheets, alone, highest) for line in lines}
    return Disclosed(
        states=overall,
        lines=by_line,
        voices=tuple(place for place, one in enumerate(given) if overall[one.group] is not State.LEFT_OUT),
        examples={line: _examples(line, given, shown) for line, shown in by_line.items()},
    )


def states(people: Mapping[str, int], *, alone: Collection[str] = ()) -> dict[str, State]:
    """How each group fares, given how many of its people answered."""
    small = [group for group in people if people[group] < SMALLEST and group not in alone]
    together = State.JOINED if sum(people[group] for group in small) >= SMALLEST else State.LEFT_OUT
    found = dict.fromkeys(small, together)
    return {group: found.get(group, State.ALONE if group in alone else State.APART) for group in people}


def _line(line: str, given: Sequence[Given], sheets: Counter[str], alone: set[str], highest: int) -> Shown:
    answered = [(one.group, one.points[line]) for one in given if line in one.points]
    people = {group: sum(other == group for other, _ in answered) for group in sheets}
    stands = states(people, alone=alone)
    apart = [(group,) for group, state in stands.items() if state in {State.APART, State.ALONE} and people[group]]
    joined = tuple(group for group, state in stands.items() if state is State.JOINED)
    tables = tuple(_table(groups, answered, highest) for groups in [*apart, joined] if groups)
    return Shown(states=stands, tables=tables, total=_total(tables))


def _table(groups: tuple[str, ...], answered: Sequence[tuple[str, int]], highest: int) -> Table:
    points = Counter(point for group, point in answered if group in groups)
    return Table(groups, tuple(points[point] for point in range(1, highest + 1)))


def _total(tables: Sequence[Table]) -> Table | None:
    if sum(table.people for table in tables) < SMALLEST_TOTAL:
        return None
    return add_up(tables)


def add_up(tables: Sequence[Table]) -> Table:
    """The sum of tables that are shown, which tells nothing that they do not tell. At least one."""
    groups = dict.fromkeys(group for table in tables for group in table.groups)
    return Table(tuple(groups), tuple(map(sum, zip(*(table.counts for table in tables), strict=True))))


def _examples(line: str, given: Sequence[Given], shown: Shown) -> tuple[int, ...]:
    seen = {group for table in shown.tables for group in table.groups}
    return tuple(place for place, one in enumerate(given) if line in one.points and one.group in seen)
