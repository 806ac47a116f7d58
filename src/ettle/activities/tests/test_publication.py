"""What may be published, and what publishing again does."""

from __future__ import annotations

import pytest

from ettle.activities import actions
from ettle.activities.items.registry import find_item_type
from ettle.activities.items.scenario.tests.sample_scenarios import two_ways
from ettle.activities.models import ActivityVersion
from ettle.activities.tests import factories
from ettle.activities.types.specs import RequiredActivity, check_activity, spec_to_content
from ettle.kit.refusal import Refused
from ettle.people.tests import cast


@pytest.mark.parametrize("key", factories.SPECS)
def test_the_starter_packs_activities_may_be_published(key: str) -> None:
    assert check_activity(factories.spec(key)) == []


@pytest.mark.parametrize("key", factories.SPECS)
def test_what_is_stored_reads_back_as_it_was_written(key: str) -> None:
    spec = factories.spec(key)
    read = find_item_type(spec.kind).spec.from_stored

    assert read(spec_to_content(spec)) == spec.part


@pytest.mark.django_db
def test_the_same_words_are_one_edition_and_changed_words_the_next() -> None:
    data = two_ways()
    first = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)
    again = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)
    data["title"] = "Two ways, said better"
    second = actions.publish(factories.built(data), by=cast.agnes(), now=cast.NOW)

    assert again == first
    assert (first.edition, second.edition, second.activity) == (1, 2, first.activity)


@pytest.mark.django_db
def test_an_activity_with_faults_is_refused_in_words() -> None:
    data = two_ways()
    data["title"] = ""

    with pytest.raises(Refused, match="title: Write something here"):
        actions.publish(factories.built(data), by=None, now=cast.NOW)
    assert not ActivityVersion.objects.exists()


@pytest.mark.django_db
def test_a_badge_cannot_ask_for_an_activity_that_is_not_there() -> None:
    with pytest.raises(Refused, match="no published activity missing"):
        actions.require(factories.badge(), [[RequiredActivity(key="missing")]], by=None, now=cast.NOW)
