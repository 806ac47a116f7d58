"""An answer that is linked to a topic counts for it, and one account never counts twice."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ettle.badges import actions as badges
from ettle.badges.queries import current_versions, earned_badges
from ettle.cpl import actions, queries
from ettle.cpl.models import Learning
from ettle.cpl.suggestion_sources import Suggestion, list_suggestions
from ettle.evidence.actions import log_copies
from ettle.evidence.models import AnswerLink, Application
from ettle.evidence.tests import factories
from ettle.framework.queries.link_targets import TARGET_LISTS
from ettle.kit.pages.brand import current_brand
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log import actions as log
from ettle.learning_log.models import Entry
from ettle.learning_log.tests import factories as log_factories
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.locks, pytest.mark.usefixtures("starter_pack")]
YEAR, SUGGESTIONS = reverse("cpl:year"), reverse("cpl:suggestions")
TOPICS = {"1", "7"}


@pytest.fixture
def isla(client: CheckedClient) -> CheckedClient:
    client.force_login(cast.isla())
    return client


@pytest.fixture
def application() -> Application:
    """Isla's application for ET-101, whose third answer has words of her log entry."""
    return factories.begin_application(version=current_versions().get(badge__number="ET-101"))


def link_answer(application: Application, *keys: str, place: int = 2) -> None:
    criterion = application.criteria[place]
    if not application.answers.filter(criterion=criterion).exists():
        factories.save_answer(application, criterion, factories.ENOUGH)
    for target in TARGET_LISTS["cpl"].targets():
        if target.key in keys:
            fields = {"item": target.item, "key": target.key, "title": target.title, "framework": "cpl"}
            AnswerLink.objects.create(application=application, criterion=criterion, linked_at=NOW, **fields)


def copy_entry(application: Application, *keys: str) -> Entry:
    """An entry that is linked to these topics, and whose words are in the third answer."""
    entry = log_factories.create_entry(cast.isla(), happened=factories.ENOUGH)
    targets = [target for target in TARGET_LISTS["cpl"].targets() if target.key in keys]
    log.link(entry, offered=targets, selected=[target.item for target in targets], by=cast.isla(), now=NOW)
    place = log_copies.CopyTarget(application, application.criteria[2])
    log_copies.copy_entry(
        entry, parts=["happened"], place=place, is_added=True, key=uuid.uuid4(), by=cast.isla(), now=NOW
    )
    return entry


def counts() -> dict[str, int]:
    """Topic -> how many accounts count for it, of those for which any does."""
    scheme = queries.personal_scheme(cast.isla())
    year = scheme.year(NOW.date())
    learning = list(queries.learning_in(cast.isla(), year))
    progress = queries.topic_progress(scheme.topics, learning, queries.linked_answers(cast.isla(), scheme, year))
    return {topic.topic.key: topic.many for topic in progress if topic.many}


def suggestions() -> list[Suggestion]:
    scheme = queries.personal_scheme(cast.isla())
    return list_suggestions(cast.isla(), scheme, scheme.year(NOW.date()))


def count(*sources: str) -> None:
    chosen = [suggestion for suggestion in suggestions() if suggestion.source.value in sources]
    actions.count_suggestions(chosen, person=cast.isla(), now=NOW)


def test_the_ring_counts_an_answer_that_is_linked_to_a_topic(isla: CheckedClient, application: Application) -> None:
    link_answer(application, *TOPICS)

    with time_machine.travel(NOW, tick=False):
        page = isla.get(YEAR).content.decode()

    assert counts() == {"1": 1, "7": 1}
    assert "Because you linked your answers to topics" in page
    assert application.criteria[2].title in page
    assert not Learning.objects.exists()


def test_an_answer_that_is_added_to_the_record_still_counts_once(application: Application) -> None:
    link_answer(application, *TOPICS)

    count("answer")

    assert counts() == {"1": 1, "7": 1}
    assert Learning.objects.get().source_key == f"{application.uuid}/{application.criteria[2].position}"
    assert suggestions() == []


@pytest.mark.parametrize("order", [("log", "answer"), ("answer", "log")])
def test_an_entry_and_the_answer_with_its_words_are_one_account(
    application: Application, order: tuple[str, str]
) -> None:
    copy_entry(application, "7")
    link_answer(application, *TOPICS)

    for source in order:
        count(source)

    assert counts()["7"] == 1
    assert [piece.source for piece in Learning.objects.all()] == [order[0]]


def test_both_chosen_at_once_are_one_piece_of_learning(application: Application) -> None:
    copy_entry(application, "7")
    link_answer(application, *TOPICS)

    count("log", "answer")

    assert [piece.source for piece in Learning.objects.all()] == ["answer"]
    assert counts() == {"1": 1, "7": 1}


def test_a_badge_rests_on_its_answers_and_does_not_count_beside_them(application: Application) -> None:
    link_answer(application, "7")
    link_answer(application, "7", place=3)
    badges.award(learner=cast.isla(), version=application.version, by=None, now=NOW)
    assert earned_badges(cast.isla())
    assert counts() == {"7": 2}, "two answers are two accounts"

    actions.count_suggestions(
        [each for each in suggestions() if each.source.value == "badge"], person=cast.isla(), now=NOW
    )

    assert counts() == {"7": 2}
    assert suggestions() == []


def test_an_entry_that_is_only_linked_counts_for_nothing(application: Application) -> None:
    copy_entry(application, "7")

    assert counts() == {}


def test_an_answer_of_another_year_or_of_another_person_does_not_count(application: Application) -> None:
    link_answer(application, "7")
    scheme = queries.personal_scheme(cast.isla())

    assert queries.linked_answers(cast.isla(), scheme, scheme.year(NOW.date(), str(NOW.year - 1))) == []
    assert queries.linked_answers(cast.callum(), scheme, scheme.year(NOW.date())) == []


def test_the_year_makes_few_queries(
    isla: CheckedClient, application: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    copy_entry(application, "7")
    link_answer(application, *TOPICS)
    count("answer")
    current_brand()

    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(10):
        isla.get(YEAR)
