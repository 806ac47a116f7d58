"""A sort as data: things to put into categories, and what must be true of it before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ettle.activities.items.spec_fields import Key, Text, find_repeated_keys
from ettle.kit.input.specs import Rule, Spec, YamlBool
from ettle.kit.values.problems import Problem


class CategorySpec(Spec):
    translated = frozenset({"label"})

    key: Key
    label: Text


class CardSpec(Spec):
    """One thing to sort. right: every category that is right for it. why: said after the answer, never before."""

    translated = frozenset({"text", "why"})

    key: Key
    text: Text
    right: Annotated[tuple[str, ...], Rule("Say which category is right", min_length=1)]
    why: Text


class SortSpec(Spec):
    """scored: whether a score is kept with each answer. People never see one either way."""

    translated = frozenset({"question", "closing"})

    question: Text
    categories: Annotated[tuple[CategorySpec, ...], Rule("Give at least two categories to choose from", min_length=2)]
    cards: Annotated[tuple[CardSpec, ...], Rule("Give at least one thing to sort", min_length=1)]
    closing: Text
    scored: YamlBool = False


def check_sort(sort: SortSpec) -> Iterator[Problem]:
    yield from find_repeated_keys("sort.categories", sort.categories)
    yield from find_repeated_keys("sort.cards", sort.cards)
    known = {category.key for category in sort.categories}
    for place, card in enumerate(sort.cards):
        for number, key in enumerate(card.right):
            if key not in known:
                yield Problem(f"sort.cards.{place}.right.{number}", f"There is no category {key}")
