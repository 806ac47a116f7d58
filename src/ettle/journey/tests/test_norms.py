"""SD and reliability from this site's own answers, and what they make of people who did not change."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import correlation, fmean, stdev, variance

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
from ettle.journey.models import Assessment, Result
from ettle.journey.tests import factories
from ettle.journey.tests.simulation import Site, simulate_changes
from ettle.people.models import User
from ettle.people.tests import cast

LINES = [
    Statement(f"vis.{number}", f"Line {number}", f"vis.{number}", "Theme", "vis", "Vision") for number in range(1, 5)
]
KEYS = [line.key for line in LINES]
PEOPLE = st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=50, max_size=70)


NOW = datetime(2026, 3, 2)  # noqa: DTZ001 - only distances between days count
VISION = {"vis": KEYS}
REWORDED = {"vis": KEYS, "vis again": [*KEYS[:3], "vis.4 again"]}


def measured(people: Iterable[dict[str, str]]) -> dict[str, NormStatistics]:
    """Norms of one capability when everyone answered it once."""
    return norms.compute_norms(VISION, ([(NOW, choices)] for choices in people))


def answers(scores: list[int]) -> dict[str, str]:
    return dict(zip(KEYS, map(str, scores), strict=True))


@given(PEOPLE)
def test_a_norm_is_what_the_textbook_makes_of_the_same_answers(people: list[list[int]]) -> None:
    found = measured(map(answers, people))

    assert math.isclose(found["vis"].sd, stdev([fmean(person) for person in people]), abs_tol=1e-9)
    total = variance([Fraction(sum(person)) for person in people])
    if total:
        lines = sum(variance([Fraction(person[place]) for person in people]) for place in range(4))
        alpha = float(Fraction(4, 3) * (1 - lines / total))
        low = 1 - (1 - alpha) * math.exp(1.645 * math.sqrt(8 / (3 * (len(people) - 2))))
        known = found["vis"].consistency
        assert math.isclose(known or 0, low if low > 0 else 0, abs_tol=1e-9)


def test_fewer_than_fifty_people_say_nothing() -> None:
    assert measured([answers([1, 2, 3, 4])] * 49) == {}


def test_people_who_left_a_line_out_do_not_count_towards_the_fifty() -> None:
    some = [answers([1, 2, 3, 4]) | {"vis.2": "not-sure"}] * 30

    assert measured([*some, *[answers([4, 3, 2, 1])] * 49]) == {}


@pytest.mark.parametrize("alike", [[3, 3, 3, 3], [1, 5, 1, 5]])
def test_answers_that_do_not_differ_between_people_give_no_reliability(alike: list[int]) -> None:
    found = measured([answers(alike)] * 60)

    assert {(norm.consistency, norm.reliability) for norm in found.values()} == {(None, None)}


def again(choices: dict[str, str]) -> dict[str, str]:
    """The same answers when the last statement was asked in other words."""
    return {f"{key} again" if key == KEYS[3] else key: word for key, word in choices.items()}


def test_a_reworded_statement_starts_another_norm() -> None:
    before = [[(NOW, answers([1, 2, 3, 4]))], [(NOW, answers([5, 4, 4, 4]))]] * 30
    after = [[(NOW, again(answers([1, 2, 3, 4])))]] * 49

    found = norms.compute_norms(REWORDED, [*before, *after])

    assert {key: norm.people for key, norm in found.items()} == {"vis": 60}
    assert norms.compute_norms(REWORDED, [*before, *after, after[0]])["vis again"].people == 50


def test_someone_who_comes_back_counts_the_first_time_in_every_wording() -> None:
    first, second = answers([1, 2, 3, 4]), answers([5, 5, 5, 5])
    visits = [(NOW, first), (NOW + timedelta(days=200), again(second)), (NOW + timedelta(days=400), second)]

    found = norms.compute_norms(REWORDED, [visits] * 60)

    assert found["vis"] == NormStatistics(60, 0, None)
    assert found["vis again"].people == 60


@pytest.mark.parametrize(("days", "is_pair"), [(13, False), (14, True), (56, True), (57, False)])
def test_people_who_answered_twice_within_weeks_say_how_steady_answers_are(days: int, is_pair: bool) -> None:
    chance = random.Random(1)
    people = []
    for _ in range(60):
        steady = chance.randint(2, 4)
        visits = [[min(5, max(1, steady + chance.randint(-1, 1))) for _ in KEYS] for _ in range(2)]
        people.append([(NOW, answers(visits[0])), (NOW + timedelta(days=days), answers(visits[1]))])

    found = norms.compute_norms(VISION, people)["vis"]

    means = [(fmean(map(int, first.values())), fmean(map(int, second.values()))) for (_, first), (_, second) in people]
    raw = correlation([first for first, _ in means], [second for _, second in means])
    low = math.tanh(math.atanh(raw) - 1.645 / math.sqrt(57))
    assert found.pairs == (60 if is_pair else 0)
    assert found.is_retested is is_pair
    assert math.isclose(found.reliability or 0, low if is_pair else (found.consistency or 0) - 0.30, abs_tol=1e-9)


def test_until_enough_have_answered_twice_consistency_is_discounted() -> None:
    assert NormStatistics(80, 0.8, 0.75, pairs=49, retest=0.9).reliability == pytest.approx(0.45)
    assert NormStatistics(80, 0.8, 0.75, pairs=50, retest=0.6).reliability == 0.6
    assert NormStatistics(80, 0.8, 0.30, pairs=0).reliability is None
    assert NormStatistics(80, 0.8, 0.75, pairs=50, retest=None).error is None


def test_perfect_agreement_is_reliable_and_opposites_say_nothing() -> None:
    assert (
        norms.correlation_lower_bound([(float(number % 5), float(number % 5)) for number in range(60)]) or 0
    ) > 0.999
    assert norms.correlation_lower_bound([(float(number % 5), -float(number % 5)) for number in range(60)]) is None
    assert norms.correlation_lower_bound([(3.0, 3.0)] * 60) is None
    assert norms.correlation_lower_bound([(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]) is None


@given(PEOPLE, st.randoms())
def test_the_order_in_which_people_are_read_changes_no_norm(people: list[list[int]], chance: random.Random) -> None:
    read = [[(NOW, again(answers(person)) if sum(person) % 2 else answers(person))] for person in people]
    other = chance.sample(read, len(read))

    assert norms.compute_norms(REWORDED, read) == norms.compute_norms(dict(reversed(REWORDED.items())), other)


def test_the_error_agrees_with_the_authors_own_example() -> None:
    """Jacobson and Truax 1991, page 14: 47.5 before, 32.5 after, SD 7.5, reliability 0.80: -3.16."""
    error = NormStatistics(80, 7.5, None, pairs=80, retest=0.80).error

    assert error is not None
    assert round((32.5 - 47.5) / (error * math.sqrt(2)), 2) == -3.16


# steady, mood: shares of the variance; the rest is noise. The last two press against the top of the scale.
SITES = [
    Site(0.8, 0.0, pairs=60),
    Site(0.6, 0.1),
    Site(0.6, 0.2, pairs=60),
    Site(0.5, 0.3),
    Site(0.5, 0.3, people=200, pairs=200),
    Site(0.4, 0.3, statements=3, capabilities=2, pairs=60),
    Site(0.6, 0.2, statements=8, capabilities=10, pairs=60),
    Site(0.7, 0.1, middle=4.3, pairs=60),
    Site(0.5, 0.3, middle=4.3),
]


@pytest.mark.parametrize("site", SITES, ids=str)
def test_of_people_in_whom_nothing_changed_one_in_twenty_at_most_is_shown_a_change(site: Site) -> None:
    """600 people of 12 sites; 0.05 and three standard errors of a share that small."""
    found = simulate_changes(site, rise=0, changed=0, people=600, seed=1, sites=12)

    assert found.false_people <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 600)
    assert found.covered >= 0.95


@pytest.mark.parametrize("site", SITES[:5], ids=str)
def test_of_the_changes_shown_one_in_twenty_at_most_is_chance(site: Site) -> None:
    found = simulate_changes(site, rise=1.2, changed=site.capabilities // 2, people=400, seed=2, sites=8)

    assert found.false_share <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 400)


def test_a_large_change_is_shown_where_answers_are_steady() -> None:
    steady = simulate_changes(Site(0.9, 0.0, people=200, pairs=200), rise=1.6, changed=3, people=200, seed=3)
    moody = simulate_changes(Site(0.5, 0.3, people=200, pairs=200), rise=1.6, changed=3, people=200, seed=3)

    assert steady.detected >= 0.5
    assert moody.detected < steady.detected


def compared(before: dict[str, str], after: dict[str, str], norm: NormStatistics | None) -> reliable_change.Change:
    then, now = build_profile(LINES, before, {})[0], build_profile(LINES, after, {})[0]
    return reliable_change.compare_capabilities([(then, now, norm)], widest=4)[0]


NORM = NormStatistics(people=80, sd=0.8, consistency=0.9)


def test_someone_who_moved_from_rarely_to_almost_always_has_changed() -> None:
    low, high = answers([1] * 4), answers([5] * 4)

    assert compared(low, high, NORM).verdict is reliable_change.Verdict.HIGHER
    assert compared(high, low, NORM).verdict is reliable_change.Verdict.LOWER
    assert compared(low, low, NORM).verdict is reliable_change.Verdict.SAME


def test_no_interval_is_wider_than_the_scale() -> None:
    interval = compared(answers([1] * 4), answers([5] * 4), NormStatistics(80, 3.0, 0.5)).interval

    assert interval is not None
    assert -4 <= interval[0] < interval[1] == 4


@pytest.mark.parametrize(
    ("norm", "reason"),
    [(None, reliable_change.Reason.FEW), (NormStatistics(80, 0.8, 0.2), reliable_change.Reason.LOOSE)],
)
def test_without_a_reliability_nothing_is_said(norm: NormStatistics | None, reason: reliable_change.Reason) -> None:
    found = compared(answers([1] * 4), answers([5] * 4), norm)

    assert (found.verdict, found.reason, found.interval) == (reliable_change.Verdict.UNKNOWN, reason, None)


def test_a_capability_with_a_statement_left_out_is_not_judged() -> None:
    found = compared(answers([1] * 4), answers([5] * 4) | {"vis.3": "not-sure"}, NORM)

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
