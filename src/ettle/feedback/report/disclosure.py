"""What may be shown of answers in a 360 without showing anyone's own. Pure, and the only place that decides it.

1. A group of three or more is shown apart, also when all of them gave the same answer: observers are told this before
   they answer.
2. The only manager who answers is shown alone, if told so before answering.
3. All answers of the other groups form a remainder. Three or more are shown together if nobody's answer follows from
   the table (5). One or two are left out wholly, of tables and totals.
4. The total is made of what is shown, and is shown when it holds four or more.
5. A joined table in which everyone gave the same point is left out. So is one that would show somebody's point to a
   reader who takes it that the people of a group used a shorter form (`narrow`): of the points 4, 4 and 5, the one
   person who could not choose 5 gave 4.
6. Comments follow the rule for the group of the person who wrote them, counted over whole sheets.
7. The rule is applied to each statement by itself: "not seen" may bring a group under three on one statement. An
   example that was given with a statement follows that statement.

Why nothing can be found by subtraction: on each statement the tables shown are of different people, each of three or
more, and every other number is a sum of tables shown. So a sum or a difference of whatever is published only ever gives
unions of those tables. A capability is added up from its statements as they are shown, never from the answers.

Why nothing can be found from what is absent: a joined table is left out for each point that all could have given, so
that it is left out says nothing about which. Groups that were too few, and groups left out by rule 5, have one state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

MIN_GROUP = 3
MIN_TOTAL = 4


def gettext_noop(words: str) -> str:
    """Mark words that are translated where they are shown. Django’s own needs settings; these rules need nothing."""
    return words


class GroupState(Enum):
    """How one group fares; the words, translated, stand where its number would be."""

    APART = gettext_noop("shown apart")
    ALONE = gettext_noop("shown alone, as they were told")
    JOINED = gettext_noop("fewer than 3: joined with others")
    LEFT_OUT = gettext_noop("fewer than 3: not shown")  # also where a joined table would have shown somebody's answer


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
    given: Sequence[SubmittedAnswers],
    *,
    lines: Sequence[str],
    highest: int,
    may_be_alone: Collection[str] = (),
    narrow: Mapping[str, Mapping[str, Collection[int]]] | None = None,
) -> FeedbackDisclosure:
    """Apply the rule to every line and to the comments.

    highest: the scale runs from 1 to this. may_be_alone: the groups whose people were told, before they answered, that
    a person who answers alone is not anonymous. narrow: line -> group -> the points that a shorter form offers to this
    group, which its people need not use.
    """
    sheets = Counter(answer.group for answer in given)
    # Alone in the whole 360, not only on one line: of two managers, neither is shown where the other saw nothing.
    alone = {group for group in may_be_alone if sheets[group] == 1}
    overall = group_states(sheets, alone=alone)
    narrowed = narrow or {}
    by_line = {
        line: _disclose_statement(_points_by_group(line, given, sheets), sheets, alone, highest, narrowed.get(line, {}))
        for line in lines
    }
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


def _points_by_group(line: str, given: Sequence[SubmittedAnswers], groups: Iterable[str]) -> dict[str, list[int]]:
    """What the people of each group answered to a line; an empty list for a group in which no one did."""
    points: dict[str, list[int]] = {group: [] for group in groups}
    for answer in given:
        if line in answer.points:
            points[answer.group].append(answer.points[line])
    return points


def _disclose_statement(
    points: Mapping[str, Sequence[int]],
    sheets: Mapping[str, int],
    alone: set[str],
    highest: int,
    narrow: Mapping[str, Collection[int]],
) -> StatementDisclosure:
    states = group_states({group: len(own) for group, own in points.items()}, alone=alone)
    joined = tuple(group for group, state in states.items() if state is GroupState.JOINED)
    if _is_anyone_certain(
        [point for group in joined for point in points[group]],
        [(min(sheets[group], MIN_GROUP - 1), narrow[group]) for group in joined if group in narrow],
    ):
        states |= dict.fromkeys(joined, GroupState.LEFT_OUT)
        joined = ()
    apart = [
        (group,) for group, state in states.items() if state in {GroupState.APART, GroupState.ALONE} and points[group]
    ]
    tables = tuple(_count_points(groups, points, highest) for groups in [*apart, joined] if groups)
    return StatementDisclosure(states=states, tables=tables, total=_total_table(tables))


def _is_anyone_certain(points: Sequence[int], narrow: Iterable[tuple[int, Collection[int]]]) -> bool:
    """Would one table of these points show what somebody answered, to a reader who knows how many each group are.

    A reader who knows no more cannot tell people apart: only a table of one point shows anything. A reader who takes it
    that a group used a shorter form tells its people from the others. narrow: for each such group, how many of it can
    be in the table, and the points they could choose. Whether they are in it must not decide, or a table would show
    that they answered.
    """
    return len(set(points)) < 2 or any(_shows_by_form(points, most, offered) for most, offered in narrow)


def _shows_by_form(points: Sequence[int], most: int, offered: Collection[int]) -> bool:
    """Does a table of these points show somebody's, if some of its people (at most `most`) could choose only `offered`.

    Those people gave any point in the table that was offered: with one such point it is known, with none they left
    the statement out. If they gave all of those points, the others gave the rest: with one such point it is known.
    """
    inside = [point for point in points if point in offered]
    outside = {point for point in points if point not in offered}
    return len(set(inside)) < 2 or (len(inside) <= most and len(outside) == 1)


def _count_points(groups: tuple[str, ...], points: Mapping[str, Sequence[int]], highest: int) -> CountTable:
    counts = Counter(point for group in groups for point in points[group])
    return CountTable(groups, tuple(counts[point] for point in range(1, highest + 1)))


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
