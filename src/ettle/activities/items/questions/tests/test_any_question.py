"""What holds for a question of every type: its score, its key before the answer, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from ettle.activities.items import registry
from ettle.activities.items.explore.specs import ExploreSpec
from ettle.activities.items.question_type import BaseQuestionSpec, QuestionType
from ettle.activities.items.questions.tests.sample_questions import ENABLERS, MARK, SAMPLES, find_type, sample

MORE = {"mark": MARK, "enablers": ENABLERS}
QUESTIONS: dict[str, tuple[QuestionType[Any], BaseQuestionSpec]] = {
    **{key: (find_type(key), sample(key)) for key in SAMPLES},
    **{name: (find_type("explore"), ExploreSpec.from_stored(question)) for name, question in MORE.items()},
}
CHOSEN = [name for name in QUESTIONS if name != "reflection"]
seeds = st.integers(0, 2**31 - 1)


def field_values(form: forms.Form) -> dict[str, list[str]]:
    """Every value that each field offers."""
    return {name: list(_flat_values(getattr(field, "choices", ()))) for name, field in form.fields.items()}


def _flat_values(choices: Any) -> Iterator[str]:
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat_values(words)
        elif value:
            yield str(value)


def posted(values: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, chosen in values.items():
        data.setlist(name, chosen)
    return data


def test_every_type_has_a_sample_here() -> None:
    assert [question_type.key for question_type in registry.question_types()] == sorted(SAMPLES)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_sample_may_be_published_and_its_page_has_no_key(name: str) -> None:
    question_type, question = QUESTIONS[name]
    shown = render_to_string(question_type.asks, {"form": question_type.build_form(question, seed=3, data=None)})

    assert list(question_type.check(question)) == []
    assert question.question in shown
    secrets = [words for words in _secret_words(question.model_dump()) if words in shown]
    assert secrets == []


def _secret_words(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _secret_words(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _secret_words(part, name)
    elif isinstance(value, str) and value and name in {"feedback", "why", "after"}:
        yield value


@settings(deadline=None, max_examples=40)
@given(seeds, st.sampled_from(CHOSEN), st.data())
def test_any_answer_that_a_form_takes_is_scored_from_nothing_to_full_and_described(
    seed: int, name: str, data: st.DataObject
) -> None:
    question_type, question = QUESTIONS[name]
    empty = question_type.build_form(question, seed=seed, data=None)
    chosen: dict[str, list[str]] = {}
    for field, values in field_values(empty).items():
        is_list = isinstance(empty.fields[field], forms.MultipleChoiceField)
        chosen[field] = data.draw(
            st.lists(st.sampled_from(values), min_size=1, unique=True)
            if is_list
            else st.sampled_from(values).map(_alone)
        )
    form = question_type.build_form(question, seed=seed, data=posted(chosen))
    if not form.is_valid():
        assert name == "order"  # two things in one place
        return

    answer = question_type.read_answer(question, form.cleaned_data)

    score = question_type.score(question, answer)
    assert (score is not None) == question_type.is_scored(question)
    assert score is None or 0 <= score <= 1
    described = question_type.describe_answer(question, answer) | {"is_stored": True}
    assert render_to_string(question_type.answers, {"described": described})


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(CHOSEN), st.data())
def test_the_order_in_which_a_browser_sends_answers_does_not_matter(name: str, data: st.DataObject) -> None:
    question_type, question = QUESTIONS[name]
    empty = question_type.build_form(question, seed=1, data=None)
    offered = field_values(empty)
    places = data.draw(st.permutations(range(len(offered)))) if name == "order" else [0] * len(offered)
    chosen = {field: [values[place]] for (field, values), place in zip(offered.items(), places, strict=True)}
    for field in chosen:
        if isinstance(empty.fields[field], forms.MultipleChoiceField):
            chosen[field] = data.draw(st.lists(st.sampled_from(offered[field]), min_size=1, unique=True))
    mixed = {field: chosen[field][::-1] for field in data.draw(st.permutations(list(chosen)))}

    answers = []
    for values in (chosen, mixed):
        form = question_type.build_form(question, seed=1, data=posted(values))
        assert form.is_valid()
        answers.append(question_type.read_answer(question, form.cleaned_data))

    assert answers[0] == answers[1]
    assert question_type.score(question, answers[0]) == question_type.score(question, answers[1])


def _alone(value: str) -> list[str]:
    return [value]


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_unknown_or_sent_twice_is_refused(name: str) -> None:
    question_type, question = QUESTIONS[name]
    offered = field_values(question_type.build_form(question, seed=1, data=None))
    for field, values in offered.items():
        sound = (
            {other: [choices[place]] for place, (other, choices) in enumerate(offered.items())}
            if name == "order"
            else {other: choices[:1] for other, choices in offered.items()}
        )
        assert question_type.build_form(question, seed=1, data=posted(sound)).is_valid()
        for wrong in (["unknown"], [values[0], values[0]], ["\x00"], [values[0], "unknown"]):
            form = question_type.build_form(question, seed=1, data=posted(sound | {field: wrong}))
            assert field in form.errors, (field, wrong)


@pytest.mark.parametrize("name", ["single_choice", "multiple_choice", "order", "match", "enablers"])
def test_what_is_shown_is_in_another_order_for_another_attempt(name: str) -> None:
    question_type, question = QUESTIONS[name]

    def shown(seed: int) -> str:
        return render_to_string(question_type.asks, {"form": question_type.build_form(question, seed=seed, data=None)})

    assert shown(7) == shown(7)
    assert len({shown(seed) for seed in range(12)}) > 1
