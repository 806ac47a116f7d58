"""A question that people answer in their own words."""

from __future__ import annotations

from typing import Annotated

from ettle.activities.items.question_type import BaseQuestionSpec
from ettle.kit.input.specs import Rule, YamlInt


class ReflectionSpec(BaseQuestionSpec):
    """about_words: how many are asked for, which is no minimum. after: said when the answer is saved; may be empty."""

    translated = BaseQuestionSpec.translated | {"after"}

    about_words: Annotated[YamlInt, Rule("Use a number from 0 to 500", ge=0, le=500)] = 25
    after: str = ""
