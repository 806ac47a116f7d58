"""What the site uses a framework for is said in its data: any key will do, and a site without one works."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from ettle.framework import actions, queries
from ettle.framework.queries import framework_uses, link_targets
from ettle.framework.tests.test_frameworks import CAPABILITIES, CODES, MODEL
from ettle.framework.types import FrameworkUse
from ettle.framework.types.rows import rows_to_spec, spec_to_rows
from ettle.framework.types.specs import FrameworkSpec, check_uses, list_uses
from ettle.kit.refusal import Refused

pytestmark = pytest.mark.django_db
CRAFT = CAPABILITIES.replace(key="craft", title="The craft of teaching")


def put(*specs: FrameworkSpec, now: datetime) -> None:
    for spec in specs:
        actions.put_framework(spec, by=None, now=now)


def test_the_main_framework_may_have_any_key(now: datetime) -> None:
    put(CRAFT, now=now)

    assert [item.key for item in queries.list_capabilities()] == ["vis"]
    assert [item.key for item in queries.list_themes()] == ["vis.1"]
    assert list(queries.main_framework_keys()) == ["craft"]
    assert framework_uses.key_of_use(FrameworkUse.MAIN) == "craft"
    target_list = link_targets.find_list("capabilities")
    assert target_list is not None
    assert target_list.frameworks == ("craft",)
    assert [target.framework for target in target_list.rows()] == ["craft", "craft"]
    assert "Vision" in Client().get(reverse("framework:capabilities")).content.decode()


def test_the_title_of_a_framework_is_that_of_the_edition_that_came_into_force_last(now: datetime) -> None:
    old = CRAFT.replace(edition="second", title="As it was", in_force_on=date(2020, 1, 1))
    put(CRAFT.replace(edition="first again", title="As it is", in_force_on=date(2026, 1, 1)), old, now=now)

    assert framework_uses.known_frameworks()["craft"].title == "As it is"


def test_a_framework_without_a_use_is_not_what_people_assess_themselves_by(now: datetime) -> None:
    put(CAPABILITIES.replace(use=""), now=now)

    assert queries.list_capabilities() == []
    assert link_targets.offered_lists() == []
    assert link_targets.framework_name("capabilities") == "Capabilities"


def test_the_codes_are_found_by_their_use(now: datetime) -> None:
    put(CRAFT, CODES.replace(key="standards", associations=()), now=now)

    code = queries.get_item("1.1", "standards")
    assert code.get_absolute_url() == reverse("framework:code", args=["2024", "1.1"])
    assert "Kindness" in Client().get(code.get_absolute_url()).content.decode()
    assert [target_list.name for target_list in link_targets.offered_lists()] == ["capabilities", "codes"]
    assert link_targets.is_numbered("standards")
    assert not link_targets.is_numbered("craft")


def test_a_second_framework_with_the_same_use_is_refused(now: datetime) -> None:
    put(CRAFT, now=now)

    with pytest.raises(Refused, match="The framework craft of this site has the use main") as refused:
        put(CAPABILITIES, now=now)
    assert refused.value.field == "use"
    put(CRAFT.replace(edition="2"), now=now)


def test_a_pack_with_two_main_frameworks_says_so() -> None:
    uses = [use for spec in (CRAFT, CRAFT.replace(edition="2"), CAPABILITIES, CODES) for use in list_uses(spec)]

    assert list(check_uses(uses)) == [
        "capabilities, craft all have ‘use: main’. Only one framework may have it. Take it out of the others."
    ]


def test_what_is_remembered_follows_a_change(now: datetime) -> None:
    assert not framework_uses.has_use(FrameworkUse.MAIN)
    put(CRAFT, now=now)

    assert framework_uses.has_use(FrameworkUse.MAIN)
    assert not framework_uses.has_use("logic-model")
    actions.put_logic_model(MODEL.model_copy(update={"framework": "craft"}), by=None, now=now)
    assert framework_uses.has_use("logic-model")
    target_list = link_targets.find_list("model")
    assert target_list is not None
    assert set(target_list.frameworks) == {"craft", "logic-model"}


def test_the_use_survives_a_draft_and_an_export(now: datetime) -> None:
    from ettle.framework.queries import spec_export

    put(CRAFT, now=now)

    assert rows_to_spec(spec_to_rows(CRAFT)) == CRAFT
    assert spec_export.find_framework_spec("craft@1") == CRAFT
