"""When figures about choices are published, and what they say. Pure, and the only place that decides it.

1. A person counts once: the first time they do an activity, as it stood a week after they began. So what is counted of
   them never changes.
2. Some choices are replaced at random before they are counted (`random_draws`).
3. Figures of a role are first published when 20 people of it count. They change when 10 more people count who began
   later than those, and at most once a week.
4. Only shares in tenths are published, and the number of people in tens. Nothing is ever ‘everyone’ or ‘no one’: the
   ends are ‘fewer than 1 in 10’ and ‘more than 9 in 10’.
5. An item that fewer than about 10 people answered has no figures.

Rules 3 to 5 depend on who took part and on what was counted after rule 2, never on what people really chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ettle.activities.choice_figures.choice_items import NOT_REACHED
from ettle.activities.choice_figures.random_draws import estimate_people

TENTHS = 10
ENDED = "ended"


@dataclass(frozen=True)
class FigureRules:
    """settles: how long after its beginning an attempt is counted as it stands. every: least time between two changes.

    true_share: the share of choices that are counted as they were made, 0 to 1. The others are numbers of people.
    """

    settles: timedelta = timedelta(days=7)
    every: timedelta = timedelta(days=7)
    fewest_people: int = 20
    fewest_new: int = 10
    fewest_answers: int = 10
    true_share: float = 0.75


RULES = FigureRules()


@dataclass(frozen=True)
class RoleFigures:
    """What is published about the people of one role.

    people: rounded down to tens. items: key of an item -> option -> tenths of those who answered. reached: for each
    step the tenths of people who took it or had ended before it. ended: the tenths of people who reached an end.
    """

    people: int
    items: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reached: tuple[int, ...] = ()
    ended: int = 0


def list_progress_values(steps: int) -> tuple[str, ...]:
    """What can be counted of how far a person came: steps taken without an end, or that they reached an end."""
    return (*map(str, range(steps + 1)), ENDED)


def is_due(
    began: Sequence[datetime],
    *,
    published_at: datetime | None,
    counted_until: datetime | None,
    now: datetime,
    rules: FigureRules = RULES,
) -> bool:
    """Whether figures are to be published now. began: when each person of the role began who would be counted.

    published_at, counted_until: of the figures there are; None when there are none.
    """
    if len(began) < rules.fewest_people:
        return False
    if published_at is None or counted_until is None:
        return True
    newcomers = sum(at > counted_until for at in began)
    return newcomers >= rules.fewest_new and now - published_at >= rules.every


def publish_figures(
    people: int,
    counts: Mapping[str, Mapping[str, int]],
    values: Mapping[str, Sequence[str]],
    progress: Mapping[str, int],
    steps: int,
    rules: FigureRules = RULES,
) -> RoleFigures:
    """Make figures of what was counted after some of it was replaced.

    counts: item -> value -> people. values: item -> its values. progress: value -> people (`list_progress_values`).
    """
    shown = {key: _publish_item(counts.get(key, {}), own, people, rules) for key, own in values.items()}
    reached, ended = _publish_progress(progress, steps, people, rules)
    return RoleFigures(
        people=people // TENTHS * TENTHS,
        items={key: tenths for key, tenths in shown.items() if tenths},
        reached=reached,
        ended=ended,
    )


def _publish_item(
    counts: Mapping[str, int], values: Sequence[str], people: int, rules: FigureRules
) -> dict[str, int] | None:
    def estimate(counted: int, kinds: int) -> float:
        return estimate_people(counted, people, chance=kinds / len(values), true_share=rules.true_share)

    options = [value for value in values if value != NOT_REACHED]
    answered = estimate(sum(counts.get(option, 0) for option in options), len(options))
    if answered < rules.fewest_answers:
        return None
    return {option: _to_tenths(estimate(counts.get(option, 0), 1) / answered) for option in options}


def _publish_progress(
    counts: Mapping[str, int], steps: int, people: int, rules: FigureRules
) -> tuple[tuple[int, ...], int]:
    values = list_progress_values(steps)

    def share(behind: Sequence[str]) -> float:
        counted = sum(counts.get(value, 0) for value in behind)
        chance = len(behind) / len(values)
        return estimate_people(counted, people, chance=chance, true_share=rules.true_share) / people if people else 0.0

    reached = [_to_tenths(share(values[step:])) for step in range(1, steps + 1)]
    # Chance may make a later step look better than one before it.
    lowest = [min(reached[: place + 1]) for place in range(len(reached))]
    return tuple(lowest), min([*lowest, _to_tenths(share((ENDED,)))])


def _to_tenths(share: float) -> int:
    """Rounded to tenths, half up: 0 means fewer than 1 in 10, and 10 more than 9 in 10."""
    return max(0, min(TENTHS, int(share * TENTHS + 0.5))) if share > 0 else 0
