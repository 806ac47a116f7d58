"""SD and reliability from this site's own answers, and what they make of people who did not change."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import fmean, stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ettle.instruments import actions as instrument_actions
from ettle.instruments.models import Norm as NormRow
from ettle.instruments.models import StatementSet
from ettle.instruments.queries import build_profile
from ettle.instruments.types import NormStatistics, Statement
from ettle.journey import actions
from ettle.journey.comparison import norms, reliable_change
from ettle.journey.comparison.reliable_change import reliable_change_index
from ettle.journey.models import Assessment, Result
from ettle.journey.tests import factories
from ettle.people.models import User
from ettle.people.tests import cast

LINES = [
    Statement(f"vis.{number}", f"Line {number}", f"vis.{number}", "Theme", "vis", "Vision") for number in range(1, 5)
]
KEYS = [line.key for line in LINES]
PEOPLE = st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=50, max_size=70)


VISION = {"vis": KEYS}
REWORDED = {"vis": KEYS, "vis again": [*KEYS[:3], "vis.4 again"]}


def measured(people: Iterable[dict[str, str]]) -> dict[str, NormStatistics]:
    """Norms of one capability when everybody answered it once."""
    return norms.compute_norms(VISION, ([choices] for choices in people))


def answers(scores: list[int]) -> dict[str, str]:
    return dict(zip(KEYS, map(str, scores), strict=True))


@given(PEOPLE)
def test_a_norm_is_what_the_textbook_makes_of_the_same_answers(people: list[list[int]]) -> None:
    found = measured(map(answers, people))

    assert math.isclose(found["vis"].sd, stdev([fmean(person) for person in people]), abs_tol=1e-9)
    for place, key in enumerate(KEYS):
        assert math.isclose(found[key].sd, stdev([person[place] for person in people]), abs_tol=1e-9)
    total = variance([Fraction(sum(person)) for person in people])
    if total:
        lines = sum(variance([Fraction(person[place]) for person in people]) for place in range(4))
        alpha = float(Fraction(4, 3) * (1 - lines / total))
        low = 1 - (1 - alpha) * math.exp(1.645 * math.sqrt(8 / (3 * (len(people) - 2))))
        known = found["vis"].reliability
        assert math.isclose(known or 0, low if low > 0 else 0, abs_tol=1e-9)


def test_fewer_than_fifty_people_say_nothing() -> None:
    assert measured([answers([1, 2, 3, 4])] * 49) == {}


def test_people_who_left_a_line_out_do_not_count_towards_the_fifty() -> None:
    some = [answers([1, 2, 3, 4]) | {"vis.2": "not-sure"}] * 30

    assert measured([*some, *[answers([4, 3, 2, 1])] * 49]) == {}


@pytest.mark.parametrize("alike", [[3, 3, 3, 3], [1, 5, 1, 5]])
def test_answers_that_do_not_differ_between_people_give_no_reliability(alike: list[int]) -> None:
    found = measured([answers(alike)] * 60)

    assert {norm.reliability for norm in found.values()} == {None}


def again(choices: dict[str, str]) -> dict[str, str]:
    """The same answers when the last line was asked in other words."""
    return {f"{key} again" if key == KEYS[3] else key: word for key, word in choices.items()}


def test_a_reworded_line_starts_anew_and_leaves_its_neighbours_as_they_were() -> None:
    chance = random.Random(1)
    before = [[_answered(chance, 0.7, 0.7, 3.3)] for _ in range(60)]
    after = [[again(_answered(chance, 0.7, 0.7, 3.3))] for _ in range(49)]

    found = norms.compute_norms(REWORDED, [*before, *after])

    assert {key: norm.people for key, norm in found.items()} == {"vis": 60, KEYS[3]: 60} | dict.fromkeys(KEYS[:3], 109)
    assert norms.compute_norms(REWORDED, [*before, *after, after[0]])["vis again"].people == 50


def test_whoever_comes_back_counts_the_first_time_in_every_wording() -> None:
    first, second = answers([1, 2, 3, 4]), answers([5, 5, 5, 5])

    found = norms.compute_norms(REWORDED, [[first, again(second), second]] * 60)

    assert (found["vis"], found[KEYS[0]]) == (NormStatistics(60, 0, None), NormStatistics(60, 0, None))
    assert found["vis again"].people == 60


@given(PEOPLE, st.randoms())
def test_the_order_in_which_people_are_read_changes_no_norm(people: list[list[int]], chance: random.Random) -> None:
    read = [[again(answers(person)) if sum(person) % 2 else answers(person)] for person in people]
    other = chance.sample(read, len(read))

    assert norms.compute_norms(REWORDED, read) == norms.compute_norms(dict(reversed(REWORDED.items())), other)


def test_the_index_agrees_with_its_authors_own_example() -> None:
    """Jacobson and Truax 1991, page 14: 47.5 before, 32.5 after, SD 7.5, reliability 0.80."""
    assert round(reliable_change_index(47.5, 32.5, sd=7.5, reliability=0.80), 2) == -3.16


@given(st.floats(1, 5), st.floats(1, 5), st.floats(0.1, 2), st.floats(0, 0.99))
def test_the_index_is_the_difference_over_the_spread_of_differences(
    before: float, after: float, sd: float, reliability: float
) -> None:
    error = math.sqrt(2 * (sd * math.sqrt(1 - reliability)) ** 2)

    assert math.isclose(
        reliable_change_index(before, after, sd=sd, reliability=reliability), (after - before) / error, abs_tol=1e-9
    )
    half = reliable_change_index(before, after, sd=sd, reliability=reliability, step=0.25)
    assert abs(half) * error <= abs(after - before) + 1e-9


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.5), (1, 1), (1, -0.1), (-1, 0.5)])
def test_no_index_is_made_from_what_cannot_give_one(sd: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="No index"):
        reliable_change_index(1, 5, sd=sd, reliability=reliability)


@pytest.mark.parametrize("people", [50, 400])
@pytest.mark.parametrize(
    ("pull", "noise", "middle"), [(0.7, 0.7, 3.3), (0.5, 0.8, 3.8), (0.9, 0.5, 3.0), (1.0, 1.0, 4.6), (0.3, 0.9, 3.0)]
)
def test_people_who_did_not_change_are_told_so_nineteen_times_in_twenty(
    people: int, pull: float, noise: float, middle: float
) -> None:
    """Simulated: a steady person answers twice, with chance in each answer; sites differ in how people answer."""
    flagged: dict[str, list[bool]] = {"line": [], "capability": []}
    for seed in range(8):
        chance = random.Random(seed)
        known = measured(_answered(chance, pull, noise, middle) for _ in range(people))
        for _ in range(150):
            steady = chance.gauss(0, 1)
            twice = [_answered(chance, pull, noise, middle, steady) for _ in range(2)]
            for kind, change in _compared(twice, known):
                flagged[kind].append(change.verdict in {reliable_change.Verdict.HIGHER, reliable_change.Verdict.LOWER})

    assert fmean(flagged["line"]) <= 0.05
    assert fmean(flagged["capability"]) <= 0.05


@pytest.mark.parametrize(("pull", "noise", "middle"), [(0.7, 0.7, 3.3), (0.9, 0.5, 3.0), (0.3, 0.9, 3.0)])
def test_nor_are_they_told_otherwise_where_the_best_known_of_several_wordings_speaks(
    pull: float, noise: float, middle: float
) -> None:
    flagged: list[bool] = []
    for seed in range(12):
        chance = random.Random(seed)
        once = [[_answered(chance, pull, noise, middle)] for _ in range(55)]
        later = [[again(_answered(chance, pull, noise, middle))] for _ in range(55)]
        known = norms.compute_norms(REWORDED, [*once, *later])
        for _ in range(150):
            steady = chance.gauss(0, 1)
            twice = [_answered(chance, pull, noise, middle, steady) for _ in range(2)]
            changes = [change for kind, change in _compared(twice, known) if kind == "line"]
            flagged += [
                change.verdict in {reliable_change.Verdict.HIGHER, reliable_change.Verdict.LOWER} for change in changes
            ]

    assert fmean(flagged) <= 0.05


def _answered(
    chance: random.Random, pull: float, noise: float, middle: float, steady: float | None = None
) -> dict[str, str]:
    person = chance.gauss(0, 1) if steady is None else steady
    return answers([max(1, min(5, round(middle + pull * person + chance.gauss(0, noise)))) for _ in KEYS])


def _compared(
    twice: list[dict[str, str]], known: Mapping[str, NormStatistics]
) -> list[tuple[str, reliable_change.Change]]:
    before, after = (build_profile(LINES, choices, {})[0] for choices in twice)
    found = [("capability", reliable_change.compare_capabilities(before, after, known.get("vis")))]
    lines = zip(before.statements, after.statements, strict=True)
    return found + [
        ("line", reliable_change.compare_statements(then, now, known.get(now.statement.key))) for then, now in lines
    ]


def test_somebody_who_moved_from_rarely_to_almost_always_has_changed() -> None:
    norm = NormStatistics(people=80, sd=0.8, reliability=0.6)

    before, after = build_profile(LINES, answers([1] * 4), {})[0], build_profile(LINES, answers([5] * 4), {})[0]

    assert reliable_change.compare_capabilities(before, after, norm).verdict is reliable_change.Verdict.HIGHER
    assert reliable_change.compare_capabilities(after, before, norm).verdict is reliable_change.Verdict.LOWER
    assert reliable_change.compare_capabilities(before, before, norm).verdict is reliable_change.Verdict.SAME


def test_a_capability_with_a_line_left_out_is_not_judged() -> None:
    norm = NormStatistics(people=80, sd=0.8, reliability=0.6)
    whole, part = answers([1] * 4), answers([5] * 4) | {"vis.3": "not-sure"}

    found = reliable_change.compare_capabilities(
        build_profile(LINES, whole, {})[0], build_profile(LINES, part, {})[0], norm
    )

    assert (found.verdict, found.reason) == (reliable_change.Verdict.UNKNOWN, reliable_change.Reason.SOME)


@pytest.mark.django_db
def test_norms_come_from_first_results_and_move_only_with_ten_people_more(now: datetime) -> None:
    sheet = factories.begin_assessment(cast.isla()).sheet
    people = [_with_result(sheet, number, now=now) for number in range(50)]
    _result(sheet, people[0], now=now + timedelta(days=100), choice="5")
    actions.measure_norms.func(at=now.isoformat())
    imprint = sheet.fingerprints()["vis"]
    first = NormRow.objects.get(imprint=imprint)

    _with_result(sheet, 50, now=now)
    actions.measure_norms.func(at=now.isoformat())

    assert (first.people, NormRow.objects.get(imprint=imprint).people) == (50, 50)
    for number in range(51, 60):
        _with_result(sheet, number, now=now)
    actions.measure_norms.func(at=now.isoformat())
    assert NormRow.objects.get(imprint=imprint).people == 60


@pytest.mark.django_db
def test_a_new_version_counts_on_where_it_asks_the_same(now: datetime) -> None:
    first = factories.begin_assessment(cast.isla()).sheet
    for number in range(30):
        _with_result(first, number, now=now)
    shorter = instrument_actions.publish_instrument(
        factories.INSTRUMENT.replace(title="Where now?", minutes=7), by=None, now=now
    )
    second = actions.restart(person=cast.isla(), version=shorter, role="frontline", now=now).sheet
    for number in range(30, 50):
        _with_result(second, number, now=now)
    actions.measure_norms.func(at=now.isoformat())

    assert first != second
    assert NormRow.objects.for_statement_set(first) == NormRow.objects.for_statement_set(second)
    assert NormRow.objects.for_statement_set(second)["vis"].people == 50
    scale = (factories.INSTRUMENT.scale[0].replace(label="Never"), *factories.INSTRUMENT.scale[1:])
    another = instrument_actions.publish_instrument(factories.INSTRUMENT.replace(scale=scale), by=None, now=now)
    third = actions.restart(person=cast.isla(), version=another, role="frontline", now=now).sheet
    assert NormRow.objects.for_statement_set(third) == {}


def _with_result(sheet: StatementSet, number: int, *, now: datetime) -> User:
    person = User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
    _result(sheet, person, now=now, choice=str(1 + number % 5))
    return person


def _result(sheet: StatementSet, person: User, *, now: datetime, choice: str) -> None:
    assessment = Assessment.objects.create(person=person, sheet=sheet, begun_at=now, ended_at=now)
    answers = {line.key: choice for line in sheet.statements()}
    Result.objects.create(assessment=assessment, answers=answers, importances={}, finished_at=now)
