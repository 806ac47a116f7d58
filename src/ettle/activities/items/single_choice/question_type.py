"""One answer out of several: which is best, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.forms import RadioForm
from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.single_choice.specs import SingleChoiceSpec
from ettle.activities.items.spec_fields import find_repeated_keys
from ettle.activities.scoring import FULL, SINGLE, score_single
from ettle.kit.values.problems import Problem


class SingleChoiceType(QuestionType[SingleChoiceSpec]):
    key = "single_choice"
    label = _("Single choice")
    spec = SingleChoiceSpec
    rule = SINGLE
    answers = "activities/single_choice/answer.html"

    def check(self, question: SingleChoiceSpec) -> Iterator[Problem]:
        yield from find_repeated_keys("options", question.options)
        if not any(option.weight == 1 for option in question.options):
            yield Problem("options", "Give the best answer the weight 1")

    def build_form(self, question: SingleChoiceSpec, *, seed: int, data: Any) -> RadioForm:
        options = shuffle_items(question.options, seed)
        choices = [(option.key, option.text) for option in options]
        return RadioForm(data, question=question.question, choices=choices)

    def read_answer(self, question: SingleChoiceSpec, cleaned: Mapping[str, Any]) -> str:
        return str(cleaned["answer"])

    def score(self, question: SingleChoiceSpec, answer: str) -> Decimal:
        return score_single(answer, {option.key: Decimal(str(option.weight)) for option in question.options})

    def list_choice_items(self, question: SingleChoiceSpec) -> Sequence[ChoiceItem]:
        options = tuple((option.key, option.text) for option in question.options)
        attractive = frozenset(option.key for option in question.options)
        return [ChoiceItem(question.key, question.title, question.question, options, attractive)]

    def read_choices(self, question: SingleChoiceSpec, answer: str) -> Mapping[str, str]:
        return {question.key: answer}

    def describe_answer(self, question: SingleChoiceSpec, answer: str) -> dict[str, object]:
        chosen = next((option for option in question.options if option.key == answer), None)
        others = [option for option in question.options if option is not chosen]
        return {
            "chosen": chosen,
            "is_best": self.score(question, answer) == FULL,
            "best": [option for option in others if option.weight == 1],
            "others": [option for option in others if option.weight < 1],
        }


QUESTION_TYPE = SingleChoiceType()
