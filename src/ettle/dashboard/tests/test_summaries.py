"""Summaries for supervision and for the year: only what was chosen, in the person's own words."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.instruments.queries import current_version
from ettle.journey import actions
from ettle.journey.actions import GoalDetails, Step
from ettle.kit.testing.client import CheckedClient
from ettle.learning_log.tests.test_log_pages import filled_form
from ettle.people.tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_pack")]
SUPERVISION = "/me/sheets/supervision/"
NEW = "/me/log/new/"


@pytest.fixture
def isla(client: CheckedClient, now: datetime) -> CheckedClient:
    """Isla has a result, a goal and two log entries, one of them linked to an element of her learning."""
    person = cast.isla()
    client.force_login(person)
    version = current_version()
    assert version is not None
    assessment = actions.begin(person=person, version=version, role="frontline", now=now)
    for line in assessment.sheet.statements():
        actions.save_answer(assessment, line=line.key, choice="4" if line.capability_key == "vis" else "2", now=now)
    actions.finish(assessment, now=now)
    goal = GoalDetails("Mornings that people choose", "I ask first", "", "", [])
    actions.set_goal(goal, person=person, first=Step("Ask one person", None), now=now)
    with time_machine.travel(now, tick=False):
        client.post(NEW + "?cpl=7", filled_form(client, NEW + "?cpl=7", happened="We moved tea to four"))
        client.post(NEW, filled_form(client, NEW, happened="A secret of mine"))
    return client


def values(client: Client, address: str, now: datetime) -> dict[str, str]:
    """Label -> value of everything that may be chosen."""
    with time_machine.travel(now, tick=False):
        form = client.get(address).context["form"]
    return {str(label): str(value) for value, label in form.fields["parts"].choices}


def test_only_what_was_chosen_is_on_the_summary(isla: CheckedClient, now: datetime) -> None:
    offered = values(isla, SUPERVISION, now)
    chosen = [offered["Mornings that people choose"], offered["We moved tea to four"]]

    file = isla.post(SUPERVISION, {"parts": chosen, "kind": "txt", "talk": "Our rota"})

    text = file.content.decode()
    assert file["Content-Disposition"] == 'attachment; filename="for-supervision.txt"'
    for words in ("Our rota", "My goal: Mornings that people choose", "Next small step: Ask one person", "tea to four"):
        assert words in text
    for words in ("A secret of mine", "A strength to use", "Vision"):
        assert words not in text


def test_the_profile_has_words_and_no_score(isla: CheckedClient) -> None:
    text = isla.post(SUPERVISION, {"parts": ["profile"], "kind": "txt"}).content.decode()

    assert "You rated this highest: Vision." in text
    assert "Something to ask others about" in text
    assert "you could start" not in text  # the other five were rated alike


def test_it_comes_as_pdf_too(isla: CheckedClient) -> None:
    file = isla.post(SUPERVISION, {"parts": ["profile"], "kind": "pdf"})

    assert file.content.startswith(b"%PDF-")
    assert file["Cache-Control"] == "private, no-store"


def test_no_choice_or_an_invented_one_is_refused_and_keeps_what_was_typed(isla: CheckedClient) -> None:
    for sent in (
        {"kind": "txt"},
        {"parts": ["entry:00000000-0000-0000-0000-000000000007"], "kind": "txt"},
        {"parts": "x"},
    ):
        answer = isla.post(SUPERVISION, {**sent, "talk": "Our rota"})
        assert answer.status_code == 422
        assert "Our rota" in answer.content.decode()


def test_somebody_elses_words_cannot_be_chosen(isla: CheckedClient, now: datetime) -> None:
    islas = list(values(isla, SUPERVISION, now).values())
    isla.force_login(cast.callum())

    assert isla.post(SUPERVISION, {"parts": islas, "kind": "txt"}).status_code == 422
    assert "secret" not in isla.get(SUPERVISION).content.decode()


def test_a_newcomer_is_linked_to_the_log(client: CheckedClient) -> None:
    client.force_login(cast.callum())

    assert "Write in my log" in client.get(SUPERVISION).content.decode()


def test_the_page_makes_few_queries(isla: CheckedClient) -> None:
    with CaptureQueriesContext(connection) as executed:
        isla.get(SUPERVISION)
    assert len(executed) <= 10, [query["sql"][:90] for query in executed]
