"""One action writes frameworks; what other rooms point to keeps its words and its identifier."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from ettle.framework import actions, queries
from ettle.framework.actions import frameworks
from ettle.framework.models import Association, Framework, Item, LogicLink, LogicNode
from ettle.framework.queries import spec_export
from ettle.framework.types.specs import (
    CAUSE_COLUMNS,
    FIRST_IS_A_CAUSE,
    AssociationSpec,
    FrameworkSpec,
    IndicatorSpec,
    ItemSpec,
    LinkSpec,
    LogicModelSpec,
    NodeSpec,
    check_framework,
    check_logic_model,
    check_unfinished_model,
)
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

LINE = IndicatorSpec(role="frontline", first_person="I can say what matters", third_person="They can say what matters")
THEME = ItemSpec(key="vis.1", kind="theme", title="What matters", statement="Keep it in view.", indicators=(LINE,))
VISION = ItemSpec(key="vis", kind="capability", title="Vision", statement="Seeing.", items=(THEME,))
CAPABILITIES = FrameworkSpec(
    key="capabilities", use="main", edition="1", title="Capabilities", owner="We", items=(VISION,)
)
CODES = FrameworkSpec(
    key="codes-workers",
    use="worker-codes",
    edition="2024",
    title="Codes",
    owner="They",
    items=(ItemSpec(key="1.1", kind="code", title="Kindness", statement="Be kind."),),
    associations=(AssociationSpec(origin="1.1", framework="capabilities", item="vis.1", strength="strong"),),
)
MODEL = LogicModelSpec(
    framework="capabilities",
    nodes=(
        NodeSpec(key="B1", column="bring", title="Values", themes=("vis.1",), capabilities=("vis",)),
        NodeSpec(key="O1", column="outcome", title="Support that fits"),
        NodeSpec(key="X1", column="barrier", title="Blame"),
    ),
    links=(
        LinkSpec(key="L1", origin="B1", why="Values point there", strength="plausible", destination="O1"),
        LinkSpec(key="L2", origin="X1", why="Blame hides", strength="plausible", blocks="L1"),
    ),
)


@pytest.fixture
def placed(db: None, now: datetime) -> None:
    actions.put_framework(CAPABILITIES, by=None, now=now)
    actions.put_framework(CODES, by=None, now=now)
    actions.put_logic_model(MODEL, by=None, now=now)


@pytest.mark.usefixtures("placed")
def test_a_line_knows_its_theme_and_its_capability() -> None:
    line = queries.indicators_for("frontline")[0]

    assert line.statement == "I can say what matters"
    assert line.third_person == "They can say what matters"
    assert line.parent is not None
    assert (line.parent.key, line.parent.parent and line.parent.parent.key) == ("vis.1", "vis")


@pytest.mark.usefixtures("placed")
def test_identifiers_are_the_same_on_every_site() -> None:
    assert Item.objects.get(key="vis.1").uuid == queries.permanent_identifier("capabilities", "1", "vis.1")
    assert str(queries.permanent_identifier("capabilities", "1", "vis.1")) == "2e304f03-4854-5b69-b126-25acf2841986"


@pytest.mark.usefixtures("placed")
def test_writing_the_same_again_changes_nothing_and_writes_no_audit_line(now: datetime) -> None:
    lines = apps.get_model("kit", "AuditLine").objects.count()
    before = list(Item.objects.values())

    actions.put_framework(CAPABILITIES, by=None, now=now + timedelta(days=1))
    actions.put_framework(CODES, by=None, now=now + timedelta(days=1))
    actions.put_logic_model(MODEL, by=None, now=now + timedelta(days=1))

    assert apps.get_model("kit", "AuditLine").objects.count() == lines
    assert list(Item.objects.values()) == before


@pytest.mark.usefixtures("placed")
def test_a_theme_that_is_new_joins_the_capability(now: datetime) -> None:
    second = THEME.replace(key="vis.2", title="Sharing it")

    actions.put_framework(CAPABILITIES.replace(items=(VISION.replace(items=(second, THEME)),)), by=None, now=now)

    assert [item.key for item in queries.list_themes()] == ["vis.2", "vis.1"]
    assert len(queries.indicators_for("frontline")) == 2


@pytest.mark.usefixtures("placed")
def test_words_that_nothing_points_to_may_change(now: datetime) -> None:
    reworded = CODES.items[0].replace(statement="Be kind always.")

    actions.put_framework(CODES.replace(items=(reworded,)), by=None, now=now)

    assert queries.get_item("1.1", "codes-workers").statement == "Be kind always."


@pytest.mark.usefixtures("placed")
def test_words_that_another_room_points_to_stay(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frameworks, "used_elsewhere", set)

    with pytest.raises(Refused, match=r"1\.1 is in use"):
        actions.put_framework(CODES.replace(items=(CODES.items[0].replace(title="Warmth"),)), by=None, now=now)

    assert queries.get_item("1.1", "codes-workers").title == "Kindness"


@pytest.mark.usefixtures("placed")
def test_an_item_that_is_left_out_is_deleted_unless_something_points_to_it(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = CODES.replace(
        items=(ItemSpec(key="1.2", kind="code", title="Rights", statement="Respect rights."),), associations=()
    )
    used = {queries.get_item("1.1", "codes-workers").pk}
    monkeypatch.setattr(frameworks, "used_elsewhere", lambda pks: used & set(pks))

    actions.put_framework(other, by=None, now=now)

    assert [item.key for item in Item.objects.of_newest("codes-workers")] == ["1.2"]
    assert Item.objects.get(key="1.1").retired_at == now
    assert not Association.objects.exists()


@pytest.mark.usefixtures("placed")
def test_a_new_edition_leaves_the_old_one_as_it_was(now: datetime) -> None:
    newer = CODES.replace(edition="2030", items=(CODES.items[0].replace(statement="Be kinder."),))

    actions.put_framework(newer, by=None, now=now)

    assert queries.get_item("1.1", "codes-workers").statement == "Be kinder."
    assert queries.get_item("1.1", "codes-workers", "2024").statement == "Be kind."
    both = queries.items_by_key([("codes-workers@2024", "1.1"), ("codes-workers", "1.1")])
    assert [item.framework.edition for item in both] == ["2024", "2030"]


@pytest.mark.usefixtures("placed")
def test_an_item_that_is_missing_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"no item 9\.9 in the framework codes-workers"):
        queries.items_by_key([("codes-workers", "1.1"), ("codes-workers", "9.9")])


@pytest.mark.usefixtures("placed")
def test_an_association_to_nothing_is_refused_at_its_place(now: datetime) -> None:
    wrong = CODES.replace(
        associations=(*CODES.associations, AssociationSpec(origin="1.1", framework="capabilities", item="vis.7"))
    )

    with pytest.raises(Refused) as refused:
        actions.put_framework(wrong, by=None, now=now)

    assert refused.value.field == "associations.1.item"


@pytest.mark.usefixtures("placed")
def test_what_the_model_leaves_out_is_retired_and_comes_back_as_itself(now: datetime) -> None:
    smaller = MODEL.replace(nodes=MODEL.nodes[:2], links=MODEL.links[:1])

    actions.put_logic_model(smaller, by=cast.agnes(), now=now)

    assert [node.key for node in LogicNode.objects.current()] == ["B1", "O1"]
    assert [link.key for link in LogicLink.objects.current()] == ["L1"]
    node = LogicNode.objects.get(key="X1")
    assert node.retired_at == now

    actions.put_logic_model(MODEL, by=cast.agnes(), now=now)

    assert LogicNode.objects.current().get(key="X1") == node
    assert LogicLink.objects.current().count() == 2


@pytest.mark.usefixtures("placed")
def test_a_framework_is_exported_as_it_was_loaded() -> None:
    for spec in (CAPABILITIES, CODES):
        assert spec_export.framework_spec(Framework.objects.get(key=spec.key)) == spec
    assert spec_export.logic_model_spec() == MODEL


@pytest.mark.usefixtures("starter_pack")
def test_loading_an_export_changes_nothing(now: datetime) -> None:
    lines = apps.get_model("kit", "AuditLine").objects.count()

    for framework in Framework.objects.all():
        actions.put_framework(spec_export.framework_spec(framework), by=None, now=now)
    actions.put_logic_model(spec_export.logic_model_spec(), by=None, now=now)

    assert apps.get_model("kit", "AuditLine").objects.count() == lines


def test_the_checks_name_what_to_correct() -> None:
    wrong = CAPABILITIES.replace(
        items=(VISION.replace(items=(THEME, THEME.replace(indicators=(LINE, LINE)))),),
        associations=(AssociationSpec(origin="vis.8", framework="codes-workers", item="1.1"),),
    )

    assert [problem.path for problem in check_framework(wrong)] == [
        "items.0.items.1.indicators.1.role",
        "items.0.items.1.key",
        "associations.0.origin",
    ]


def test_a_model_with_a_cycle_is_refused() -> None:
    back = LinkSpec(key="L9", origin="O1", why="Round again", strength="plausible", destination="B1")

    assert [problem.path for problem in check_logic_model(MODEL.replace(links=(*MODEL.links, back)))] == [
        "links.0",
        "links.2",
    ]


def test_a_link_leads_or_blocks_and_says_its_source() -> None:
    both = MODEL.links[0].replace(blocks="L2")
    stated = MODEL.links[0].replace(strength="stated")

    assert check_logic_model(MODEL.replace(links=(both, MODEL.links[1])))[0].path == "links.0"
    assert check_logic_model(MODEL.replace(links=(stated, MODEL.links[1])))[0].path == "links.0.source"


def test_at_most_one_cause_is_the_first_node() -> None:
    first = [node.replace(is_first=True) for node in MODEL.nodes]

    wrong = check_logic_model(MODEL.replace(nodes=tuple(first)))
    assert [(problem.path, problem.words) for problem in wrong] == [
        (f"nodes.{place}.is_first", FIRST_IS_A_CAUSE)
        for place, node in enumerate(MODEL.nodes)
        if node.column not in CAUSE_COLUMNS
    ]

    cause = next(node for node in first if node.column in CAUSE_COLUMNS)
    two = (cause, cause.replace(key="B9"), *(node for node in MODEL.nodes if node.key != cause.key))
    [problem] = check_unfinished_model(MODEL.replace(nodes=two))
    assert (problem.path, problem.words) == (
        "nodes.1.is_first",
        "Only one node may be the first. Take it out of the others.",
    )


def test_a_dead_end_is_refused_at_its_node() -> None:
    lonely = NodeSpec(key="D1", column="do", title="Act")
    idle = NodeSpec(key="X2", column="barrier", title="Fear")
    helps = NodeSpec(key="N1", column="enabler", title="Time")
    to_lonely = LinkSpec(key="L3", origin="N1", why="Time helps", strength="plausible", destination="D1")
    wrong = MODEL.replace(nodes=(*MODEL.nodes, lonely, idle, helps), links=(*MODEL.links, to_lonely))

    problems = {problem.path: problem.words for problem in check_logic_model(wrong)}

    assert list(problems) == ["nodes.3", "nodes.4", "nodes.5"]
    assert problems["nodes.3"] == "No path leads from D1 to an outcome. Add a link from it, or take the node away."
    assert problems["nodes.4"] == "X2 hinders nothing. Add a link that it blocks, or take the node away."
    assert check_logic_model(MODEL) == []
