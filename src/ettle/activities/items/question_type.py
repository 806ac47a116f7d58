"""What a type of question is: the spec of one question, its form, what an answer earns, and what is said to it.

An activity of the kind `questions` plays several of these in a row. A type that plays a whole activity in its own way
is an `ItemType`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.items.spec_fields import Key, Text
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.input.specs import Spec
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from django import forms
    from django_stubs_ext import StrOrPromise


class BaseQuestionSpec(Spec):
    """What every question has. title: a few words, the heading of its page. text: what is read before it; optional."""

    translated = frozenset({"title", "text", "question"})

    key: Key
    title: Text
    question: Text
    text: str = ""


Question = TypeVar("Question", bound=BaseQuestionSpec)


class QuestionType(ABC, Generic[Question]):
    """One type of question. Pure: no database, no clock, and nothing of the request but what was posted.

    key: the name of its folder and of its field in a step; never changed. label: what people call it. spec: its field.
    rule: the version of the rule that scores it; "" when it is never scored. asks: the template of the fields, which is
    given the form and never the question. answers: the template of an answer with what is said to it, which is given
    what `describe_answer` returns. is_spoken: the answer is a person's own words, which they may record first.
    """

    key: ClassVar[str]
    label: ClassVar[StrOrPromise]
    spec: type[Question]
    rule: ClassVar[str] = ""
    asks: ClassVar[str] = "activities/questions/_fields.html"
    answers: ClassVar[str]
    is_spoken: ClassVar[bool] = False

    @abstractmethod
    def check(self, question: Question) -> Iterator[Problem]:
        """What the rules in the spec's fields cannot say. Paths begin inside the question."""

    def needed_names(self, question: Question) -> Iterator[ResourceName]:
        """What the question names that others define, such as nodes of the logic model."""
        return iter(())

    def is_scored(self, question: Question) -> bool:
        """Whether answers to this question are scored."""
        return bool(self.rule)

    def list_choice_items(self, question: Question) -> Sequence[ChoiceItem]:
        """What people choose here, to be counted and compared; nothing where choices are not counted."""
        return ()

    def read_choices(self, question: Question, answer: str) -> Mapping[str, str]:
        """Item -> the option that a stored answer chose."""
        return {}

    @abstractmethod
    def build_form(self, question: Question, *, seed: int, data: Any) -> forms.Form:
        """The form that asks. seed: of the attempt, for the order of what is shown. data: what was posted, or None."""

    @abstractmethod
    def read_answer(self, question: Question, cleaned: Mapping[str, Any]) -> str:
        """The answer as it is stored, from the cleaned data of the form (`answer_values`)."""

    def list_written(self, cleaned: Mapping[str, Any]) -> list[str]:
        """What a person wrote in their own words, for the privacy check."""
        return []

    def score(self, question: Question, answer: str) -> Decimal | None:
        """What a stored answer earns, from 0 to 1; None when it is not scored."""
        return None

    @abstractmethod
    def describe_answer(self, question: Question, answer: str) -> dict[str, object]:
        """A stored answer in words, and what is said to it."""
