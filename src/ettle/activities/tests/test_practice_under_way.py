"""Practice under way is found again, and what would be lost is said before."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote, unquote

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions
from ettle.activities.items.past_attempts import list_practice
from ettle.activities.items.scenario.specs import ScenarioSpec
from ettle.activities.limits import PRACTICE
from ettle.activities.models import Attempt, Invitation, Response
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, at, play_scenario, play_sort, text
from ettle.activities.tests.test_practice import practice, start
from ettle.badges.tests import badge_factory
from ettle.kit.limits.counters import consume
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
MINE, CATALOGUE = reverse("activities:mine"), reverse("activities:catalogue")


@pytest.fixture(autouse=True)
def _publish(db: None) -> None:
    for key in ("rota", "sort-20"):
        actions.publish(factories.spec(key), by=None, now=cast.NOW)


def test_practice_under_way_is_listed_with_where_it_is_and_the_newest_first(client: CheckedClient) -> None:
    client.force_login(cast.stranger())
    assert "Practice under way" not in text(client.get(MINE))
    client.post(start(client, "rota"), {"answer": GOOD[0]})
    Response.objects.update(at=timezone.now() - timedelta(days=1))
    client.post(start(client, "sort-20"), {"answer": "both"})

    assert [row.version.activity.key for row in list_practice(cast.stranger())] == ["sort-20", "rota"]
    page = client.get(MINE)
    assert "Twelve hours of rota Step 2" in text(page)
    assert "Continue with Twelve hours of rota" in text(page)
    address = f"{practice('rota')}2/"
    assert f'href="{address}"' in page.content.decode()
    assert client.get(address).status_code == 200
    assert f'href="{address}"' in client.get(CATALOGUE).content.decode()
    assert "You are at step 2" in text(client.get(CATALOGUE))


def test_practice_that_ended_and_that_of_others_is_not_listed(client: CheckedClient) -> None:
    client.force_login(cast.stranger())
    here = start(client, "rota")
    for choice in GOOD:
        here = client.post(here, {"answer": choice}).headers["Location"]

    assert list_practice(cast.stranger()) == []
    assert "Practice under way" not in text(client.get(MINE))
    start(client, "rota")
    client.force_login(cast.callum())
    assert "Practice under way" not in text(client.get(MINE))
    assert "You are at step" not in text(client.get(CATALOGUE))
    assert "You are at step" not in text(CheckedClient().get(CATALOGUE))


def test_the_list_takes_as_few_queries_for_two_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for key in ("rota", "sort-20"):
        version = actions.publish(factories.spec(key), by=None, now=cast.NOW)
        actions.begin_practice(version, learner=cast.isla(), now=cast.NOW)
    isla = cast.isla()

    with django_assert_max_num_queries(3):
        assert len(list_practice(isla)) == 2


def test_the_limit_of_practice_is_said_before_it_is_reached_and_when_it_is(client: CheckedClient) -> None:
    stranger = cast.stranger()
    client.force_login(stranger)
    assert "more times today" not in text(client.get(practice("rota")))
    consume(PRACTICE, str(stranger.uuid), now=timezone.now(), uses=PRACTICE.most - 2)
    assert "You can start practising 2 more times today." in text(client.get(practice("rota")))
    start(client, "sort-20")
    assert "You can start practising 1 more time today." in text(client.get(practice("rota")))
    start(client, "rota")
    Attempt.objects.filter(activity_version__activity__key="rota").delete()

    assert "You have started practising as often as you can in a day." in text(client.get(practice("rota")))
    refused = client.post(practice("rota"), follow=True)
    assert "You can go on at" in text(refused)
    assert start(client, "sort-20") == f"{practice('sort-20')}1/"
    assert Attempt.objects.count() == 1


def test_words_sent_after_the_invitation_has_expired_come_back_with_the_way_to_renew(client: CheckedClient) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    words = "I will ask the team first, and then the manager."

    page = client.post(at(invitation, 1, "reflect"), {"words": words})

    assert page.status_code == 409
    assert words in text(page)
    assert "Your invitation has expired, so these words were not saved." in text(page)
    home = reverse("activities:invitation", args=[invitation.uuid])
    assert f'href="{home}">Go to your invitation' in page.content.decode()
    assert "Renew" in text(client.get(home))
    assert client.get(at(invitation, 1, "reflect")).headers["Location"] == home
    client.post(reverse("activities:renew", args=[invitation.uuid]))
    assert client.post(at(invitation, 1, "reflect"), {"words": words}).headers["Location"] == home


def test_the_ending_names_the_last_choice(client: CheckedClient) -> None:
    invitation = factories.invitation("rota")
    ending = play_scenario(client, invitation, GOOD)
    story = factories.spec("rota").part
    assert isinstance(story, ScenarioSpec)
    last = next(option for node in story.nodes for option in node.options if option.key == GOOD[-1])

    assert f"Your last choice was ‘{last.text}’. Was that management" in text(client.get(ending))


def test_the_page_after_a_sort_says_that_the_badge_is_made_when_it_is(client: CheckedClient) -> None:
    invitation = factories.invitation("sort-20")
    ending = play_sort(client, invitation)
    assert "We are making your badge" in text(client.get(ending))
    award = badge_factory.signed()
    Invitation.objects.update(version=award.version)

    page = client.get(ending)

    assert "We are making your badge" not in text(page)
    assert reverse("badges:earned", args=[award.uuid]) in page.content.decode()


def test_a_visitor_who_signs_in_half_way_goes_on_where_they_were(client: CheckedClient) -> None:
    second = str(client.post(start(client, "rota"), {"answer": GOOD[0]}).headers["Location"])
    paused = second.rsplit("/", 2)[0] + "/"
    assert f"/account/sign-in/?next={quote(unquote(paused))}" in client.get(paused).content.decode()

    client.force_login(cast.stranger())

    assert f'href="{second}">Continue' in client.get(paused).content.decode()
    assert client.get(second).status_code == 200
    third = str(client.post(second, {"answer": GOOD[1]}).headers["Location"])
    assert client.get(third).status_code == 200
    assert not Attempt.objects.exists()
    assert "We store nothing that you answer here." in text(client.get(third))


def test_a_visitor_reads_what_becomes_of_their_notes(client: CheckedClient) -> None:
    here = start(client, "rota")
    for choice in GOOD:
        here = str(client.post(here, {"answer": choice}).headers["Location"])
    ending = client.get(here).headers["Location"]

    page = client.get(f"{ending.removesuffix('ending/')}reflect/")

    assert "it is gone when you continue" in text(page)
    assert 'data-notes="rota/reflection"' in page.content.decode()
    assert "visitor-notes.js" in page.content.decode()
    trail = client.get(f"{ending.removesuffix('ending/')}trail/").content.decode()
    assert 'data-notes-of="rota/reflection"' in trail
