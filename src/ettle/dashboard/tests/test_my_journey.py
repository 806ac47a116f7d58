"""My journey, from the first visit to a page with everything on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ettle.activities import actions as activities
from ettle.activities.tests import factories as activities_made
from ettle.badges.tests import badge_factory
from ettle.dashboard.learning_overview import read_learning
from ettle.evidence.tests import factories as evidence_made
from ettle.feedback.tests import factories as feedback_made
from ettle.framework.models import Item
from ettle.journey import actions as journey
from ettle.journey import queries
from ettle.journey.actions import GoalDetails, Step
from ettle.journey.tests import factories
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
ME = "/me/"
WORDS = GoalDetails(outcome="Residents choose their morning", behaviour="", sign="", helper="Morag", themes=[])


@pytest.fixture
def isla(client: Client, now: datetime) -> Any:
    factories.publish_version()
    with time_machine.travel(now, tick=False):
        client.force_login(cast.isla())
        yield client


def page(client: Client) -> str:
    return client.get(ME).content.decode()


def test_a_newcomer_sees_what_to_do_first(isla: Client) -> None:
    shown = page(isla)

    assert "Start here" in shown
    assert shown.count('class="button"') == 1
    assert reverse("journey:start") in shown
    assert "Or just set a goal" in shown


def test_a_newcomer_without_a_role_chooses_one_first(client: Client) -> None:
    client.force_login(cast.stranger())

    assert f"{reverse('people:welcome')}?next=/me/" in page(client)


def test_an_open_self_assessment_says_how_far_it_is(isla: Client, now: datetime) -> None:
    assessment = factories.begin_assessment(cast.isla())
    for line in assessment.sheet.statements()[:9]:
        journey.save_answer(assessment, line=line.key, choice="4", now=now)

    assert "9 of 24 statements" in page(isla)
    assert "Continue your self-assessment" in page(isla)


def test_a_result_shows_a_strength_and_one_thing_to_work_on_only_beyond_chance(isla: Client) -> None:
    result = factories.finish_assessment(cast.isla(), vis="5", emp="1")

    shown = page(isla)
    assert "You rated this highest: <strong>Vision</strong>" in shown
    assert "Where you could start: <strong>Empowering</strong>" in shown
    assert "Set a goal" in shown

    factories.create_norms(result)
    shown = page(isla)
    assert "A strength to use more: <strong>Vision</strong>" in shown
    assert "To work on: <strong>Empowering</strong>" in shown


def test_equal_answers_name_neither(isla: Client) -> None:
    factories.create_norms(factories.finish_assessment(cast.isla()))

    shown = page(isla)

    assert not any(label in shown for label in ("A strength", "rated this highest", "To work on", "you could start:"))


def test_it_says_what_has_changed_as_the_page_of_changes_does(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla(), now=now - timedelta(days=190), vis="1", emp="4")
    assert "since" not in page(isla)

    newest = factories.finish_assessment(cast.isla(), now=now, vis="5", emp="4")
    assert "We cannot say yet what has changed since March" in page(isla)

    factories.create_norms(newest)
    changes = reverse("journey:changes", args=[newest.assessment.uuid])
    assert f'<a href="{changes}">Since March: 1 capability higher</a>' in page(isla)
    assert "Since then: 1 capability higher, 5 capabilities too close to say." in isla.get(changes).content.decode()


def test_a_time_in_another_role_is_not_compared(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla(), now=now - timedelta(days=700), role="manager")
    factories.finish_assessment(cast.isla(), now=now)

    assert "Another role than in November 2024: the two side by side" in page(isla)


def test_the_small_step_can_be_done_moved_or_made_smaller_from_here(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla())
    goal = journey.set_goal(
        WORDS, person=cast.isla(), first=Step("Ask two residents", (now + timedelta(days=4)).date()), now=now
    )

    shown = page(isla)

    assert "Ask two residents" in shown
    assert "by Friday 9 October" in shown
    assert "Morag" in shown
    for name in ("finish-step", "move-step", "split-step"):
        assert reverse(f"journey:{name}", args=[goal.uuid]) in shown


def test_a_step_whose_day_has_gone_is_asked_about(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla())
    journey.set_goal(WORDS, person=cast.isla(), first=Step("Ask two residents", now.date()), now=now)

    with time_machine.travel(now + timedelta(days=3), tick=False):
        shown = page(isla)

    assert "Do you still want this?" in shown


def test_what_another_person_wrote_is_never_here(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.callum())
    journey.set_goal(WORDS, person=cast.callum(), first=Step("Theirs", None), now=now)

    assert "Start here" in page(isla)
    assert queries.latest_result(cast.isla()) is None


def test_after_three_months_it_offers_to_look_again(isla: Client, now: datetime) -> None:
    factories.finish_assessment(cast.isla(), now=now - timedelta(days=95))
    journey.set_goal(WORDS, person=cast.isla(), first=Step("Ask two residents", None), now=now)

    assert "Look again at where you are" in page(isla)


def test_a_draft_application_can_be_continued(isla: Client) -> None:
    evidence_made.write_answers(evidence_made.begin_application())

    assert "Finish your application for Management and leadership" in page(isla)


def test_what_an_assessor_has_waits_for_others(isla: Client) -> None:
    evidence_made.submit_application()

    shown = page(isla)

    assert "Waiting for others" in shown
    assert ">Sent</span>" in shown


def test_a_360_waits_for_others_by_number_and_not_by_name(isla: Client) -> None:
    feedback = feedback_made.begin_feedback(cast.isla())
    feedback_made.answer_by_link(feedback_made.invite_observers(feedback, peers=3)[0])

    assert ">3 invited</span>" in page(isla)


def test_answers_that_are_not_yet_met_come_next(isla: Client) -> None:
    evidence_made.send_review(evidence_made.submit_application(), cast.bashir(), "met", "not-yet")

    assert "Change your answers for Management and leadership" in page(isla)


def test_an_answer_of_an_assessor_is_news_in_kind_words(isla: Client, now: datetime) -> None:
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        evidence_made.send_review(evidence_made.submit_application(), cast.bashir(), "met", "not-yet")

    shown = page(isla)

    assert "New since" in shown
    assert "Your assessor has answered about Management and leadership and says what would help" in shown


def test_learning_at_a_glance_shows_each_capability_with_what_there_is(isla: Client, now: datetime) -> None:
    evidence_made.submit_application()
    theme = Item.objects.get(key="emp.1")
    journey.set_goal(replace(WORDS, themes=[theme]), person=cast.isla(), first=Step("Ask", None), now=now)
    other = replace(WORDS, themes=[theme])
    journey.set_goal(other, person=cast.callum(), first=Step("Theirs", None), now=now)

    learning = read_learning(cast.isla())

    assert {row.key: row.words for row in learning.capabilities if row.words} == {"emp": "Goals 1"}
    shown = page(isla)
    assert "My learning at a glance" in shown
    assert "Empowering: Goals 1." in shown
    assert "It is not a score" in shown


def test_somebody_who_has_nothing_yet_sees_no_empty_drawing(isla: Client) -> None:
    factories.finish_assessment(cast.isla())

    assert "at a glance" not in page(isla)


def test_an_invitation_comes_first_and_leads_to_the_activity(isla: Client, now: datetime) -> None:
    evidence_made.write_answers(evidence_made.begin_application())
    version = activities_made.asked(("sort-20",), number="ET-102")
    invitation = activities.invite(learner=cast.isla(), version=version, by=None, now=now)

    shown = page(isla)

    assert reverse("activities:invitation", args=[invitation.uuid]) in shown
    assert "Do the activity for" in shown
    assert "Waiting for you" in shown


def test_an_expired_invitation_is_renewed_and_not_done(isla: Client, now: datetime, settings: Any) -> None:
    evidence_made.write_answers(evidence_made.begin_application())
    version = activities_made.asked(("sort-20",), number="ET-102")
    settings.INVITATION_DAYS = 30
    activities.invite(learner=cast.isla(), version=version, by=None, now=timezone.now() - timedelta(days=31))

    shown = page(isla)

    assert "Renew your invitation for" in shown
    assert "Do the activity for" not in shown


@pytest.mark.parametrize(("days", "state"), [(20, "Expires soon"), (-2, "Expired"), (90, "")])
def test_a_badge_that_expires_waits_to_be_earned_again(isla: Client, days: int, state: str) -> None:
    award = badge_factory.awarded(cast.isla())
    task_queue.run_due(badge_factory.EARNED)
    award.refresh_from_db()
    ends = timezone.now() + timedelta(days=days)
    award.valid_until, award.renewable_at = ends, ends - timedelta(days=30)
    award.save()

    shown = page(isla)

    assert ("Earn Asking first again" in shown) == bool(state)
    assert state in shown


def test_a_badge_is_being_made_and_then_is_there(isla: Client, now: datetime) -> None:
    award = badge_factory.awarded(cast.isla())
    assert "your badge is being made" in page(isla)

    with time_machine.travel(badge_factory.EARNED + timedelta(days=1), tick=False):
        task_queue.run_due()
        shown = page(isla)

    assert "New since" in shown
    assert "You earned Asking first" in shown
    assert shown.index("Next step") < shown.index("You earned Asking first")
    assert reverse("badges:earned", args=[award.uuid]) in shown


def test_an_assessor_goes_to_their_queue_with_one_press(client: Client) -> None:
    client.force_login(cast.bashir())
    assert f'<a href="{reverse("evidence:queue")}">Work to review</a>' in page(client)

    client.force_login(cast.ewan())
    assert "Work to review" not in page(client)


@pytest.mark.locks
def test_the_page_takes_at_most_ten_queries_whatever_there_is(
    isla: Client, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        factories.finish_assessment(cast.isla(), now=now + timedelta(days=100 * number))
        journey.set_goal(WORDS, person=cast.isla(), first=Step(f"Step {number}", None), now=now)
    factories.create_norms(factories.finish_assessment(cast.isla(), now=now + timedelta(days=900)))
    factories.begin_assessment(cast.isla(), now=now + timedelta(days=901))
    feedback_made.invite_observers(feedback_made.begin_feedback(cast.isla()), peers=3)
    with time_machine.travel(badge_factory.EARNED, tick=False):
        badge_factory.signed(cast.isla())
    for number in range(102, 108):
        version = activities_made.asked(("sort-20",), number=f"ET-{number}")
        activities.invite(learner=cast.isla(), version=version, by=None, now=now)
    evidence_made.send_review(evidence_made.submit_application(), cast.bashir(), "met", "not-yet")
    evidence_made.submit_application(
        evidence_made.begin_application(cast.callum(), evidence_made.create_leadership_badge())
    )
    cast.isla().memberships.create(organisation=cast.rowan_house(), role="assessor", began_at=now)

    with django_assert_max_num_queries(10):
        page(isla)
