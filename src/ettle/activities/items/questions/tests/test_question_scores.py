"""What an answer earns, by each rule: reference vectors, and which questions may not be published."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities.items.questions.attempt_progress import QuestionsProgress, percent_of
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.activities.items.questions.tests.sample_questions import (
    ENABLERS,
    MARK,
    SAMPLES,
    find_type,
    questions,
    sample,
)
from ettle.activities.models import Response
from ettle.activities.scoring import score_share
from ettle.activities.tests import factories
from ettle.activities.types.specs import check_activity

RIGHT = {"authority", "time", "help"}
ticks = st.sets(st.sampled_from([option["key"] for option in SAMPLES["multiple_choice"]["options"]]))


def score(key: str, answer: str, **changes: Any) -> Decimal | None:
    return find_type(key).score(sample(key, **changes), answer)


@pytest.mark.parametrize(
    ("key", "changes", "answer", "earned"),
    [
        ("single_choice", {}, "whole", "1"),
        ("single_choice", {}, "list", "0.5"),
        ("single_choice", {}, "vague", "0"),
        ("multiple_choice", {}, "authority time help", "1"),
        ("multiple_choice", {}, "authority time", "0.6666"),
        ("multiple_choice", {}, "authority time script", "0.3333"),
        ("multiple_choice", {}, "authority time help script secret", "0.3333"),
        ("multiple_choice", {"all_or_nothing": True}, "authority time", "0"),
        ("order", {}, "agree begin check thank", "1"),
        ("order", {}, "begin check thank agree", "0.5"),
        ("order", {"mode": "positions"}, "begin check thank agree", "0"),
        ("order", {"mode": "transitions"}, "begin check thank agree", "0.6666"),
        ("match", {}, "blame=hides thank=tries", "1"),
        ("match", {}, "blame=hides thank=leaves", "0.5"),
        ("match", {}, "blame=tries thank=hides", "0"),
        ("explore", {}, "D3", "1"),
        ("explore", {}, "E2", "0"),
        ("explore", {"spot": None, "enablers": ENABLERS["enablers"]}, "blame=hinders thanks=hinders", "0.5"),
    ],
)
def test_an_answer_earns_what_its_rule_says(key: str, changes: dict[str, Any], answer: str, earned: str) -> None:
    assert score(key, answer, **changes) == Decimal(earned)


def test_what_a_person_feels_sees_and_writes_is_never_scored() -> None:
    assert score("confidence", "not-yet") is None
    assert score("reflection", "Anything at all") is None
    assert score("explore", "D3 D6", spot=None, mark=MARK["mark"]) is None


@settings(deadline=None)
@given(ticks, st.sampled_from(["script", "secret"]))
def test_one_wrong_tick_more_never_raises_the_score(ticked: set[str], wrong: str) -> None:
    with_it, without = score("multiple_choice", " ".join(ticked | {wrong})), score("multiple_choice", " ".join(ticked))

    assert with_it is not None
    assert without is not None
    assert with_it <= without


@settings(deadline=None)
@given(ticks.flatmap(lambda ticked: st.tuples(st.just(ticked), st.permutations(sorted(ticked)))))
def test_the_order_of_ticks_does_not_matter(both: tuple[set[str], list[str]]) -> None:
    ticked, mixed = both

    assert score("multiple_choice", " ".join(mixed)) == score("multiple_choice", " ".join(sorted(ticked)))


FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("options", "single_choice", {"options": [dict(o, weight=0.5) for o in SAMPLES["single_choice"]["options"]]}),
    (
        "options.0.weight",
        "single_choice",
        {"options": [dict(o, weight=2) for o in SAMPLES["single_choice"]["options"]]},
    ),
    ("options.1.key", "single_choice", {"options": [SAMPLES["single_choice"]["options"][0]] * 2}),
    ("options", "multiple_choice", {"options": [dict(o, right=False) for o in SAMPLES["multiple_choice"]["options"]]}),
    ("items", "order", {"items": SAMPLES["order"]["items"][:1]}),
    ("mode", "order", {"mode": "luck"}),
    ("pairs.0.answer", "match", {"pairs": [dict(pair, answer="nothing") for pair in SAMPLES["match"]["pairs"]]}),
    ("pairs.0.key", "match", {"pairs": [dict(pair, key=pair["answer"]) for pair in SAMPLES["match"]["pairs"]]}),
    ("levels", "confidence", {"levels": []}),
    ("about_words", "reflection", {"about_words": 501}),
    ("question", "explore", {"mark": MARK["mark"]}),
    ("question", "explore", {"spot": None}),
    ("spot.right.0", "explore", {"spot": {**SAMPLES["explore"]["spot"], "right": ["X9"]}}),
]


@pytest.mark.parametrize(("path", "key", "changes"), FAULTS)
def test_a_question_with_a_fault_may_not_be_published(path: str, key: str, changes: dict[str, Any]) -> None:
    activity = factories.built(questions({key: SAMPLES[key] | changes}))

    assert f"questions.steps.0.{key}.{path}" in {problem.path for problem in check_activity(activity)}


def test_one_question_of_each_type_may_be_published() -> None:
    assert check_activity(factories.built(questions())) == []


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("questions.steps", questions(steps=[])),
        ("questions.steps.0", questions({})),
        ("questions.steps.0", questions({key: SAMPLES[key] for key in ("order", "match")})),
        ("questions.steps.1.order.key", questions({"order": SAMPLES["order"]}, {"order": SAMPLES["order"]})),
        ("questions.needed_percent", questions({"confidence": SAMPLES["confidence"]}, needed_percent=50)),
        ("questions.needed_percent", questions(needed_percent=101)),
    ],
)
def test_questions_with_a_fault_may_not_be_published(path: str, data: dict[str, Any]) -> None:
    assert path in {problem.path for problem in check_activity(factories.built(data))}


def test_what_is_stored_reads_back_and_names_its_nodes() -> None:
    spec = factories.built(questions())
    assert isinstance(spec.part, QuestionsSpec)

    assert QuestionsSpec.from_stored(spec.part.model_dump()) == spec.part


def test_thirds_that_make_a_half_are_half() -> None:
    """Each score is rounded down where it is stored, and nobody fails by that."""
    multiple = SAMPLES["multiple_choice"]
    steps = [{"multiple_choice": multiple | {"key": key}} for key in ("one", "two")]
    part: Any = factories.built(questions(*steps, needed_percent=50)).part
    answers = [
        Response(act="answered", step="one", value="authority"),
        Response(act="answered", step="two", value="authority time"),
    ]

    progress = QuestionsProgress(part, answers)

    assert [question.score for question in progress.questions] == [Decimal("0.3333"), Decimal("0.6666")]
    assert progress.percent == 50
    assert progress.has_passed


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(1, 12))
def test_the_percentage_is_that_of_exact_scores(hits: list[int], whole: int) -> None:
    """score: of each question, so many of so many."""
    scores = [min(hit, whole) for hit in hits]
    exact = Fraction(100 * sum(scores), whole * len(scores))

    assert percent_of([score_share(score, whole) for score in scores]) == int(exact)
