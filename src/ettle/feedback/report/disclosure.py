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

MIN_GROUP = 3
MIN_TOTAL = 4


class GroupState(Enum):
    """How one group fares; the words stand where its number would be."""

    APART = "shown apart"
    ALONE = "shown alone, as they were told"
    JOINED = "fewer than 3: joined with others"
    LEFT_OUT = "fewer than 3: not shown"


@dataclass(frozen=True)
class SubmittedAnswers:
    """One sheet that was sent. points: line -> point of the scale; a line that was not seen or skipped is not there."""

    group: str
    points: Mapping[str, int]


@dataclass(frozen=True)
class CountTable:
    """How many people gave each point of the scale, from the lowest to the highest; groups: whose answers these are."""

    groups: tuple[str, ...]
    counts: tuple[int, ...]

    @property
    def people(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class StatementDisclosure:
    """What may be shown of one line. total: the sum of the tables; None when it would hold fewer than four."""

    states: Mapping[str, GroupState]
    tables: tuple[CountTable, ...]
    total: CountTable | None


@dataclass(frozen=True)
class FeedbackDisclosure:
    """What may be shown of a whole 360.

    voices: places of the sheets whose comments may be shown. examples: line -> places of the sheets whose example for
    that line may be shown.
    """

    states: Mapping[str, GroupState]
    statements: Mapping[str, StatementDisclosure] = field(default_factory=dict)
    voices: tuple[int, ...] = ()
    examples: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def disclose_answers(
    given: Sequence[SubmittedAnswers], *, lines: Sequence[str], highest: int, may_be_alone: Collection[str] = ()
) -> FeedbackDisclosure:
    """Apply the rule to every line and to the comments.

    highest: the scale runs from 1 to this. may_be_alone: the groups whose people were told, before they answered, that
    a person who answers alone is not anonymous.
    """
    sheets = Counter(answer.group for answer in given)
    # Alone in the whole 360, not only on one line: of two managers, neither is shown where the other saw nothing.
    alone = {group for group in may_be_alone if sheets[group] == 1}
    overall = group_states(sheets, alone=alone)
    by_line = {line: _disclose_statement(line, given, sheets, alone, highest) for line in lines}
    return FeedbackDisclosure(
        states=overall,
        statements=by_line,
        voices=tuple(place for place, answer in enumerate(given) if overall[answer.group] is not GroupState.LEFT_OUT),
        examples={line: _shown_examples(line, given, shown) for line, shown in by_line.items()},
    )


def group_states(people: Mapping[str, int], *, alone: Collection[str] = ()) -> dict[str, GroupState]:
    """How each group fares, given how many of its people answered."""
    small = [group for group in people if people[group] < MIN_GROUP and group not in alone]
    together = GroupState.JOINED if sum(people[group] for group in small) >= MIN_GROUP else GroupState.LEFT_OUT
    found = dict.fromkeys(small, together)
    return {group: found.get(group, GroupState.ALONE if group in alone else GroupState.APART) for group in people}


def _disclose_statement(
    line: str, given: Sequence[SubmittedAnswers], sheets: Counter[str], alone: set[str], highest: int
) -> StatementDisclosure:
    answered = [(answer.group, answer.points[line]) for answer in given if line in answer.points]
    people = {group: sum(other == group for other, _ in answered) for group in sheets}
    states = group_states(people, alone=alone)
    apart = [
        (group,) for group, state in states.items() if state in {GroupState.APART, GroupState.ALONE} and people[group]
    ]
    joined = tuple(group for group, state in states.items() if state is GroupState.JOINED)
    tables = tuple(_count_points(groups, answered, highest) for groups in [*apart, joined] if groups)
    return StatementDisclosure(states=states, tables=tables, total=_total_table(tables))


def _count_points(groups: tuple[str, ...], answered: Sequence[tuple[str, int]], highest: int) -> CountTable:
    points = Counter(point for group, point in answered if group in groups)
    return CountTable(groups, tuple(points[point] for point in range(1, highest + 1)))


def _total_table(tables: Sequence[CountTable]) -> CountTable | None:
    if sum(table.people for table in tables) < MIN_TOTAL:
        return None
    return add_up(tables)


def add_up(tables: Sequence[CountTable]) -> CountTable:
    """The sum of tables that are shown, which tells nothing that they do not tell. At least one."""
    groups = dict.fromkeys(group for table in tables for group in table.groups)
    return CountTable(tuple(groups), tuple(map(sum, zip(*(table.counts for table in tables), strict=True))))


def _shown_examples(line: str, given: Sequence[SubmittedAnswers], shown: StatementDisclosure) -> tuple[int, ...]:
    seen = {group for table in shown.tables for group in table.groups}
    return tuple(place for place, answer in enumerate(given) if line in answer.points and answer.group in seen)
