"""How sure a person is of something, in levels with words of their own."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec


class LevelSpec(Spec):
    """A level, described so that it can be told from the next. feedback: said after the answer; may be empty."""

    translated = frozenset({"text", "feedback"})

    key: Key
    text: Text
    feedback: str = ""


class ConfidenceSpec(BaseQuestionSpec):
    """levels: in their order, which is never shuffled."""

    levels: Annotated[tuple[LevelSpec, ...], Rule("Give at least two levels", min_length=2)]
