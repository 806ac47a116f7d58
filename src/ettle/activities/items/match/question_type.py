"""Things to match: what people do with what may follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.items.answer_values import join_pairs, split_pairs
from ettle.activities.items.match.forms import MatchForm
from ettle.activities.items.match.specs import MatchSpec
from ettle.activities.items.published_content import shuffle_items
from ettle.activities.items.question_type import QuestionType
from ettle.activities.items.spec_fields import find_repeated_keys, join_path
from ettle.activities.scoring import MATCH, score_match
from ettle.kit.values.problems import Problem


class MatchType(QuestionType[MatchSpec]):
    key = "match"
    label = _("Match")
    spec = MatchSpec
    rule = MATCH
    asks = "activities/match/fields.html"
    answers = "activities/match/answer.html"

    def check(self, question: MatchSpec) -> Iterator[Problem]:
        yield from find_repeated_keys("answers", question.answers)
        yield from find_repeated_keys("pairs", question.pairs)
        known = {answer.key for answer in question.answers}
        for place, pair in enumerate(question.pairs):
            if pair.answer not in known:
                yield Problem(join_path("pairs", place, "answer"), f"There is no answer {pair.answer}")
            elif pair.answer == pair.key:
                yield Problem(join_path("pairs", place, "key"), "Use another key than its answer has: both are shown")

    def build_form(self, question: MatchSpec, *, seed: int, data: Any) -> MatchForm:
        things = [(pair.key, pair.text) for pair in shuffle_items(question.pairs, seed)]
        choices = [(answer.key, answer.text) for answer in shuffle_items(question.answers, seed)]
        headings = (question.things, question.matches)
        return MatchForm(data, question=question.question, headings=headings, things=things, choices=choices)

    def read_answer(self, question: MatchSpec, cleaned: Mapping[str, Any]) -> str:
        return join_pairs(MatchForm.read_pairs(cleaned))

    def score(self, question: MatchSpec, answer: str) -> Decimal:
        return score_match(split_pairs(answer), {pair.key: pair.answer for pair in question.pairs})

    def list_choice_items(self, question: MatchSpec) -> Sequence[ChoiceItem]:
        """An item for each thing: what belongs to it."""
        answers = tuple((answer.key, answer.text) for answer in question.answers)
        return [ChoiceItem(f"{question.key}/{pair.key}", question.title, pair.text, answers) for pair in question.pairs]

    def read_choices(self, question: MatchSpec, answer: str) -> Mapping[str, str]:
        return {f"{question.key}/{key}": chosen for key, chosen in split_pairs(answer).items()}

    def describe_answer(self, question: MatchSpec, answer: str) -> dict[str, object]:
        chosen, words = split_pairs(answer), {answer.key: answer.text for answer in question.answers}
        rows = [
            {
                "pair": pair,
                "given": words.get(chosen.get(pair.key, ""), ""),
                "right": words[pair.answer],
                "is_same": chosen.get(pair.key) == pair.answer,
            }
            for pair in question.pairs
        ]
        return {"rows": rows, "is_all_same": all(row["is_same"] for row in rows)}


QUESTION_TYPE = MatchType()
