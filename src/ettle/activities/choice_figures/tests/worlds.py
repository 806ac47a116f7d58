"""Every world that could lie behind published figures, so that a test can ask what they determine.

A world is what each person chose. The attacker knows the rule, who took part and when, and what everyone chose but one
person, the target; some of the others may be accounts of the attacker. They look at every publication of a sequence of
events. They do not know what was drawn for anyone. What the target chose is determined if, with what the attacker
knows, only one choice fits what they saw.

People whose part in the events is the same are exchangeable, because only counts are published; so what they chose and
what was drawn for them is listed in one order only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement, product

from ettle.activities.choice_figures.publication_rule import FigureRules, RoleFigures, is_due, publish_figures
from ettle.activities.choice_figures.random_draws import draw_value

ITEM = "first"
VALUES = ("", "left", "right")  # of the item; the first is that someone did not get there
START = datetime(2026, 3, 2, tzinfo=UTC)
SMALL = FigureRules(fewest_people=3, fewest_new=2, fewest_answers=1)
NAIVE = FigureRules(every=timedelta(0), fewest_people=1, fewest_new=1, fewest_answers=1, true_share=1.0)
WITHOUT_CHANCE = replace(SMALL, true_share=1.0)
TRIED_SECRETS = 60


@dataclass(frozen=True)
class Group:
    """People with the same part in the events. day: when they began. roles: theirs at each count, by its number.

    No roles at a count: they have not begun long enough ago, or their account is erased.
    """

    size: int
    day: int
    roles: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Events:
    """target: the one person whose choice the attacker wants. days: when figures are counted."""

    name: str
    target: Group
    others: tuple[Group, ...]
    days: tuple[int, ...] = (7, 14)


Publication = tuple[tuple[str, ...], str]  # the roles whose figures are new, and all figures that are shown
Drawn = tuple[tuple[str, ...], ...]  # of the target, and of each group of others, what was counted of each person
EVERYONE: tuple[str, ...] = ("",)
TWO_AND_TWO = (Group(2, 0, (EVERYONE,) * 2), Group(2, 8, ((), EVERYONE)))
EVENTS = (
    Events("the target is there from the beginning", Group(1, 0, (EVERYONE,) * 2), TWO_AND_TWO),
    Events("the target joins between two counts", Group(1, 8, ((), EVERYONE)), (
        Group(3, 0, (EVERYONE,) * 2),
        Group(1, 8, ((), EVERYONE)),
    )),
    Events("the target's account is erased between two counts", Group(1, 0, (EVERYONE, ())), TWO_AND_TWO),
    Events("the target changes their role between two counts", Group(1, 0, (("a",), ("b",))), (
        Group(2, 0, (("a",), ("a",))),
        Group(2, 0, (("b",), ("b",))),
        Group(2, 8, ((), ("a", "b"))),
    )),
    Events("only the attacker's two accounts join", Group(1, 0, (EVERYONE,) * 3), (
        Group(2, 0, (EVERYONE,) * 3),
        Group(1, 8, ((), EVERYONE, EVERYONE)),
        Group(1, 15, ((), (), EVERYONE)),
    ), days=(7, 14, 21)),
)  # fmt: skip


def possible_draws(value: str, rules: FigureRules) -> frozenset[str]:
    """What may be counted of someone who chose this, tried with many secrets."""
    return frozenset(
        draw_value(
            secret.to_bytes(2, "big"),
            person="target",
            item=ITEM,
            value=value,
            values=VALUES,
            true_share=rules.true_share,
        )
        for secret in range(TRIED_SECRETS)
    )


def find_determined(events: Events, rules: FigureRules) -> list[str]:
    """What publications of these events determine about the target, in words; none is right."""
    draws = {value: possible_draws(value, rules) for value in VALUES}
    seen = {drawn: publish_sequence(events, drawn, rules) for drawn in _list_drawn(events)}
    found = []
    for known in product(*(combinations_with_replacement(VALUES, group.size) for group in events.others)):
        fitting: dict[tuple[Publication, ...], set[str]] = defaultdict(set)
        for drawn_others in product(*(_draw_group(people, draws) for people in known)):
            for choice in VALUES:
                for drawn in draws[choice]:
                    fitting[seen[((drawn,), *drawn_others)]].add(choice)
        found += [
            f"{events.name}: others chose {known}, target chose {choices}, from {published}"
            for published, choices in fitting.items()
            if len(choices) == 1
        ]
    return found


def _list_drawn(events: Events) -> Iterator[Drawn]:
    groups = (events.target, *events.others)
    return product(*(combinations_with_replacement(VALUES, group.size) for group in groups))


def _draw_group(people: Sequence[str], draws: Mapping[str, frozenset[str]]) -> set[tuple[str, ...]]:
    """Everything that may be drawn for a group of people who chose these, in one order."""
    return {tuple(sorted(drawn, key=VALUES.index)) for drawn in product(*(draws[value] for value in people))}


def publish_sequence(events: Events, drawn: Drawn, rules: FigureRules) -> tuple[Publication, ...]:
    """Everything that is shown after each count, and which of it is new: pages say when figures were made."""
    groups = (events.target, *events.others)
    made: dict[str, tuple[datetime, datetime]] = {}
    shown: dict[str, RoleFigures] = {}
    seen: list[Publication] = []
    for number, day in enumerate(events.days):
        now, new = START + timedelta(days=day) + rules.settles, []
        for role in sorted({role for group in groups for role in group.roles[number]}):
            people = [(group, own) for group, own in zip(groups, drawn, strict=True) if role in group.roles[number]]
            began = [START + timedelta(days=group.day) for group, _own in people for _ in range(group.size)]
            published_at, counted_until = made.get(role, (None, None))
            if is_due(began, published_at=published_at, counted_until=counted_until, now=now, rules=rules):
                shown[role] = _publish([value for _group, own in people for value in own], rules)
                made[role] = (now, now - rules.settles)
                new.append(role)
        seen.append((tuple(new), repr(sorted(shown.items()))))
    return tuple(seen)


def _publish(values: Sequence[str], rules: FigureRules) -> RoleFigures:
    counts = {ITEM: {value: values.count(value) for value in VALUES}}
    return publish_figures(len(values), counts, {ITEM: VALUES}, {}, 0, rules)
