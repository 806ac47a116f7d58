"""Questions in a row, each of a type of its own: choices, orders, matches, reflections and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ettle.activities.choice_figures.choice_items import ChoiceItem
from ettle.activities.items.item_type import ItemType, OpenReflection
from ettle.activities.items.questions.attempt_progress import QuestionsProgress
from ettle.activities.items.questions.specs import QuestionsSpec, check_questions, needed_names
from ettle.kit.input.pack_kinds import ResourceName
from ettle.kit.values.problems import Problem

if TYPE_CHECKING:
    from ettle.activities.models import Response


class QuestionsType(ItemType[QuestionsSpec]):
    key = "questions"
    label = _("Questions")
    spec = QuestionsSpec
    views = "ettle.activities.items.questions.views"

    def check(self, part: QuestionsSpec) -> Iterator[Problem]:
        return check_questions(part)

    def list_choice_items(self, part: QuestionsSpec) -> Sequence[ChoiceItem]:
        return [
            item for asked in QuestionsProgress(part, ()).questions for item in asked.type.list_choice_items(asked.spec)
        ]

    def read_first_choices(self, part: QuestionsSpec, responses: Sequence[Response]) -> Mapping[str, str]:
        chosen: dict[str, str] = {}
        for asked in QuestionsProgress(part, responses).questions:
            if asked.answer is not None:
                chosen |= asked.type.read_choices(asked.spec, asked.answer)
        return chosen

    def count_steps(self, part: QuestionsSpec) -> int:
        return QuestionsProgress(part, ()).steps

    def needed_names(self, part: QuestionsSpec) -> Iterator[ResourceName]:
        return needed_names(part)

    def read_progress(self, part: QuestionsSpec, seed: int, responses: Sequence[Response]) -> QuestionsProgress:
        return QuestionsProgress(part, responses)

    def find_reflection(
        self, part: QuestionsSpec, seed: int, responses: Sequence[Response], step: str
    ) -> OpenReflection | None:
        progress = QuestionsProgress(part, responses)
        asked = progress.find_question(progress.current)
        if asked is None or asked.spec.key != step or not asked.type.is_spoken:
            return None
        return OpenReflection("step", {"number": asked.number})


ITEM_TYPE = QuestionsType()
