"""A go at an activity as xAPI statements: of the right shape, without names, words or keys that were not answered."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from ettle.activities.items.questions.tests.sample_questions import SAMPLES, questions
from ettle.activities.models import Activity, ActivityVersion, Attempt, Response
from ettle.activities.tests import factories
from ettle.activities.types.exchange import StatementContext, list_statements
from ettle.activities.types.specs import ActivitySpec, spec_to_content
from ettle.people.models import User

CONTEXT = StatementContext(site="https://learn.example.org", person="7c9e6679")
BEGAN = datetime(2026, 12, 3, 14, 2, tzinfo=timezone(timedelta(hours=1)))
MINUTE = timedelta(minutes=1)
WORDS = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
COMPONENTS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["id"],
        "additionalProperties": False,
        "properties": {"id": {"type": "string", "pattern": r"^\S+$"}, "description": WORDS},
    },
}
IRI = {"type": "string", "pattern": "^https?://"}
UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
PARTS = {
    "choice": ["choices"], "sequencing": ["choices"], "likert": ["scale"], "matching": ["source", "target"],
    "long-fill-in": [], "other": [],
}  # fmt: skip
DEFINITION = {
    "type": "object",
    "required": ["type"],
    "additionalProperties": False,
    "properties": {
        "type": IRI, "name": WORDS, "description": WORDS, "interactionType": {"enum": list(PARTS)},
        "correctResponsesPattern": {"type": "array", "items": {"type": "string"}},
        **{name: COMPONENTS for names in PARTS.values() for name in names},
    },
    "allOf": [
        {"if": {"required": ["interactionType"], "properties": {"interactionType": {"const": kind}}},
         "then": {"required": names}}
        for kind, names in PARTS.items()
    ],
}  # fmt: skip
STATEMENT = {
    "type": "object",
    "required": ["id", "actor", "verb", "object", "timestamp", "version"],
    "additionalProperties": False,
    "properties": {
        "id": UUID,
        "actor": {
            "type": "object", "additionalProperties": False, "required": ["objectType", "account"],
            "properties": {
                "objectType": {"const": "Agent"},
                "account": {
                    "type": "object", "additionalProperties": False, "required": ["homePage", "name"],
                    "properties": {"homePage": IRI, "name": {"type": "string"}},
                },
            },
        },
        "verb": {"type": "object", "required": ["id", "display"], "properties": {"id": IRI, "display": WORDS}},
        "object": {
            "type": "object", "additionalProperties": False, "required": ["objectType", "id", "definition"],
            "properties": {"objectType": {"const": "Activity"}, "id": IRI, "definition": DEFINITION},
        },
        "result": {
            "type": "object", "additionalProperties": False, "minProperties": 1,
            "properties": {
                "response": {"type": "string"}, "completion": {"type": "boolean"}, "success": {"type": "boolean"},
                "score": {
                    "type": "object", "additionalProperties": False, "required": ["scaled"],
                    "properties": {"scaled": {"type": "number", "minimum": -1, "maximum": 1}},
                },
            },
        },
        "context": {"type": "object", "required": ["registration"], "properties": {"registration": UUID}},
        "timestamp": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"},
        "version": {"const": "1.0.3"},
    },
}  # fmt: skip


def make_attempt(spec: ActivitySpec) -> Attempt:
    version = ActivityVersion(
        activity=Activity(key=spec.key, kind=spec.kind), edition=1, title=spec.title, summary=spec.summary,
        content=spec_to_content(spec),
    )  # fmt: skip
    learner = User(name="Isla Reid", email="isla@example.org")
    return Attempt(pk=7, activity_version=version, learner=learner, number=1, seed=3, began_at=BEGAN)


def state(spec: ActivitySpec, *answers: tuple[str, str, str, str | None]) -> list[dict[str, Any]]:
    """answers: step, act, value and score."""
    attempt = make_attempt(spec)
    responses = [
        Response(
            attempt=attempt, step=step, sequence=1, act=act, value=value, at=BEGAN + number * MINUTE,
            score=Decimal(score) if score is not None else None,
        )
        for number, (step, act, value, score) in enumerate(answers, 1)
    ]  # fmt: skip
    statements = list_statements(attempt, responses, CONTEXT)
    for statement in statements:
        jsonschema.validate(statement, STATEMENT)
    assert [statement["id"] for statement in statements] == [
        statement["id"] for statement in list_statements(attempt, responses, CONTEXT)
    ]
    return statements


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    return [statement["verb"]["id"].removeprefix("http://adlnet.gov/expapi/verbs/") for statement in statements]


ANSWERS = [
    ("single_choice", "list", "0.5000", "choice", ["whole"], "list"),
    ("multiple_choice", "authority time", "0.6666", "choice", ["authority[,]time[,]help"], "authority[,]time"),
    ("order", "agree check begin thank", "0.8333", "sequencing", ["agree[,]begin[,]check[,]thank"],
     "agree[,]check[,]begin[,]thank"),
    ("match", "blame=hides thank=leaves", "0.5000", "matching", ["thank[.]tries[,]blame[.]hides"],
     "blame[.]hides[,]thank[.]leaves"),
    ("confidence", "yes", None, "likert", None, "yes"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "score", "interaction", "right", "response"), ANSWERS)
def test_an_answer_is_a_statement_of_its_type(
    kind: str, value: str, score: str | None, interaction: str, right: list[str] | None, response: str
) -> None:
    spec = factories.built(questions({kind: SAMPLES[kind]}, {"reflection": SAMPLES["reflection"]}))

    attempted, answered = state(spec, (SAMPLES[kind]["key"], "answered", value, score))

    definition = answered["object"]["definition"]
    assert verbs([attempted, answered]) == ["attempted", "answered"]
    assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
    assert definition["interactionType"] == interaction
    assert definition.get("correctResponsesPattern") == right
    assert answered["result"]["response"] == response
    assert answered["result"].get("score") == ({"scaled": float(score)} if score else None)
    assert answered["timestamp"] == "2026-12-03T13:03:00.000Z"


def test_the_end_says_the_score_and_whether_it_is_enough() -> None:
    spec = factories.built(questions({"single_choice": SAMPLES["single_choice"]}, needed_percent=70))

    statements = state(spec, ("hand-over", "answered", "list", "0.5000"))

    assert verbs(statements) == ["attempted", "answered", "completed"]
    assert statements[-1]["result"] == {"completion": True, "score": {"scaled": 0.5}, "success": False}


def test_what_a_person_wrote_and_who_they_are_is_in_no_statement() -> None:
    spec = factories.built(questions({"reflection": SAMPLES["reflection"]}))

    statements = state(spec, ("your-task", "answered", "I will tell Morag about the keys", None))

    sent = json.dumps(statements)
    assert verbs(statements) == ["attempted", "answered", "completed"]
    assert "result" not in statements[1]
    assert not [words for words in ("Morag", "Isla", "isla@example.org", "keys") if words in sent]
    assert statements[0]["actor"]["account"] == {"homePage": "https://learn.example.org", "name": "7c9e6679"}


def test_what_is_right_is_said_only_of_what_was_answered() -> None:
    spec = factories.built(questions({"order": SAMPLES["order"]}, {"match": SAMPLES["match"]}))

    statements = state(spec, ("the-steps", "answered", "agree begin check thank", "1.0000"))

    assert "tries" not in json.dumps(statements)


def test_a_sort_and_a_story_are_statements_too() -> None:
    sorted_ = state(
        factories.spec("sort-20"), ("saturday-gap", "chose", "both", None), ("saturday-gap", "differs", "Well", None)
    )
    story = factories.spec("s3-rota")
    part: Any = story.part
    chosen = state(story, (part.start, "chose", part.nodes[0].options[0].key, None), (part.start, "back", "", None))

    assert (verbs(sorted_), verbs(chosen)) == (["attempted", "answered"], ["attempted", "answered"])
    assert sorted_[1]["object"]["definition"]["correctResponsesPattern"] == ["saturday-gap[.]management"]
    assert sorted_[1]["result"] == {"response": "saturday-gap[.]both"}
    assert "correctResponsesPattern" not in chosen[1]["object"]["definition"]
    assert chosen[0]["object"]["definition"]["type"] == "http://adlnet.gov/expapi/activities/simulation"
    assert datetime.fromisoformat(chosen[0]["timestamp"]) == BEGAN.astimezone(UTC)
