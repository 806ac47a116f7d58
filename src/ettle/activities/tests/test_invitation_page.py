"""The page of an invitation says how many of its activities are enough, and where the badge is."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ettle.activities import actions
from ettle.activities.models import Invitation
from ettle.activities.tests import factories
from ettle.activities.tests.pages import GOOD, REFLECTION, Awarded, at, begin, play_scenario, text
from ettle.activities.types.specs import RequiredActivity
from ettle.badges.tests import badge_factory
from ettle.kit.testing.client import CheckedClient
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
MINE = reverse("activities:mine")


def either() -> Invitation:
    """Isla is invited to one of two activities."""
    for key in ("rota", "sort-20"):
        actions.publish(factories.spec(key), by=None, now=cast.NOW)
    version = factories.badge()
    requirements = [[RequiredActivity(key="rota"), RequiredActivity(key="sort-20")]]
    actions.require(version, requirements, by=None, now=cast.NOW)
    return actions.invite(learner=cast.isla(), version=version, by=None, now=cast.NOW)


def home(invitation: Invitation) -> str:
    return reverse("activities:invitation", args=[invitation.uuid])


def test_of_two_activities_both_pages_say_that_one_is_enough(client: CheckedClient) -> None:
    invitation = either()
    client.force_login(cast.isla())
    page = text(client.get(home(invitation)))

    assert "Finish one of these activities to earn the badge. One is enough." in page
    assert "Finish the activities below" not in page
    assert "no time limit while you do it" in page
    assert "Choose one of these. One is enough." in text(client.get(MINE))


def test_after_the_badge_the_other_activity_is_only_offered(client: CheckedClient, awarded: Awarded) -> None:
    invitation = either()
    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    page = client.get(home(invitation))

    shown = page.content.decode()
    assert re.findall(r'class="(button[^"]*)">(Start|Do it again)', shown) == [
        ("button button-quiet", "Do it again"),
        ("button button-quiet", "Start"),
    ]
    assert "If you like" in text(page)
    assert "Not started" not in text(page) + text(client.get(MINE))


def test_the_page_says_where_the_badge_is(client: CheckedClient) -> None:
    invitation = factories.invitation("rota")
    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})
    assert "In a moment it is in My badges" in text(client.get(home(invitation)))
    award = badge_factory.signed()
    Invitation.objects.update(version=award.version)

    page = client.get(home(invitation))

    assert "We are making your badge" not in text(page)
    assert reverse("badges:earned", args=[award.uuid]) in page.content.decode()


def test_an_activity_that_was_begun_is_continued_and_not_started(client: CheckedClient, awarded: Awarded) -> None:
    invitation = factories.invitation("rota")
    client.force_login(cast.isla())
    assert "Start Twelve hours of rota" in text(client.get(home(invitation)))
    begin(client, invitation)
    page = text(client.get(home(invitation)))
    assert "Continue with Twelve hours of rota" in page
    assert "Start Twelve" not in page
