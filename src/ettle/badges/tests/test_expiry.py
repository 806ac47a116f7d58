"""A badge that expires: its holder is told twice, and earns it again as a new award."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ettle.badges import actions, queries, scheduled_tasks
from ettle.badges.credential import timestamps
from ettle.badges.models import Award
from ettle.badges.tests import badge_factory
from ettle.badges.tests.badge_factory import EARNED
from ettle.kit.mail.email_kinds import BADGES
from ettle.kit.models import StoppedEmail
from ettle.kit.tasks import task_queue
from ettle.people.tests import cast

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion

pytestmark = pytest.mark.django_db
MONTHS = 12
EXPIRES = timestamps.add_months(EARNED, MONTHS)
SOON = EXPIRES - timedelta(days=29)
LATER = EXPIRES + timedelta(days=3)


def award_at(now: datetime, *, months: int | None = MONTHS) -> Award:
    version = badge_factory.version(valid_for_months=months)
    return actions.award(learner=cast.isla(), version=version, by=None, now=now)


@pytest.fixture
def yearly() -> Award:
    """Isla's signed badge, valid for a year."""
    award = award_at(EARNED)
    task_queue.run_due()
    mail.outbox.clear()
    return Award.objects.with_related().get(pk=award.pk)


def tell(now: datetime) -> list[str]:
    """The subjects of the emails that a run at this time sends."""
    mail.outbox.clear()
    scheduled_tasks.announce_expiry.call(at=now.isoformat())
    task_queue.run_due(now)
    return [str(letter.subject) for letter in mail.outbox]


def test_the_end_of_validity_is_what_was_signed(yearly: Award) -> None:
    document = json.loads(bytes(yearly.credential.document))

    assert yearly.valid_until == EXPIRES
    assert document["validUntil"] == timestamps.format_timestamp(EXPIRES)


def test_a_badge_that_does_not_expire_is_never_renewed() -> None:
    first = award_at(EARNED, months=None)
    task_queue.run_due()

    again = award_at(EARNED + timedelta(days=4_000), months=None)

    assert again == first
    assert first.valid_until is None
    assert tell(LATER) == []


def test_the_holder_is_told_once_before_and_once_after(yearly: Award) -> None:
    assert tell(EXPIRES - timedelta(days=31)) == []

    assert tell(SOON) == ["Your badge Asking first is valid until 12 October 2027"]
    assert reverse("badges:definition", args=["asking-first"]) in mail.outbox[0].body
    assert tell(SOON + timedelta(days=1)) == []

    assert tell(LATER) == ["Your badge Asking first has expired"]
    assert f"/me/badges/{yearly.uuid}/" in mail.outbox[0].body
    assert tell(LATER + timedelta(days=1)) == []


def test_a_site_that_was_not_running_for_months_tells_nobody_late(yearly: Award) -> None:
    assert tell(EXPIRES + timedelta(days=31)) == []


def test_someone_who_stopped_these_emails_gets_none(yearly: Award) -> None:
    StoppedEmail.objects.create(email=yearly.learner.email, kind=BADGES.key, stopped_at=EARNED)

    assert tell(SOON) == []


@pytest.mark.parametrize("why", ["withdrawn", "renewed", "left"])
def test_nobody_is_told_of_a_badge_that_is_withdrawn_or_renewed_or_whose_holder_left(yearly: Award, why: str) -> None:
    if why == "withdrawn":
        actions.revoke(yearly, reason="Awarded by mistake", by=cast.dougal(), now=EARNED)
        task_queue.run_due()
    elif why == "renewed":
        award_at(SOON)
        task_queue.run_due(SOON)
    else:
        type(yearly.learner).objects.filter(pk=yearly.learner_id).update(is_active=False)

    assert tell(SOON + timedelta(days=1)) == []
    assert tell(LATER) == []


def test_earning_it_again_is_a_new_award_that_follows_the_first(yearly: Award) -> None:
    again = award_at(LATER)
    once_more = award_at(LATER + timedelta(hours=1))

    assert again != yearly
    assert once_more == again
    assert again.renews == yearly
    assert again.valid_until == timestamps.add_months(LATER, MONTHS)
    task_queue.run_due(LATER)
    assert Award.objects.get(pk=again.pk).is_signed


def test_a_second_call_before_that_is_the_same_award(yearly: Award) -> None:
    assert award_at(EXPIRES - timedelta(days=31)) == yearly


def test_a_badge_for_a_month_can_be_renewed_in_the_last_quarter_of_it() -> None:
    first = award_at(EARNED, months=1)

    assert award_at(EARNED + timedelta(days=23), months=1) == first
    assert award_at(EARNED + timedelta(days=24), months=1) != first


def test_a_new_edition_follows_the_award_of_the_old_one(yearly: Award) -> None:
    edited = badge_factory.version(valid_for_months=MONTHS, summary="You asked, and you waited for the answer.")

    again = actions.award(learner=cast.isla(), version=edited, by=None, now=LATER)
    once_more = actions.award(learner=cast.isla(), version=edited, by=None, now=LATER)

    assert again.renews == yearly
    assert once_more == again


def test_a_withdrawn_badge_is_not_renewed(yearly: Award) -> None:
    actions.revoke(yearly, reason="Awarded by mistake", by=cast.dougal(), now=EARNED)

    assert award_at(LATER) == yearly


def test_the_database_lets_an_award_be_followed_once(yearly: Award) -> None:
    again = award_at(LATER)

    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.create(
            learner=again.learner, version=again.version, issuer=again.issuer, awarded_at=LATER, renews=yearly
        )


def is_earned(version: BadgeVersion, now: datetime) -> bool:
    return queries.versions_for(cast.isla(), now).get(pk=version.pk).is_earned


def test_a_badge_counts_as_earned_until_it_can_be_renewed(yearly: Award) -> None:
    badge = yearly.version.badge

    assert is_earned(yearly.version, EXPIRES - timedelta(days=31))
    assert not is_earned(yearly.version, SOON)
    assert not queries.can_earn(cast.isla(), badge, now=EARNED)
    assert queries.can_earn(cast.isla(), badge, now=LATER)
    assert queries.has_badge(cast.isla(), badge), "what builds on it stays open"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=200), "It is valid until"),
        (timedelta(days=10), "Earn it again"),
        (timedelta(days=-10), "It was valid until"),
    ],
)
def test_the_pages_say_until_when_and_how_to_earn_it_again(client: Client, left: timedelta, words: str) -> None:
    now = timezone.now()
    award = award_at(now)
    renewable_at = now + left - timedelta(days=30)
    Award.objects.filter(pk=award.pk).update(valid_until=now + left, renewable_at=renewable_at)
    task_queue.run_due()
    client.force_login(cast.isla())

    own_page = client.get(reverse("badges:earned", args=[award.uuid])).content.decode()
    about = client.get(reverse("badges:definition", args=["asking-first"])).content.decode()
    mine = client.get(reverse("badges:mine")).content.decode()

    assert words in own_page
    assert ("Earn it again" in about) == (left < timedelta(days=30))
    assert (">Expired<" in mine) == (left < timedelta(0))


def test_the_old_badge_points_to_the_new_one(client: Client, yearly: Award) -> None:
    again = award_at(LATER)
    client.force_login(cast.isla())

    page = client.get(reverse("badges:earned", args=[yearly.uuid])).content.decode()

    assert reverse("badges:earned", args=[again.uuid]) in page
    client.force_login(cast.morag())
    assert client.get(reverse("badges:earned", args=[again.uuid])).status_code == 404
