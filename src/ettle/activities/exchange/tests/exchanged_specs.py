"""Questions and sorts of every shape that can be exchanged, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ettle.activities.exchange.qti.item_xml import tidy_text
from ettle.activities.items.confidence.specs import ConfidenceSpec, LevelSpec
from ettle.activities.items.match.specs import MatchAnswerSpec, MatchSpec, PairSpec
from ettle.activities.items.multiple_choice.specs import MultipleChoiceSpec, MultipleOptionSpec
from ettle.activities.items.order.specs import MODES, OrderItemSpec, OrderSpec
from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.reflection.specs import ReflectionSpec
from ettle.activities.items.single_choice.specs import SingleChoiceSpec, SingleOptionSpec
from ettle.activities.items.sort.specs import CardSpec, CategorySpec, SortSpec

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
keys = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
any_texts = st.lists(st.text(LETTERS, max_size=12), max_size=4).map("\n".join).map(tidy_text)
texts = any_texts.filter(str.strip)


def unique_keys(least: int = 2, most: int = 5) -> st.SearchStrategy[list[str]]:
    return st.lists(keys, min_size=least, max_size=most, unique=True)


def draw_head(draw: Any) -> dict[str, str]:
    return {"key": draw(keys), "title": draw(texts), "text": draw(any_texts), "question": draw(texts)}


@st.composite
def single_choices(draw: Any) -> SingleChoiceSpec:
    names = draw(unique_keys())
    weights = [1.0, *(draw(st.sampled_from([0.0, 0.25, 0.5, 0.3333, 1.0])) for _ in names[1:])]
    options = [
        SingleOptionSpec(key=name, text=draw(texts), feedback=draw(texts), weight=weight)
        for name, weight in zip(names, weights, strict=True)
    ]
    return SingleChoiceSpec(**draw_head(draw), options=tuple(draw(st.permutations(options))))


@st.composite
def multiple_choices(draw: Any) -> MultipleChoiceSpec:
    names = draw(unique_keys(2, 7))
    right = draw(st.sets(st.sampled_from(names), min_size=1))
    options = tuple(
        MultipleOptionSpec(key=name, text=draw(texts), feedback=draw(texts), right=name in right) for name in names
    )
    return MultipleChoiceSpec(**draw_head(draw), options=options, all_or_nothing=draw(st.booleans()))


@st.composite
def confidences(draw: Any) -> ConfidenceSpec:
    levels = tuple(LevelSpec(key=name, text=draw(texts), feedback=draw(any_texts)) for name in draw(unique_keys()))
    return ConfidenceSpec(**draw_head(draw), levels=levels)


@st.composite
def orders(draw: Any) -> OrderSpec:
    items = tuple(OrderItemSpec(key=name, text=draw(texts), why=draw(any_texts)) for name in draw(unique_keys(2, 6)))
    return OrderSpec(**draw_head(draw), items=items, why=draw(texts), mode=draw(st.sampled_from(MODES)))


@st.composite
def matches(draw: Any) -> MatchSpec:
    names = draw(unique_keys())
    answers = tuple(MatchAnswerSpec(key=name, text=draw(texts)) for name in names)
    pairs = []
    for key in draw(unique_keys()):
        answer = draw(st.sampled_from([name for name in names if name != key] or ["other"]))
        pairs.append(PairSpec(key=key, text=draw(texts), answer=answer, why=draw(texts)))
    return MatchSpec(**draw_head(draw), things=draw(texts), matches=draw(texts), answers=answers, pairs=tuple(pairs))


@st.composite
def reflections(draw: Any) -> ReflectionSpec:
    return ReflectionSpec(**draw_head(draw), about_words=draw(st.integers(0, 500)), after=draw(any_texts))


@st.composite
def sorts(draw: Any) -> SortSpec:
    categories = draw(unique_keys())
    rights = st.lists(st.sampled_from(categories), min_size=1, unique=True).map(tuple)
    return SortSpec(
        question=draw(texts),
        categories=tuple(CategorySpec(key=name, label=draw(texts)) for name in categories),
        cards=tuple(
            CardSpec(key=name, text=draw(texts), right=draw(rights), why=draw(texts)) for name in draw(unique_keys(1))
        ),
        closing="",
        scored=draw(st.booleans()),
    )


QUESTIONS: dict[str, st.SearchStrategy[Any]] = {
    "single_choice": single_choices(), "multiple_choice": multiple_choices(), "confidence": confidences(),
    "order": orders(), "match": matches(), "reflection": reflections(),
}  # fmt: skip


def all_questions() -> st.SearchStrategy[tuple[str, BaseQuestionSpec]]:
    """A question of any type, with the key of its type."""
    return st.one_of([st.tuples(st.just(kind), questions) for kind, questions in QUESTIONS.items()])
