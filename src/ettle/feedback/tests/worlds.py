"""Every world that could lie behind a report, so that a test can ask what a report determines.

A world is a layout (how many people of each group sent a sheet) with an answer of each of them to each statement: a
point, or None where the statement was left out or not seen. Two attackers read what is published. Both know the layout
and the rule of disclosure, and compare what they read with what every possible world would have published:

- one also knows who left which statement out, and wants the point that somebody gave;
- one does not, and wants to know whether somebody left a statement out, or else which point they gave.

Two reductions keep the worlds few, and lose nothing:

- The people of one group are exchangeable, because disclosure sees only their group: a world with two of them exchanged
  publishes the same. So a group's answers are listed in one order only, and what somebody may have answered is whatever
  anyone of the group answered in a world that fits.
- Disclosure treats the names of groups alike, but for the manager's (who may be alone) and for a group that has a
  shorter form. So the others are listed by size, the largest first.

Tests show that both exchanges change nothing (test_worlds).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

from ettle.feedback.observer_groups import Group
from ettle.feedback.report.disclosure import MIN_GROUP, SubmittedAnswers, disclose_answers
from ettle.feedback.report.serialisation import disclosure_to_json

MANAGER, SUPPORTED = Group.MANAGER.value, Group.SUPPORTED.value
# The answers of one person, a value for each statement; of one group; of everyone, in the order of the layout.
Answers = tuple[int | None, ...]
GroupAnswers = tuple[Answers, ...]
World = tuple[GroupAnswers, ...]
Layout = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Questions:
    """What is asked. narrow: the points of a shorter form for people supported; none when there is no such form.

    is_narrow_used: the attacker takes it that all people supported used that form, and is right.
    """

    highest: int
    statements: int = 1
    narrow: tuple[int, ...] = ()
    is_narrow_used: bool = False

    @property
    def keys(self) -> list[str]:
        return [f"vis.{number}" for number in range(1, self.statements + 1)]

    def possible_answers(self, group: str) -> list[Answers]:
        """Everything that one person of this group can answer."""
        is_narrow = self.is_narrow_used and group == SUPPORTED
        points = self.narrow if is_narrow else tuple(range(1, self.highest + 1))
        return list(product((None, *points), repeat=self.statements))


def list_layouts(people: int, *, different: tuple[str, ...] = (MANAGER,)) -> Iterator[Layout]:
    """Every way in which up to so many people can be in the five groups, those that are not `different` by size."""
    alike = [group.value for group in Group if group.value not in different]
    for sizes in product(range(people + 1), repeat=len(Group)):
        by_size = list(sizes[len(different) :])
        if sum(sizes) <= people and by_size == sorted(by_size, reverse=True):
            yield tuple((group, size) for group, size in zip((*different, *alike), sizes, strict=True) if size)


def list_worlds(layout: Layout, questions: Questions) -> Iterator[World]:
    """Every set of answers that these people can have given."""
    return product(*(combinations_with_replacement(questions.possible_answers(group), size) for group, size in layout))


def world_to_sheets(layout: Layout, world: World) -> list[SubmittedAnswers]:
    return [
        SubmittedAnswers(group, {f"vis.{n}": point for n, point in enumerate(answers, start=1) if point is not None})
        for (group, _), people in zip(layout, world, strict=True)
        for answers in people
    ]


def publish_world(sheets: Sequence[SubmittedAnswers], questions: Questions) -> str:
    """Everything that is published, as text. Everyone who gave the lowest point is taken to have written an example."""
    keys = questions.keys
    narrow = {key: {SUPPORTED: questions.narrow} for key in keys} if questions.narrow else {}
    shown = disclose_answers(sheets, lines=keys, highest=questions.highest, may_be_alone=(MANAGER,), narrow=narrow)
    examples = {key: sum(sheets[place].points[key] == 1 for place in shown.examples[key]) for key in keys}
    return json.dumps([disclosure_to_json(shown), examples, len(shown.voices)])


def find_determined(layout: Layout, questions: Questions) -> list[str]:
    """What publications of this layout determine about anyone in a group under three, in words; none is right.

    A lone manager, who was told before answering, is left out.
    """
    by_publication: dict[str, list[World]] = defaultdict(list)
    by_publication_and_pattern: dict[tuple[str, str], list[World]] = defaultdict(list)
    for world in list_worlds(layout, questions):
        published = publish_world(world_to_sheets(layout, world), questions)
        by_publication[published].append(world)
        patterns = [sorted(map(_answered, people)) for people in world]
        by_publication_and_pattern[published, repr(patterns)].append(world)
    cases = list(product(range(len(layout)), range(questions.statements)))
    return [
        *(
            f"{layout}: what {layout[place]} did with statement {statement + 1} follows from {published}"
            for published, worlds in by_publication.items()
            for place, statement in cases
            if _is_small(layout[place]) and _is_certain(worlds, place, statement)
        ),
        *(
            f"{layout}: the point of {layout[place]} for statement {statement + 1} follows from {published}"
            for (published, _), worlds in by_publication_and_pattern.items()
            for place, statement in cases
            if _is_protected(layout[place], worlds[0][place], statement) and _is_point_certain(worlds, place, statement)
        ),
    ]


def _answered(answers: Answers) -> tuple[bool, ...]:
    return tuple(point is not None for point in answers)


def _is_small(group: tuple[str, int]) -> bool:
    name, size = group
    return size < MIN_GROUP and not (name == MANAGER and size == 1)


def _is_protected(group: tuple[str, int], people: GroupAnswers, statement: int) -> bool:
    """Did fewer than three of this group answer this statement."""
    name, size = group
    answered = sum(answers[statement] is not None for answers in people)
    return answered < MIN_GROUP and not (name == MANAGER and size == 1)


def _is_certain(worlds: Sequence[World], place: int, statement: int) -> bool:
    return len({answers[statement] for world in worlds for answers in world[place]}) == 1


def _is_point_certain(worlds: Sequence[World], place: int, statement: int) -> bool:
    """Is there someone of this group, known by which statements they answered, of whom only one point is possible."""
    points: dict[tuple[bool, ...], set[int | None]] = defaultdict(set)
    for world in worlds:
        for answers in world[place]:
            points[_answered(answers)].add(answers[statement])
    return any(len(possible) == 1 for pattern, possible in points.items() if pattern[statement])
