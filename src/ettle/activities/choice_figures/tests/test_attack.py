"""Nothing that is published ever determines what one person chose: tried over every possible world."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from ettle.activities.choice_figures.publication_rule import RULES, FigureRules, is_due, publish_figures
from ettle.activities.choice_figures.random_draws import draw_value
from ettle.activities.choice_figures.tests.worlds import (
    EVENTS,
    ITEM,
    NAIVE,
    SMALL,
    START,
    VALUES,
    WITHOUT_CHANCE,
    Events,
    find_determined,
    possible_draws,
    publish_sequence,
)

by_name = pytest.mark.parametrize("events", EVENTS, ids=lambda events: events.name)


@by_name
def test_no_choice_is_determined_for_someone_who_knows_all_others(events: Events) -> None:
    assert find_determined(events, SMALL) == []


@by_name
@pytest.mark.parametrize("rules", [NAIVE, WITHOUT_CHANCE], ids=["naive", "rounded, in steps, without chance"])
def test_the_attack_finds_what_other_rules_would_tell(events: Events, rules: FigureRules) -> None:
    assert find_determined(events, rules)


def test_the_events_lead_to_the_publications_that_are_compared() -> None:
    new = {
        events.name: [
            roles
            for roles, _shown in publish_sequence(
                events, tuple(("left",) * group.size for group in (events.target, *events.others)), SMALL
            )
        ]
        for events in EVENTS
    }

    twice = [("",), ("",)]
    assert list(new.values()) == [twice, twice, twice, [("a",), ("a", "b")], [("",), (), ("",)]]


def test_everyone_may_be_counted_with_any_value() -> None:
    assert {value: possible_draws(value, RULES) for value in VALUES} == dict.fromkeys(VALUES, frozenset(VALUES))


def test_what_is_drawn_is_the_same_at_every_count_and_in_every_role() -> None:
    def draw(secret: bytes, person: str, item: str) -> str:
        return draw_value(secret, person=person, item=item, value="left", values=VALUES, true_share=0.0)

    assert len({draw(b"secret", "isla", "first") for _ in range(50)}) == 1
    for changed in ([(b"secret", str(n), "x") for n in range(50)], [(bytes([n]), "isla", "x") for n in range(50)]):
        assert {draw(*each) for each in changed} == set(VALUES)


def test_three_in_four_are_counted_as_they_chose_and_the_others_as_anything() -> None:
    drawn = [
        draw_value(b"secret", person=str(n), item=ITEM, value="left", values=VALUES, true_share=RULES.true_share)
        for n in range(6_000)
    ]

    assert RULES.true_share == 0.75
    assert drawn.count("left") / 6_000 == pytest.approx(0.75 + 0.25 / 3, abs=0.02)
    assert drawn.count("right") / 6_000 == pytest.approx(0.25 / 3, abs=0.02)


def test_figures_move_only_when_ten_more_people_count_and_a_week_has_passed() -> None:
    first = [START + timedelta(minutes=n) for n in range(20)]
    later = [START + timedelta(days=3, minutes=n) for n in range(10)]
    until, published = START + timedelta(days=1), START + timedelta(days=8)
    week = published + timedelta(days=7)

    assert not is_due(first[:19], published_at=None, counted_until=None, now=published)
    assert is_due(first, published_at=None, counted_until=None, now=published)
    assert not is_due([*first, *later[:9]], published_at=published, counted_until=until, now=week)
    assert is_due([*first, *later], published_at=published, counted_until=until, now=week)
    assert not is_due([*first, *later], published_at=published, counted_until=until, now=week - timedelta(seconds=1))
    # Of those who were counted before, five have left: nothing changes by that alone.
    assert not is_due(first[5:], published_at=published, counted_until=until, now=week)
    assert not is_due([*first[12:], *later], published_at=published, counted_until=until, now=week)


def test_nothing_is_ever_everyone_or_no_one_and_few_answers_are_not_shown() -> None:
    def publish(counts: dict[str, int]) -> object:
        return publish_figures(sum(counts.values()), {ITEM: counts}, {ITEM: VALUES}, {}, 0).items.get(ITEM)

    assert publish({"left": 27, "right": 3}) == publish({"left": 30}) == {"left": 10, "right": 0}
    assert publish({"left": 15, "right": 12, "": 3}) == {"left": 6, "right": 4}
    assert publish({"": 25, "left": 5}) is None


@pytest.mark.parametrize(("people", "published"), [(20, 20), (29, 20), (30, 30), (104, 100)])
def test_the_number_of_people_is_rounded_down_to_tens(people: int, published: int) -> None:
    assert publish_figures(people, {}, {}, {}, 0).people == published


def test_where_people_stop_is_a_share_that_only_falls() -> None:
    progress = {"0": 6, "1": 20, "2": 0, "3": 2, "ended": 72}

    figures = publish_figures(100, {}, {}, progress, 3)

    assert all(before >= after for before, after in pairwise(figures.reached))
    assert (figures.reached, figures.ended) == ((10, 8, 8), 8)


def test_what_someone_who_knows_all_others_learns_is_bounded() -> None:
    """At the real size, by exact probabilities: how sure they can become of one choice out of two."""
    assert find_certainty(RULES) == pytest.approx(0.853, abs=0.001)
    assert find_certainty(replace(RULES, true_share=0.999_999)) > 0.99


def find_certainty(rules: FigureRules) -> float:
    """The highest probability of a choice, over all that the other people may have chosen and all that may be shown.

    Before they look, each choice of the target is as likely as the other.
    """
    people = rules.fewest_people
    worst = 0.5
    for known in range(people):
        seen: dict[str, list[float]] = {}
        for place, left in enumerate((known + 1, known)):
            for (lefts, rights), chance in count_distribution(left, people - left, rules.true_share).items():
                counts = {ITEM: {"left": lefts, "right": rights, "": people - lefts - rights}}
                shown = repr(publish_figures(people, counts, {ITEM: VALUES}, {}, 0, rules).items)
                seen.setdefault(shown, [0.0, 0.0])[place] += chance
        worst = max(worst, *(max(pair) / sum(pair) for pair in seen.values()))
    return worst


def count_distribution(left: int, right: int, true_share: float) -> dict[tuple[int, int], float]:
    """How likely it is that so many people are counted as left and as right, when so many chose it."""
    other = (1 - true_share) / len(VALUES)
    found = {(0, 0): 1.0}
    for is_left in [True] * left + [False] * right:
        after: dict[tuple[int, int], float] = {}
        for (lefts, rights), chance in found.items():
            for place, by in (
                ((lefts + 1, rights), other + true_share * is_left),
                ((lefts, rights + 1), other + true_share * (not is_left)),
                ((lefts, rights), other),
            ):
                after[place] = after.get(place, 0.0) + chance * by
        found = after
    return found
