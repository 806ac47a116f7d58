"""Things to put into an order."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec

PAIRS, POSITIONS, TRANSITIONS = "pairs", "positions", "transitions"
MODES = (PAIRS, POSITIONS, TRANSITIONS)


class OrderItemSpec(Spec):
    """why: why it is here, said after the answer; may be empty."""

    translated = frozenset({"text", "why"})

    key: Key
    text: Text
    why: str = ""


class OrderSpec(BaseQuestionSpec):
    """items: in the right order. why: what the order is about, said after the answer.

    mode: what earns: pairs in the right order, things in their own place (positions), or neighbours that follow each
    other as they should (transitions).
    """

    translated = BaseQuestionSpec.translated | {"why"}

    items: Annotated[tuple[OrderItemSpec, ...], Rule("Give at least two things to put into order", min_length=2)]
    why: Text
    mode: Annotated[str, Rule("Use pairs, positions or transitions", choices=MODES)] = PAIRS
