"""A go at an activity as statements of xAPI 1.0.3. Sending them is not done here.

A statement names a person by an account with an opaque identifier, never by name or email, and has no word that they
wrote. The same response always gives the same statement, with the same identifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from ettle.activities.exchange.xapi_definitions import (
    Interaction,
    describe_card,
    describe_node,
    describe_question,
    describe_words,
)
from ettle.activities.items.published_content import published_part
from ettle.activities.items.questions.attempt_progress import ANSWERED, QuestionsProgress
from ettle.activities.items.questions.specs import QuestionsSpec
from ettle.activities.items.registry import find_item_type
from ettle.activities.items.scenario.attempt_progress import Act as StoryAct
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.items.sort.attempt_progress import Act as SortAct
from ettle.activities.items.sort.specs import SortSpec
from ettle.kit.input.specs import Spec

if TYPE_CHECKING:
    from ettle.activities.models import Attempt, Response

VOCABULARY = "http://adlnet.gov/expapi"
Statement = dict[str, Any]


@dataclass(frozen=True)
class StatementContext:
    """site: its public address, without a slash at the end. person: an opaque identifier. language: of the texts."""

    site: str
    person: str
    language: str = "en-GB"


def list_statements(attempt: Attempt, responses: Sequence[Response], context: StatementContext) -> list[Statement]:
    """Return what happened in a go, in its order: attempted, answered for each answer, completed when it is finished.

    responses: all of the attempt, in their order. The version and its activity are read from the attempt.
    """
    writer = _StatementWriter(attempt, context)
    item_type = find_item_type(attempt.activity_version.activity.kind)
    part = published_part(item_type.spec, attempt.activity_version, attempt.variant)
    statements = [writer.write_attempted()]
    for response in responses:
        found = _describe_response(part, response, context.language)
        if found is not None:
            statements.append(writer.write_answered(response, found))
    progress = item_type.read_progress(part, attempt.seed, responses)
    if responses and progress.is_finished:
        statements.append(writer.write_completed(responses[-1].at, progress))
    return statements


def _describe_response(part: Spec, response: Response, language: str) -> Interaction | None:
    """What a response answers; None for one that answers nothing, such as going back."""
    if isinstance(part, QuestionsSpec) and response.act == ANSWERED:
        questions = [question for step in part.steps for _, question in step.list_questions()]
        asked = next((question for question in questions if question.key == response.step), None)
        return describe_question(asked, response.value, language) if asked is not None else None
    if isinstance(part, SortSpec) and response.act == SortAct.CHOSE:
        card = next((card for card in part.cards if card.key == response.step), None)
        return describe_card(part, card, response.value, language) if card is not None else None
    if isinstance(part, ScenarioSpec) and response.act == StoryAct.REFLECTED:
        return describe_words(part.reflection)
    if isinstance(part, ScenarioSpec) and response.act == StoryAct.CHOSE:
        node = next((node for node in part.nodes if node.key == response.step), None)
        return describe_node(node, response.value, language) if node is not None else None
    return None


class _StatementWriter:
    def __init__(self, attempt: Attempt, context: StatementContext) -> None:
        self.context = context
        self.version = attempt.activity_version
        self.began_at = attempt.began_at
        self.go = f"{context.site}/attempts/{attempt.pk}"
        self.activity = f"{context.site}/activities/{self.version.activity.key}/editions/{self.version.edition}"

    def write_attempted(self) -> Statement:
        return self._write("attempted", self.began_at, self._describe_activity())

    def write_answered(self, response: Response, interaction: Interaction) -> Statement:
        definition = {
            "type": f"{VOCABULARY}/activities/cmi.interaction",
            "description": {self.context.language: interaction.asked},
            **interaction.definition,
        }
        answered = {"objectType": "Activity", "id": f"{self.activity}/steps/{response.step}", "definition": definition}
        statement = self._write("answered", response.at, answered, f"{response.step}/{response.sequence}")
        parent = {"objectType": "Activity", "id": self.activity}
        statement["context"]["contextActivities"] = {"parent": [parent]}
        result: dict[str, Any] = {} if interaction.response is None else {"response": interaction.response}
        if response.score is not None:
            result["score"] = {"scaled": float(response.score)}
        return statement | ({"result": result} if result else {})

    def write_completed(self, at: datetime, progress: Any) -> Statement:
        result: dict[str, Any] = {"completion": True}
        if isinstance(progress, QuestionsProgress):
            result |= _sum_up(progress)
        return self._write("completed", at, self._describe_activity()) | {"result": result}

    def _describe_activity(self) -> dict[str, Any]:
        kind = "simulation" if self.version.activity.kind == "scenario" else "assessment"
        definition = {
            "type": f"{VOCABULARY}/activities/{kind}",
            "name": {self.context.language: str(self.version.title)},
            "description": {self.context.language: str(self.version.summary)},
        }
        return {"objectType": "Activity", "id": self.activity, "definition": definition}

    def _write(self, verb: str, at: datetime, about: dict[str, Any], step: str = "") -> Statement:
        account = {"homePage": self.context.site, "name": self.context.person}
        return {
            "id": str(uuid5(NAMESPACE_URL, f"{self.go}/{verb}/{step}")),
            "actor": {"objectType": "Agent", "account": account},
            "verb": {"id": f"{VOCABULARY}/verbs/{verb}", "display": {"en": verb}},
            "object": about,
            "context": {"registration": str(uuid5(NAMESPACE_URL, self.go)), "language": self.context.language},
            "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "version": "1.0.3",
        }


def _sum_up(progress: QuestionsProgress) -> dict[str, Any]:
    """The mean of all scores, and whether it is enough. Nothing where nothing is scored."""
    scores: list[Decimal] = [score for question in progress.questions if (score := question.score) is not None]
    if not scores:
        return {}
    mean = sum(scores, Decimal(0)) / len(scores)
    return {"score": {"scaled": round(float(mean), 4)}, "success": progress.has_passed}
