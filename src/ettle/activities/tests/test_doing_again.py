"""Doing an activity again hides none of what was chosen and written before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions
from ettle.activities.models import Attempt, Invitation
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, begin, play_scenario, play_sort, text
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
NOTHING = "You have not chosen anything yet."


def finish_rota(client: CheckedClient, invitation: Invitation, choices: list[str] = GOOD) -> None:
    play_scenario(client, invitation, choices)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})


def home(client: CheckedClient, invitation: Invitation) -> Any:
    return client.get(reverse("activities:invitation", args=[invitation.uuid]))


def link(response: Any, words: str) -> str:
    """The address of the link whose words begin so."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>\s*{words}', response.content.decode())
    assert found is not None, words
    return found[1]


def test_what_completed_an_activity_is_read_after_it_was_begun_again(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    finish_rota(client, invitation)
    begin(client, invitation)

    assert REFLECTION in text(client.get(link(home(client, invitation), "Read what you chose")))
    again = client.get(at(invitation, 1, "trail"), follow=True)
    assert REFLECTION in text(again)
    assert NOTHING not in text(again)


def test_every_attempt_with_an_answer_is_listed_newest_first(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    finish_rota(client, invitation)
    finish_rota(client, invitation, ["do-it-myself", "accept", "move-on"])
    client.post(begin(client, invitation), {"answer": "do-it-myself"})

    page = client.get(at(invitation, 1, "trail"))

    listed = re.findall(r'href="([^"]*trail/\?attempt=\d)">[^<]*, ((?:not )?finished)<', page.content.decode())
    trail = at(invitation, 1, "trail")
    assert listed == [(f"{trail}?attempt=2", "finished"), (f"{trail}?attempt=1", "finished")]
    assert REFLECTION not in text(page)
    first = client.get(f"{trail}?attempt=1")
    assert REFLECTION in text(first)
    assert f"{trail}?attempt=3" in first.content.decode()
    assert "not finished" in text(first)
    assert REFLECTION in client.get(link(first, "Download as text")).content.decode()
    assert "You reached this" in text(client.get(link(first, "Read every branch")))


def test_an_attempt_that_was_begun_again_can_be_continued(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    finish_rota(client, invitation)
    assert "Do it again Twelve hours of rota" in text(home(client, invitation))
    second = client.post(begin(client, invitation), {"answer": GOOD[0]}).headers["Location"]

    page = home(client, invitation)

    assert "Do it again" not in text(page)
    assert client.get(link(page, "Continue")).headers["Location"] == second
    trail = client.get(f"{at(invitation, 1, 'trail')}?attempt=1")
    assert client.get(link(trail, "Continue")).headers["Location"] == second


def test_a_story_without_a_reflection_yet_is_continued(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    ending = play_scenario(client, invitation, GOOD)

    assert client.get(link(home(client, invitation), "Continue")).headers["Location"] == ending


def test_a_sort_is_read_again_and_before_its_end(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    play_sort(client, invitation)
    assert "You have not sorted anything yet" not in text(client.get(at(invitation, 1, "trail")))
    first = begin(client, invitation)
    assert "We say" in text(client.get(at(invitation, 1, "trail"), follow=True))
    client.post(first, {"answer": "both"})

    page = client.get(at(invitation, 1, "trail"))

    assert page.content.decode().count('<ul class="rows">') == 2  # the card, and the attempt before
    assert "Continue" in text(page)
    assert "You said leadership" in text(client.get(f"{at(invitation, 1, 'trail')}?attempt=1"))


def test_practice_that_was_done_again_is_read_too(client: CheckedClient) -> None:
    actions.publish(factories.spec("rota"), by=None, now=cast.NOW)
    client.force_login(cast.stranger())
    practice = reverse("activities:practice", args=["rota"])
    here = client.post(practice).headers["Location"]
    for choice in GOOD:
        here = client.post(here, {"answer": choice}).headers["Location"]
    client.post(f"{practice}reflect/", {"words": REFLECTION})
    client.post(practice)

    assert REFLECTION in text(client.get(link(client.get(practice), "Read what you chose"), follow=True))
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("number", ["2", "0", "x", "²", "-1", "99999999999999999999"])
def test_an_attempt_that_is_not_there_is_not_found(client: CheckedClient, awarded: Awarded, number: str) -> None:
    invitation = factories.invitation("rota")
    begin(client, invitation)

    assert client.get(at(invitation, 1, "trail"), {"attempt": number}).status_code == 404
    assert client.get(f"/activities/practice/rota/trail/?attempt={number}").status_code == 404


def test_many_attempts_take_no_more_queries(
    client: CheckedClient, awarded: Awarded, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    invitation = factories.invitation("rota")
    for _ in range(4):
        finish_rota(client, invitation)

    for page in (at(invitation, 1, "trail"), reverse("activities:invitation", args=[invitation.uuid])):
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code == 200
