"""Things to match with what belongs to them."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec


class MatchAnswerSpec(Spec):
    """What may be chosen. An answer that no pair has is a distractor."""

    translated = frozenset({"text"})

    key: Key
    text: Text


class PairSpec(Spec):
    """answer: the key of the right one. why: said after the answer. The page shows both keys, so they must differ."""

    translated = frozenset({"text", "why"})

    key: Key
    text: Text
    answer: str
    why: Text


class MatchSpec(BaseQuestionSpec):
    """things, matches: the headings of the two columns, such as ‘What she says’ and ‘What it does’."""

    translated = BaseQuestionSpec.translated | {"things", "matches"}

    things: Text
    matches: Text
    answers: Annotated[tuple[MatchAnswerSpec, ...], Rule("Give at least two answers to choose from", min_length=2)]
    pairs: Annotated[tuple[PairSpec, ...], Rule("Give at least two things to match", min_length=2)]
