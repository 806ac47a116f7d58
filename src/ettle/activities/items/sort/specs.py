"""A sort as data: things to put into categories, and what must be true of it before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ettle.activities.items.part_variants import OfferedVariant, Reader, VariedSpec
from ettle.activities.items.spec_fields import Key, Text, find_repeated_keys
from ettle.kit.input.specs import Rule, Spec, YamlBool, YamlInt
from ettle.kit.values.problems import Problem
from ettle.people.types.specs import RoleKey


class CategorySpec(Spec):
    translated = frozenset({"label"})

    key: Key
    label: Text


class CardSpec(Spec):
    """One thing to sort. right: every category that is right for it. why: said after the answer, never before.

    arguable: how a sensible person may see it differently, said after our view; "" where that is not so.
    roles: the learning roles for which it is drawn; empty means all.
    """

    translated = frozenset({"text", "why", "arguable"})

    key: Key
    text: Text
    right: Annotated[tuple[str, ...], Rule("Say which category is right", min_length=1)]
    why: Text
    arguable: str = ""
    roles: tuple[RoleKey, ...] = ()


class SortSpec(VariedSpec):
    """scored: whether a score is kept with each answer. People never see one either way.

    draw: how many cards are drawn, which completes it; the others may be sorted afterwards. 0 means all of them. Where
    cards say roles, those for the learner's role are drawn from: each of these roles is a variant.
    """

    translated = frozenset({"question", "closing"})

    question: Text
    categories: Annotated[tuple[CategorySpec, ...], Rule("Give at least two categories to choose from", min_length=2)]
    cards: Annotated[tuple[CardSpec, ...], Rule("Give at least one thing to sort", min_length=1)]
    closing: Text
    scored: YamlBool = False
    draw: Annotated[YamlInt, Rule("Use a number from 0 to 100", ge=0, le=100)] = 0

    @property
    def roles(self) -> tuple[str, ...]:
        """The learning roles that cards name, each once, in their order."""
        return tuple(dict.fromkeys(role for card in self.cards for role in card.roles))

    def list_variants(self) -> tuple[OfferedVariant, ...]:
        roles = self.roles if self.draw else ()
        return (OfferedVariant(""), *(OfferedVariant(role) for role in roles)) if roles else ()

    def choose_variant(self, reader: Reader) -> str:
        return next((role for role in reader.roles if self.draw and role in self.roles), "")

    def in_variant(self, key: str) -> SortSpec:
        """The sort as it is drawn for a role: what it is drawn from names no roles any more; the rest keeps them."""
        cards = [
            card.model_copy(update={"roles": () if not key or key in card.roles else card.roles}) for card in self.cards
        ]
        return self.model_copy(update={"cards": tuple(cards)})


def check_sort(sort: SortSpec) -> Iterator[Problem]:
    yield from find_repeated_keys("sort.categories", sort.categories)
    yield from find_repeated_keys("sort.cards", sort.cards)
    known = {category.key for category in sort.categories}
    for place, card in enumerate(sort.cards):
        for number, key in enumerate(card.right):
            if key not in known:
                yield Problem(f"sort.cards.{place}.right.{number}", f"There is no category {key}")
    yield from _check_draw(sort)


def _check_draw(sort: SortSpec) -> Iterator[Problem]:
    if not sort.draw:
        if sort.roles:
            yield Problem("sort.draw", "Say how many cards are drawn for a role, such as 8")
        return
    for role in sort.roles or ("",):
        many = sum(not card.roles or not role or role in card.roles for card in sort.cards)
        if many < sort.draw:
            of_role = f" for the role {role}" if role else ""
            yield Problem(
                "sort.draw", f"There are {many} cards{of_role}, and {sort.draw} are drawn. Add cards, or draw fewer"
            )
