"""A question with several right answers."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec, YamlBool


class MultipleOptionSpec(Spec):
    """right: whether it should be ticked. feedback: said after the answer."""

    translated = frozenset({"text", "feedback"})

    key: Key
    text: Text
    feedback: Text
    right: YamlBool = False


class MultipleChoiceSpec(BaseQuestionSpec):
    """all_or_nothing: only exactly the right ticks earn anything; else each wrong tick takes one right tick away."""

    options: Annotated[tuple[MultipleOptionSpec, ...], Rule("Give at least two answers to choose from", min_length=2)]
    all_or_nothing: YamlBool = False

    @property
    def right(self) -> list[str]:
        return [option.key for option in self.options if option.right]
