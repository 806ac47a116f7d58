"""A badge that expires is applied for again; the first application stays what it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ettle.badges import actions as badges
from ettle.badges import queries as badge_queries
from ettle.evidence import actions
from ettle.evidence.record.history import load_history
from ettle.evidence.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

if TYPE_CHECKING:
    from ettle.badges.models import BadgeVersion
    from ettle.evidence.models import Application

pytestmark = pytest.mark.django_db
# From then on the badge, which is valid for a year, can be earned again.
AGAIN = NOW + timedelta(days=340)


@pytest.fixture
def yearly() -> BadgeVersion:
    version = factories.create_automatic_badge(0)
    spec = badge_queries.badge_spec(version).replace(valid_for_months=12)
    return badges.publish(spec, by=None, now=NOW)


def earn(version: BadgeVersion, *, days: int = 0) -> Application:
    now = NOW + timedelta(days=days)
    application = actions.begin(learner=cast.isla(), version=version, now=now)
    factories.write_answers(application, f"{factories.ENOUGH} {days} times", now=now)
    actions.submit(factories.reload_application(application), by=cast.isla(), looked=True, now=now)
    return factories.reload_application(application)


def test_it_cannot_be_applied_for_again_before_its_time(yearly: BadgeVersion) -> None:
    earn(yearly)

    with pytest.raises(Refused, match="You have earned Just write already"):
        actions.begin(learner=cast.isla(), version=yearly, now=NOW + timedelta(days=300))


def test_a_second_application_gives_a_second_award(yearly: BadgeVersion) -> None:
    first = earn(yearly)

    second = earn(yearly, days=340)

    assert second != first
    awards = list(badge_queries.learner_awards(cast.isla()))
    assert [award.awarded_at for award in awards] == [AGAIN, NOW]
    assert awards[0].renews == awards[1]
    assert load_history(first).earned_at == NOW
    assert load_history(second).earned_at == AGAIN


def test_an_application_for_a_renewal_is_not_earned_before_it_is_sent(yearly: BadgeVersion) -> None:
    first = earn(yearly)

    second = actions.begin(learner=cast.isla(), version=yearly, now=AGAIN)

    assert factories.reload_application(first).status.is_earned
    assert not factories.reload_application(second).status.is_earned
    assert factories.reload_application(second).status.can_send
