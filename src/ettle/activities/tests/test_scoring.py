"""The rules of scoring: reference vectors for every rule, and what must hold for any answer at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities import scoring
from ettle.activities.items.sort.scoring import score_sort

D = Decimal
ids = st.sampled_from(["a", "b", "c", "d", "e", "unknown"])
many = st.lists(ids, max_size=8)
some = st.lists(ids, min_size=1, max_size=6, unique=True)


@pytest.mark.parametrize(
    ("chosen", "score"),
    [("best", "1"), ("defensible", "0.5"), ("wrong", "0"), ("unknown", "0"), (None, "0"), ("too-much", "1")],
)
def test_a_single_choice_earns_its_weight(chosen: str | None, score: str) -> None:
    weights = {"best": D(1), "defensible": D("0.5"), "wrong": D(0), "too-much": D(3)}

    assert scoring.score_single(chosen, weights) == D(score)


@pytest.mark.parametrize(
    ("ticked", "score"),
    [
        ([], "0"),
        (["a", "b", "c"], "1"),
        (["c", "a", "b"], "1"),
        (["a", "a", "a"], "0.3333"),
        (["a", "b"], "0.6666"),
        (["a", "b", "x"], "0.3333"),
        (["a", "b", "c", "x", "y", "z"], "0"),
        (["x", "y"], "0"),
        (["unknown"], "0"),
    ],
)
def test_ticked_boxes_earn_right_less_wrong_over_all_right(ticked: list[str], score: str) -> None:
    assert scoring.score_multiple(ticked, ["a", "b", "c"]) == D(score)


def test_all_or_nothing_takes_only_the_whole() -> None:
    assert scoring.score_multiple(["b", "a"], ["a", "b"], all_or_nothing=True) == 1
    assert scoring.score_multiple(["a"], ["a", "b"], all_or_nothing=True) == 0
    assert scoring.score_multiple(["a", "b", "x"], ["a", "b"], all_or_nothing=True) == 0


@pytest.mark.parametrize(
    ("given", "positions", "transitions", "pairs"),
    [
        ("ABCDE", "1", "1", "1"),
        ("BCDEA", "0", "0.75", "0.6"),
        ("EDCBA", "0.2", "0", "0"),
        ("", "0", "0", "0"),
        ("A", "0.2", "0", "0"),
        ("AABCDE", "1", "1", "1"),
        ("XABCDE", "0", "1", "1"),
    ],
)
def test_orders_earn_by_places_by_neighbours_or_by_pairs(
    given: str, positions: str, transitions: str, pairs: str
) -> None:
    right = list("ABCDE")

    assert scoring.score_order_positions(list(given), right) == D(positions)
    assert scoring.score_order_transitions(list(given), right) == D(transitions)
    assert scoring.score_order_pairs(list(given), right) == D(pairs)


@pytest.mark.parametrize(
    ("pairs", "plain", "with_penalty"),
    [
        ({}, "0", "0"),
        ({"a": "1", "b": "2"}, "1", "1"),
        ({"b": "2", "a": "1"}, "1", "1"),
        ({"a": "1", "b": "1"}, "0.5", "0"),
        ({"a": "1"}, "0.5", "0.5"),
        ({"a": "2", "b": "1"}, "0", "0"),
        ({"a": "1", "b": "2", "stray": "3"}, "1", "0.5"),
    ],
)
def test_matching_earns_right_pairs_over_pairs(pairs: dict[str, str], plain: str, with_penalty: str) -> None:
    right = {"a": "1", "b": "2"}

    assert scoring.score_match(pairs, right) == D(plain)
    assert scoring.score_match(pairs, right, penalty=True) == D(with_penalty)


def test_nothing_to_answer_is_fully_answered() -> None:
    scores = [
        scoring.score_multiple([], []),
        score_sort({}, {}),
        scoring.score_match({}, {}),
        scoring.score_order_pairs([], []),
    ]

    assert {*scores, scoring.score_order_positions([], []), scoring.score_order_transitions([], [])} == {D(1)}


@settings(deadline=None)
@given(many, some, st.booleans())
def test_every_score_is_from_nothing_to_full(answer: list[str], key: list[str], flag: bool) -> None:
    pairs = dict(zip(answer, reversed(answer), strict=True))
    scores = [
        scoring.score_single(answer[0] if answer else None, {option: D(place) for place, option in enumerate(key)}),
        scoring.score_multiple(answer, key, all_or_nothing=flag),
        score_sort(pairs, {item: [item, "b"] for item in key}),
        scoring.score_order_pairs(answer, key),
        scoring.score_order_positions(answer, key),
        scoring.score_order_transitions(answer, key),
        scoring.score_match(pairs, {item: item for item in key}, penalty=flag),
    ]

    assert all(0 <= score <= 1 for score in scores)


@settings(deadline=None)
@given(many, some, ids, st.booleans())
def test_a_wrong_tick_more_never_raises_the_score(answer: list[str], key: list[str], more: str, flag: bool) -> None:
    if more not in key:
        with_it = scoring.score_multiple([*answer, more], key, all_or_nothing=flag)
        assert with_it <= scoring.score_multiple(answer, key, all_or_nothing=flag)


@settings(deadline=None)
@given(many, some, st.randoms())
def test_neither_order_nor_repeats_matter_to_ticked_boxes(answer: list[str], key: list[str], chance: object) -> None:
    shuffled = [*answer, *answer]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random

    assert scoring.score_multiple(shuffled, key) == scoring.score_multiple(answer, key)


@settings(deadline=None)
@given(some)
def test_the_key_itself_always_scores_full(key: list[str]) -> None:
    as_pairs = {item: item for item in key}

    assert scoring.score_multiple(key, key) == 1
    assert score_sort(as_pairs, {item: [item] for item in key}) == 1
    assert scoring.score_match(as_pairs, as_pairs, penalty=True) == 1
    assert scoring.score_order_pairs(key, key) == scoring.score_order_positions(key, key) == 1
    assert scoring.score_order_transitions(key, key) == 1


pairs = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["m", "l", "unknown"]))
right_pairs = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["m", "l"]), min_size=1)


@settings(deadline=None)
@given(pairs, right_pairs, st.sampled_from("abcde"), st.booleans())
def test_a_wrong_placement_or_pair_never_raises_the_score(
    given_pairs: dict[str, str], key: dict[str, str], item: str, penalty: bool
) -> None:
    worse = {**given_pairs, item: "wrong"}
    as_sort = {item: [category] for item, category in key.items()}

    assert score_sort(worse, as_sort) <= score_sort(given_pairs, as_sort)
    assert scoring.score_match(worse, key, penalty=penalty) <= scoring.score_match(given_pairs, key, penalty=penalty)


@settings(deadline=None)
@given(st.permutations("abcde"), st.integers(0, 5))
def test_a_thing_that_is_not_in_the_order_never_raises_the_score(given_order: list[str], place: int) -> None:
    with_it = [*given_order[:place], "unknown", *given_order[place:]]

    for rule in (scoring.score_order_pairs, scoring.score_order_transitions):
        assert rule(with_it, "abcde") <= rule(given_order, "abcde")


@settings(deadline=None)
@given(pairs, right_pairs, st.randoms())
def test_it_does_not_matter_which_pair_is_given_first(
    given_pairs: dict[str, str], key: dict[str, str], chance: object
) -> None:
    items = list(given_pairs)
    chance.shuffle(items)  # type: ignore[attr-defined]  # hypothesis gives a Random
    mixed = {item: given_pairs[item] for item in items}

    assert score_sort(mixed, {item: [category] for item, category in key.items()}) == score_sort(
        given_pairs, {item: [category] for item, category in key.items()}
    )
    assert scoring.score_match(mixed, key) == scoring.score_match(given_pairs, key)
