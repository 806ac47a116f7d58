"""An item type is added by adding its folder: a quiz, which the product does not have, is played to the badge."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from ettle.activities import actions, items, spec_export
from ettle.activities.items import registry
from ettle.activities.items.tests.sample_types.quiz.specs import QuizSpec
from ettle.activities.models import Completion, Invitation, Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import Awarded, at, begin, text
from ettle.activities.types import specs
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

TYPES = Path(__file__).parent / "sample_types"
QUIZ: dict[str, Any] = {
    "key": "two-questions",
    "kind": "quiz",
    "title": "Two questions",
    "summary": "A short one.",
    "minutes": 1,
    "quiz": {
        "questions": [
            {"key": "ask", "text": "Ask the team first?", "right": "yes"},
            {"key": "wait", "text": "Wait until it is too late?", "right": "no"},
        ],
        "closing": "Thank you for thinking about it.",
    },
}


@pytest.fixture
def quiz_type(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """What a start of the site does with a folder in items/: it is found, with its part of the spec and its templates.

    The spec and the templates' folders are read once, when the process begins, so they are read again here.
    """
    monkeypatch.setattr(items, "__path__", [*items.__path__, str(TYPES)])
    registry.item_types.cache_clear()
    monkeypatch.setattr(spec_export, "ActivityFileSpec", specs.build_file_spec())
    engine = deepcopy(settings.TEMPLATES[0])
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], TYPES / "quiz" / "templates"]}]
    yield
    registry.item_types.cache_clear()


def quiz(**changes: Any) -> specs.ActivitySpec:
    part = QuizSpec.from_stored(QUIZ["quiz"] | changes)
    return specs.build_file_spec()(**QUIZ | {"quiz": part})


def invitation() -> Invitation:
    """Isla is invited to the quiz."""
    actions.publish(quiz(), by=None, now=cast.NOW)
    version = factories.badge()
    actions.require(version, [[specs.RequiredActivity(key="two-questions")]], by=None, now=cast.NOW)
    return actions.invite(learner=cast.isla(), version=version, by=cast.bashir(), now=cast.NOW)


def test_each_folder_with_an_item_type_is_a_type() -> None:
    folders = sorted(path.parent.name for path in Path(items.__path__[0]).glob("*/item_type.py"))

    assert [item_type.key for item_type in registry.item_types()] == folders
    assert {"scenario", "sort"} <= set(folders)


def test_a_type_has_the_name_of_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.find_item_type("sort"), "key", "sorts", raising=False)
    registry.item_types.cache_clear()

    with pytest.raises(ImportError, match="The folder sort holds the type sorts"):
        registry.item_types()


@pytest.mark.django_db
@pytest.mark.usefixtures("quiz_type")
def test_a_type_that_is_only_a_folder_is_played_from_invitation_to_completion(client: Client, awarded: Awarded) -> None:
    invited = invitation()
    first = begin(client, invited)
    assert "Ask the team first?" in text(client.get(first))
    assert client.post(first, {"answer": "perhaps"}).status_code == 422

    second = client.post(first, {"answer": "yes"}).headers["Location"]
    assert second == at(invited, 1, 2)
    assert client.get(at(invited, 1, "ending")).headers["Location"] == second
    assert awarded == []
    ending = client.post(second, {"answer": "yes"}).headers["Location"]

    assert ending == at(invited, 1, "ending")
    assert "Thank you for thinking about it." in text(client.get(ending))
    assert "Ask the team first? yes" in text(client.get(at(invited, 1, "trail")))
    assert list(Response.objects.values_list("step", "act", "value", "score")) == [
        ("ask", "answered", "yes", Decimal(1)),
        ("wait", "answered", "yes", Decimal(0)),
    ]
    assert Completion.objects.get().activity.kind == "quiz"
    assert awarded == [("Isla Reid", "ET-101")]
    assert begin(client, invited) == first
    assert "You have earned Management and leadership" in text(
        client.get(reverse("activities:invitation", args=[invited.uuid]))
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("quiz_type", "awarded")
def test_addresses_of_other_types_lead_home(client: Client) -> None:
    invited = invitation()
    begin(client, invited)
    home = reverse("activities:invitation", args=[invited.uuid])

    assert client.post(at(invited, 1, 1, "next")).headers["Location"] == home
    assert client.post(at(invited, 1, 1, "back")).headers["Location"] == home
    assert client.get(at(invited, 1, "reflect")).headers["Location"] == home


@pytest.mark.usefixtures("quiz_type")
def test_its_faults_are_named_like_those_of_any_activity() -> None:
    twice = [QUIZ["quiz"]["questions"][0]] * 2

    assert [problem.path for problem in specs.check_activity(quiz())] == []
    assert [problem.path for problem in specs.check_activity(quiz(questions=twice))] == ["quiz.questions.1.key"]
    assert [problem.path for problem in specs.check_activity(quiz(questions=[]))] == ["quiz.questions"]
    assert [problem.path for problem in specs.check_activity(quiz().replace(kind="sort"))] == ["quiz", "sort"]


@pytest.mark.django_db
@pytest.mark.usefixtures("quiz_type")
def test_it_is_exported_as_it_was_published() -> None:
    actions.publish(quiz(), by=None, now=cast.NOW)

    exported = spec_export.export_activity("two-questions")

    assert exported is not None
    assert exported.model_dump() == quiz().model_dump()


@pytest.mark.django_db
@pytest.mark.usefixtures("quiz_type")
def test_a_key_stays_with_its_type() -> None:
    actions.publish(quiz(), by=None, now=cast.NOW)
    other = factories.spec("sort-20").replace(key="two-questions")

    with pytest.raises(Refused, match="The key two-questions is used already, by another kind: quiz"):
        actions.publish(other, by=None, now=cast.NOW)


def test_without_its_folder_there_is_no_such_type() -> None:
    with pytest.raises(LookupError):
        registry.find_item_type("quiz")
