"""Things to put into an order, such as the steps of a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.items.answer_values import join_keys, split_keys
from ettle.activities.items.order.forms import OrderForm
from ettle.activities.items.order.specs import PAIRS, POSITIONS, TRANSITIONS, OrderItemSpec, OrderSpec
from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.spec_fields import find_repeated_keys
from ettle.activities.scoring import ORDER, score_order_pairs, score_order_positions, score_order_transitions
from ettle.kit.values.problems import Problem

RULES = {PAIRS: score_order_pairs, POSITIONS: score_order_positions, TRANSITIONS: score_order_transitions}


class OrderType(QuestionType[OrderSpec]):
    key = "order"
    label = _("Put in order")
    spec = OrderSpec
    rule = ORDER
    asks = "activities/order/fields.html"
    answers = "activities/order/answer.html"

    def check(self, question: OrderSpec) -> Iterator[Problem]:
        yield from find_repeated_keys("items", question.items)

    def build_form(self, question: OrderSpec, *, seed: int, data: Any) -> OrderForm:
        items = [(item.key, item.text) for item in _mix_items(question, seed)]
        return OrderForm(data, question=question.question, items=items)

    def read_answer(self, question: OrderSpec, cleaned: Mapping[str, Any]) -> str:
        return join_keys(OrderForm.read_order(cleaned))

    def score(self, question: OrderSpec, answer: str) -> Decimal:
        return RULES[question.mode](split_keys(answer), [item.key for item in question.items])

    def list_choice_items(self, question: OrderSpec) -> Sequence[ChoiceItem]:
        """An item for each thing: its place."""
        places = tuple((str(place), str(place)) for place in range(1, len(question.items) + 1))
        return [
            ChoiceItem(f"{question.key}/{thing.key}", question.title, thing.text, places) for thing in question.items
        ]

    def read_choices(self, question: OrderSpec, answer: str) -> Mapping[str, str]:
        return {f"{question.key}/{key}": str(place) for place, key in enumerate(split_keys(answer), start=1)}

    def describe_answer(self, question: OrderSpec, answer: str) -> dict[str, object]:
        given = split_keys(answer)
        rows = [
            {"item": item, "place": place, "given": given.index(item.key) + 1}
            for place, item in enumerate(question.items, start=1)
            if item.key in given
        ]
        return {"rows": rows, "why": question.why, "is_same": given == [item.key for item in question.items]}


def _mix_items(question: OrderSpec, seed: int) -> list[OrderItemSpec]:
    """Never in the right order, which would have nothing to move."""
    mixed = shuffle_items(question.items, seed)
    return mixed[::-1] if mixed == list(question.items) else mixed


QUESTION_TYPE = OrderType()
