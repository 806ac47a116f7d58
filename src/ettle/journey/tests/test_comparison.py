"""What has changed since an earlier result, and the earlier time seen with today's eyes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.framework.actions import put_framework
from ettle.instruments import actions as instrument_actions
from ettle.journey import queries
from ettle.journey.models import Result, ThenAnswer
from ettle.journey.self_assessment import past_results
from ettle.journey.tests import factories
from ettle.people import queries as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def then_and_now(client: Client, now: datetime) -> tuple[Result, Result]:
    isla = cast.isla()
    client.force_login(isla)
    earlier = factories.finish_assessment(isla, now=now - timedelta(days=200), vis="1", emp="4")
    return earlier, factories.finish_assessment(isla, now=now, vis="5", emp="4")


def changes(result: Result) -> str:
    return reverse("journey:changes", args=[result.assessment.uuid])


def asked_then(earlier: Result, later: Result, capability: str = "vis") -> str:
    return reverse("journey:then", args=[later.assessment.uuid, earlier.assessment.uuid, capability])


def test_a_young_site_cannot_say_yet_and_says_why(client: Client, then_and_now: tuple[Result, Result]) -> None:
    page = client.get(changes(then_and_now[1])).content.decode()

    assert "We cannot say yet what has changed" in page
    assert "Fewer than 50 people have answered this here so far." in page
    assert "Changed: higher" not in page


def test_with_enough_people_each_capability_is_changed_or_too_close_to_say(
    client: Client, then_and_now: tuple[Result, Result]
) -> None:
    factories.create_norms(then_and_now[1])

    page = client.get(changes(then_and_now[1])).content.decode()

    assert "Since then: 1 capability higher, 5 capabilities too close to say." in page
    assert "points higher fits your answers." in page
    assert "Jacobson and Truax (1991)" in page
    assert "64" in page


def test_the_page_asks_no_more_of_the_database_after_five_years(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    results = [factories.finish_assessment(cast.isla(), now=now + timedelta(days=91 * number)) for number in range(20)]
    factories.create_norms(results[-1])
    people.all_roles()  # read once in 30 seconds, by whichever page is first

    with CaptureQueriesContext(connection) as asked:
        assert client.get(changes(results[-1])).status_code == 200

    assert len(asked) <= 7


def test_one_query_says_of_all_results_which_are_compared(now: datetime) -> None:
    """As `since` chooses from the list, whatever the roles were, with and without an open one."""
    isla, roles = cast.isla(), ("frontline", "manager", "manager", "frontline", "supervisor", "frontline")
    assert queries.assessment_status(isla) == queries.AssessmentStatus(None, None, None)

    for number, role in enumerate(roles):
        at = now + timedelta(days=number)
        still_open = factories.begin_assessment(isla, now=at, role=role)
        assert queries.assessment_status(isla).open == still_open
        factories.finish_assessment(isla, now=at, role=role)

        status, past = queries.assessment_status(isla), past_results.newest_results(isla).rows
        same_role = [result for result in past[1:] if result.role == past[0].role]
        earlier = next(iter(same_role or past[1:]), None)
        assert past_results.find_earlier_result(isla, role=role, finished_at=at) == earlier
        found = past_results.find_with_earlier(isla, past[0].uuid)
        assert found is not None
        assert found.earlier.rows == past[1:]
        assert past_results.choose_earlier_result(isla, found) == earlier
        assert status.open is None
        assert status.result is not None
        assert status.result.assessment.uuid == past[0].uuid
        assert (status.earlier and status.earlier.assessment.uuid) == (earlier and earlier.uuid)
        assert (past[0].marked, past[0].asked) == (status.result.scored_count, len(status.result.statements))


def test_another_wording_is_not_compared(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    factories.finish_assessment(cast.isla(), now=now - timedelta(days=200))
    put_framework(factories.framework_spec(choice="I always do"), by=None, now=now)
    later = factories.finish_assessment(cast.isla(), now=now)
    factories.create_norms(later)

    page = client.get(changes(later)).content.decode()

    assert "The words or the scale changed between the two times." in page
    assert "We cannot say yet what has changed" in page


@pytest.mark.parametrize(
    ("new", "is_compared"),
    [
        ({"title": "Where now?", "question": "How often in the last month"}, True),
        ({"question": "How often, in the last year?"}, False),
        (
            {"scale": tuple(point.replace(label=f"{point.label} indeed") for point in factories.INSTRUMENT.scale)},
            False,
        ),
    ],
    ids=["other title", "other question", "other anchors"],
)
def test_a_new_version_is_compared_where_it_asks_the_same(
    client: Client, now: datetime, new: dict[str, Any], is_compared: bool
) -> None:
    client.force_login(cast.isla())
    factories.finish_assessment(cast.isla(), now=now - timedelta(days=200), vis="1")
    instrument_actions.publish_instrument(factories.INSTRUMENT.replace(**new), by=None, now=now)
    later = factories.finish_assessment(cast.isla(), now=now, vis="5")
    factories.create_norms(later)

    page = client.get(changes(later)).content.decode()

    assert ("1 capability higher" in page) is is_compared
    assert ("The words or the scale changed between the two times." in page) is not is_compared


def test_the_first_result_has_nothing_to_compare_with(client: Client, now: datetime) -> None:
    client.force_login(cast.isla())
    only = factories.finish_assessment(cast.isla(), now=now)

    assert client.get(changes(only))["Location"] == reverse("journey:result", args=[only.assessment.uuid])


def test_nobody_else_finds_it(client: Client, then_and_now: tuple[Result, Result]) -> None:
    earlier, later = then_and_now
    for stranger in (cast.callum(), cast.freya(), cast.ewan(), cast.dougal()):
        client.force_login(stranger)
        assert client.get(changes(later)).status_code == 404
        assert client.get(asked_then(earlier, later)).status_code == 404
    client.logout()
    assert client.get(changes(later)).status_code == 302


def test_somebody_elses_result_is_no_time_to_compare_with(
    client: Client, then_and_now: tuple[Result, Result], now: datetime
) -> None:
    callums = factories.finish_assessment(cast.callum(), now=now - timedelta(days=300))

    assert client.get(f"{changes(then_and_now[1])}?since={callums.assessment.uuid}").status_code == 404
    assert client.get(asked_then(callums, then_and_now[1])).status_code == 404
    assert client.get(f"{changes(then_and_now[1])}?since=drop table").status_code == 404


def test_today_s_eyes_stand_beside_the_verdict_and_never_in_it(
    client: Client, then_and_now: tuple[Result, Result]
) -> None:
    earlier, later = then_and_now
    factories.create_norms(later)
    verdicts = client.get(changes(later)).content.decode().count("Changed: higher")

    answer = client.post(asked_then(earlier, later), {"line-0": "3", "line-1": "not-sure", "line-2": ""})

    assert answer["Location"] == asked_then(earlier, later, "self")
    page = client.get(changes(later)).content.decode()
    assert page.count("Changed: higher") == verdicts
    assert "How you see it now" in page
    assert Result.objects.get(pk=earlier.pk).answers == earlier.answers


def test_looking_back_again_adds_only_what_was_said_anew(client: Client, then_and_now: tuple[Result, Result]) -> None:
    earlier, later = then_and_now
    for choice in ("3", "3", "4"):
        client.post(asked_then(earlier, later), {"line-0": choice})

    assert [row.choice for row in ThenAnswer.objects.all()] == ["3", "4"]
    assert 'value="4" id="id_line-0_3" checked' in client.get(asked_then(earlier, later)).content.decode()


def test_an_answer_that_was_not_asked_for_is_refused_at_the_line(
    client: Client, then_and_now: tuple[Result, Result]
) -> None:
    answer = client.post(asked_then(*then_and_now), {"line-0": "99"})

    assert answer.status_code == 422
    assert "Choose one of the answers on the page" in answer.content.decode()
    assert not ThenAnswer.objects.exists()


def test_the_last_capability_leads_back_to_what_has_changed(
    client: Client, then_and_now: tuple[Result, Result]
) -> None:
    earlier, later = then_and_now

    answer = client.post(asked_then(earlier, later, "cre"), {"line-0": "2"})

    assert answer["Location"] == f"{changes(later)}?since={earlier.assessment.uuid}"
