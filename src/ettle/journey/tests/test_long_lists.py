"""Goals and results of many years: on pages of a fixed length, each once, and nobody else's."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ettle.journey import actions, queries
from ettle.journey.actions import GoalDetails, Step
from ettle.journey.models import Goal, GoalEvent, Result
from ettle.journey.tests import factories
from ettle.people.models import User
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
RESULTS, GOALS = "/me/self-assessment/results/", "/me/goals/"
CLOSED = "/me/goals/closed/"


def make_goals(person: User, count: int, *, now: datetime, status: str = "") -> list[Goal]:
    made = []
    for number in range(count):
        at = now + timedelta(minutes=number)
        words = GoalDetails(f"Goal {status}{number:03d}", behaviour="", sign="", helper="", themes=[])
        goal = actions.set_goal(words, person=person, first=Step("Ask two residents", None), now=at)
        if status:
            GoalEvent.objects.create(goal=goal, kind=status, at=at)
        made.append(goal)
    return made


def walk_pages(client: Client, path: str, pattern: str) -> list[list[str]]:
    """What each page lists, from the first to the last, by its own links."""
    pages, address = [], path
    while address:
        page = client.get(address).content.decode()
        pages.append(re.findall(pattern, page))
        onward = re.search(r'href="\?(after=\d+)">Older<', page)
        address = f"{path}?{onward[1]}" if onward else ""
    return pages


def make_results(person: User, count: int, *, now: datetime) -> list[Result]:
    return [factories.finish_assessment(person, now=now + timedelta(days=number)) for number in range(count)]


def test_every_open_goal_is_on_one_page(client: Client, now: datetime) -> None:
    factories.publish_version()
    isla = cast.isla()
    make_goals(isla, 60, now=now)
    make_goals(cast.ewan(), 3, now=now)
    client.force_login(isla)

    pages = walk_pages(client, GOALS, r"Goal (\d{3})<")

    assert [len(page) for page in pages] == [25, 25, 10]
    assert [number for page in pages for number in page] == [f"{number:03d}" for number in reversed(range(60))]


def test_goals_that_are_closed_have_pages_of_their_own(client: Client, now: datetime) -> None:
    factories.publish_version()
    client.force_login(cast.isla())
    assert "None yet." in client.get(CLOSED).content.decode()
    make_goals(cast.isla(), 2, now=now)
    make_goals(cast.isla(), 10, now=now, status=GoalEvent.Kind.REACHED)
    assert CLOSED not in client.get(GOALS).content.decode()  # all ten are on this page
    make_goals(cast.isla(), 20, now=now + timedelta(days=1), status=GoalEvent.Kind.STOPPED)

    first = client.get(GOALS).content.decode()
    pages = walk_pages(client, CLOSED, r"Goal \w+\d{3}<")

    assert CLOSED in first
    assert first.count(">Stopped<") == 10
    assert [len(page) for page in pages] == [25, 5]


def test_every_result_is_on_one_page_and_the_newest_are_beside_each(client: Client, now: datetime) -> None:
    factories.publish_version()
    isla = cast.isla()
    client.force_login(isla)
    assert "You have no result yet." in client.get(RESULTS).content.decode()
    made = make_results(isla, 13, now=now)
    one = f"/me/self-assessment/{made[0].assessment.uuid}/result/"
    assert RESULTS not in client.get(one).content.decode()  # the twelve others are on this page
    made += make_results(isla, 20, now=now + timedelta(days=20))
    make_results(cast.ewan(), 2, now=now)

    links = r'href="/me/self-assessment/([0-9a-f-]{36})/result/"'
    pages = walk_pages(client, RESULTS, links)
    beside = client.get(one).content.decode()

    assert [uuid for page in pages for uuid in page] == [str(result.assessment.uuid) for result in reversed(made)]
    assert [len(page) for page in pages] == [25, 8]
    assert RESULTS in beside
    assert len(re.findall(links, beside)) == 12


def test_any_earlier_result_can_be_compared_with_and_no_later_one(client: Client, now: datetime) -> None:
    factories.publish_version()
    isla = cast.isla()
    client.force_login(isla)
    made = make_results(isla, 16, now=now)
    others = make_results(cast.ewan(), 1, now=now)

    def since(result: Result) -> int:
        newest = made[14].assessment.uuid
        return client.get(f"/me/self-assessment/{newest}/changes/?since={result.assessment.uuid}").status_code

    assert [since(result) for result in (made[0], made[13], made[14], made[15], others[0])] == [200, 200, 404, 404, 404]


@pytest.mark.parametrize("count", [30, 90])
def test_more_of_them_cost_no_more(client: Client, now: datetime, count: int) -> None:
    factories.publish_version()
    isla = cast.isla()
    make_goals(isla, count, now=now)
    client.force_login(isla)
    client.get(GOALS)

    with CaptureQueriesContext(connection) as asked:
        client.get(GOALS)

    assert len(asked) <= 7
    assert len(queries.goal_page(queries.list_goals(isla), {}).rows) == 25


@pytest.mark.parametrize("path", [GOALS, CLOSED, RESULTS])
def test_a_visitor_is_asked_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
