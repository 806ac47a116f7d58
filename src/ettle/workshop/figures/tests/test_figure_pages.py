"""Authors see how people do an activity, and no one else does."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities.queries import figure_rules
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
LIST = "/manage/activities/figures/"
PAGE = f"{LIST}rota/1/"
FILE = f"{PAGE}file/"


def words(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def version(db: None) -> Any:
    """An edition of a story with a title that a spreadsheet would run."""
    content = apps.get_model("activities", "Activity").objects.create(key="rota", kind="questions")
    return apps.get_model("activities", "ActivityVersion").objects.create(
        activity=content, edition=1, title="Rota", summary="Nights", minutes=5, content=CONTENT,
        content_hash="1" * 64, published_at=cast.NOW,
    )  # fmt: skip


OPTIONS = [
    {"key": "ask", "text": "Ask the team", "feedback": "Good.", "weight": 1},
    {"key": "alone", "text": "=Do it alone", "feedback": "Hm."},
]
QUESTION = {"key": "gap", "title": "The gap", "question": "What now?", "text": "", "options": OPTIONS}
LATER = {**QUESTION, "key": "later", "title": "Later"}
CONTENT = {
    "opening": "",
    "steps": [{"single_choice": QUESTION}, {"single_choice": LATER}],
    "closing": "Done.",
    "needed_percent": 0,
}


@pytest.fixture
def figures(version: Any) -> Any:
    ChoiceFigures = apps.get_model("activities", "ChoiceFigures")
    for role, ask in (("", 6), ("supervisor", 10)):
        ChoiceFigures.objects.create(
            version=version, role=role, people=40, counted_until=cast.NOW - timedelta(days=7), published_at=cast.NOW,
            content={"items": {"gap": {"ask": ask, "alone": 10 - ask}}, "reached": [9, 5], "ended": 4},
        )  # fmt: skip
    return version


@pytest.fixture
def author(client: CheckedClient) -> Client:
    client.force_login(cast.agnes())
    return client


def test_an_author_sees_choices_and_where_people_stop(author: Client, figures: Any) -> None:
    page = words(author.get(PAGE))

    assert "Ask the team: about 6 in 10" in page
    assert "At least 40 people, counted on 5 October 2026." in page
    assert "Many stop before step 2: about 4 in 10." in page
    assert "Too few people have answered this." in page
    assert "almost no one chooses" not in page


def test_what_almost_no_one_chooses_is_pointed_out_for_a_role(author: Client, figures: Any) -> None:
    page = words(author.get(f"{PAGE}?role=supervisor"))

    assert "The gap, What now?: almost no one chooses ‘=Do it alone’." in page
    assert "=Do it alone: fewer than 1 in 10" in page
    assert "Supervisor" in page


def test_where_nothing_is_weak_the_page_says_what_that_means(author: Client, figures: Any) -> None:
    apps.get_model("activities", "ChoiceFigures").objects.filter(role="").update(
        content={"items": {"gap": {"ask": 6, "alone": 4}}, "reached": [9, 9], "ended": 9}
    )
    page = words(author.get(PAGE))

    assert "There is nothing to point out. Where enough people answered, some chose each option" in page
    # The page says in words what the rule is.
    assert "about one answer in four was replaced by a random one before counting" in page
    assert figure_rules().true_share == 0.75


def test_before_there_are_figures_the_page_says_when_they_appear(author: Client, version: Any) -> None:
    page = words(author.get(PAGE))

    assert "They appear when at least 20 people with an account started this edition at least 7 days ago." in page
    assert "Download as CSV" not in page


def test_the_file_has_every_role_and_no_formula(author: Client, figures: Any) -> None:
    answer = author.get(FILE)

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="rota-1-figures.csv"'
    assert rows[1] == ["Everyone", "40", "5 October 2026", "The gap", "What now?", "Ask the team", "about 6 in 10"]
    assert ["Supervisor", "40", "5 October 2026", "The gap", "What now?", "'=Do it alone", "fewer than 1 in 10"] in rows
    assert ["Everyone", "40", "5 October 2026", "The end", "Came this far", "", "about 4 in 10"] in rows


def test_the_list_leads_to_the_figures(author: Client, version: Any) -> None:
    page = author.get(LIST)

    assert f'href="{PAGE}"' in page.content.decode()
    assert author.get(f"{LIST}rota/2/").status_code == 404
    assert author.get(f"{LIST}rota/{10**30}/").status_code == 404
    assert author.get(f"{LIST}nothing/1/file/").status_code == 404


@pytest.mark.parametrize("page", [LIST, PAGE, FILE])
def test_no_one_but_authors_and_administrators_sees_figures(client: CheckedClient, figures: Any, page: str) -> None:
    assert client.get(page)["Location"].startswith("/account/sign-in/")
    for person in (cast.stranger(), cast.isla(), cast.bashir(), cast.freya(), cast.morag()):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(cast.dougal())
    assert client.get(page).status_code == 200


def test_the_page_takes_few_queries(
    author: Client, figures: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author.get(PAGE)

    with django_assert_max_num_queries(10):
        author.get(PAGE)
