"""Any number of answers: which apply, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.forms import TickForm
from ettle.activities.items.answer_values import join_keys, split_keys
from ettle.activities.items.multiple_choice.specs import MultipleChoiceSpec
from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.spec_fields import find_repeated_keys
from ettle.activities.scoring import MULTIPLE, score_multiple
from ettle.kit.values.problems import Problem

TICKED, NOT_TICKED = "ticked", "not-ticked"


class MultipleChoiceType(QuestionType[MultipleChoiceSpec]):
    key = "multiple_choice"
    label = _("Multiple choice")
    spec = MultipleChoiceSpec
    rule = MULTIPLE
    answers = "activities/multiple_choice/answer.html"

    def check(self, question: MultipleChoiceSpec) -> Iterator[Problem]:
        yield from find_repeated_keys("options", question.options)
        if not question.right:
            yield Problem("options", "Say which answers are right")

    def build_form(self, question: MultipleChoiceSpec, *, seed: int, data: Any) -> TickForm:
        options = shuffle_items(question.options, seed)
        choices = [(option.key, option.text) for option in options]
        return TickForm(data, question=question.question, choices=choices)

    def read_answer(self, question: MultipleChoiceSpec, cleaned: Mapping[str, Any]) -> str:
        return join_keys(option.key for option in question.options if option.key in cleaned["answer"])

    def score(self, question: MultipleChoiceSpec, answer: str) -> Decimal:
        return score_multiple(split_keys(answer), question.right, all_or_nothing=question.all_or_nothing)

    def list_choice_items(self, question: MultipleChoiceSpec) -> Sequence[ChoiceItem]:
        """An item for each option, because any number may be ticked."""
        ticks = ((TICKED, _("Ticked")), (NOT_TICKED, _("Not ticked")))
        return [
            ChoiceItem(f"{question.key}/{option.key}", question.title, option.text, ticks, frozenset({TICKED}))
            for option in question.options
        ]

    def read_choices(self, question: MultipleChoiceSpec, answer: str) -> Mapping[str, str]:
        ticked = set(split_keys(answer))
        return {
            f"{question.key}/{option.key}": TICKED if option.key in ticked else NOT_TICKED
            for option in question.options
        }

    def describe_answer(self, question: MultipleChoiceSpec, answer: str) -> dict[str, object]:
        ticked = set(split_keys(answer))
        rows = [{"option": option, "is_ticked": option.key in ticked} for option in question.options]
        return {"rows": rows, "is_all_right": ticked == set(question.right)}


QUESTION_TYPE = MultipleChoiceType()
