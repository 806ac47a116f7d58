"""A question with one answer, each with words of its own to it."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.specs import Rule, Spec, YamlFloat


class SingleOptionSpec(Spec):
    """weight: what it earns, from 0 to 1; ‘defensible, but not best’ is 0.5. feedback: said after the answer."""

    translated = frozenset({"text", "feedback"})

    key: Key
    text: Text
    feedback: Text
    weight: Annotated[YamlFloat, Rule("Use a number from 0 to 1", ge=0, le=1)] = 0.0


class SingleChoiceSpec(BaseQuestionSpec):
    options: Annotated[tuple[SingleOptionSpec, ...], Rule("Give at least two answers to choose from", min_length=2)]
