"""Frameworks and the logic model, edited by an author in the workshop."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from ettle.framework import actions, queries
from ettle.framework.actions import edits, frameworks
from ettle.framework.tests.test_frameworks import CAPABILITIES, CODES, MODEL
from ettle.kit.models import AuditLine
from ettle.kit.refusal import Refused
from ettle.people.tests import cast
from ettle.workshop.drafts import actions as draft_review
from ettle.workshop.models import FrameworkDraft

Framework, Item, Association, Node, Link = (
    apps.get_model("framework", name) for name in ("Framework", "Item", "Association", "LogicNode", "LogicLink")
)


@pytest.fixture
def author(db: None, client: Client) -> Client:
    for spec in (CAPABILITIES, CODES):
        actions.put_framework(spec, by=None, now=cast.NOW)
    actions.put_logic_model(MODEL, by=None, now=cast.NOW)
    client.force_login(cast.agnes())
    return client


def published() -> None:
    """What is in the drafts is what readers have."""
    for draft in FrameworkDraft.objects.open():
        draft_review.publish_draft(draft, note="", by=cast.agnes(), seen=draft.revision, now=cast.NOW)


def item_form(item: Any, **changes: Any) -> dict[str, Any]:
    names = ("kind", "key", "role", "title", "statement", "third_person", "audience", "near_source")
    fields = {name: getattr(item, name) for name in names}
    above = item.parent.uuid if item.parent else ""
    return {**fields, "framework": item.framework.uuid, "parent": above, "is_verified": "on", **changes}


@pytest.mark.parametrize("name", ["frameworks", "framework_items", "associations", "logic_nodes", "logic_links"])
def test_every_list_opens_searches_and_edits(author: Client, name: str) -> None:
    table = {"frameworks": Framework, "framework_items": Item, "associations": Association, "logic_nodes": Node}
    row = table.get(name, Link).objects.first()

    for address in ("", "?q=v", "new/", f"edit/{row.uuid}/", f"history/{row.uuid}/"):
        assert author.get(f"/cms/{name}/{address}", follow=True).status_code == 200


def test_an_item_is_reworded_by_its_author(author: Client) -> None:
    code = Item.objects.get(key="1.1")

    response = author.post(f"/cms/framework_items/edit/{code.uuid}/", item_form(code, title="Warmth"))

    assert response.status_code == 302, response.context["form"].errors
    assert Item.objects.get(key="1.1").title == "Kindness"
    published()
    assert Item.objects.get(key="1.1").title == "Warmth"
    assert AuditLine.objects.filter(act="draft of a framework: changed", actor__person=cast.agnes()).count() == 1


def test_what_is_in_use_keeps_its_words(author: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    code = Item.objects.get(key="1.1")
    monkeypatch.setattr(frameworks, "used_elsewhere", set)

    response = author.post(f"/cms/framework_items/edit/{code.uuid}/", item_form(code, title="Warmth"))

    assert "Give the framework a new edition instead" in response.content.decode()
    assert Item.objects.get(key="1.1").title == "Kindness"


def test_an_item_is_added_under_its_parent(author: Client) -> None:
    vision = Item.objects.get(key="vis")
    new = item_form(vision, kind="theme", key="vis.2", title="Horizon", statement="Look up.", parent=vision.uuid)

    author.post("/cms/framework_items/new/", new)

    published()
    assert Item.objects.get(key="vis.2").parent == vision


def test_a_key_that_a_pack_could_not_have_is_refused_at_its_field(author: Client) -> None:
    vision = Item.objects.get(key="vis")

    response = author.post("/cms/framework_items/new/", item_form(vision, key="a b/c", parent="", title="x"))

    assert "Write a key without spaces or slashes" in response.content.decode()
    assert Item.objects.count() == 4


def test_a_line_for_a_role_is_changed_in_both_forms(author: Client) -> None:
    line = Item.objects.get(kind="indicator")

    changes = {"statement": "I say what matters", "third_person": "They say what matters"}
    response = author.post(f"/cms/framework_items/edit/{line.uuid}/", item_form(line, **changes))

    assert response.status_code == 302, response.context["form"].errors
    published()
    line.refresh_from_db()
    assert (line.title, line.third_person) == ("I say what matters", "They say what matters")


def test_an_item_is_removed_with_its_associations(author: Client) -> None:
    code = Item.objects.get(key="1.1")
    spec = edits.put_item(
        framework=code.framework, key="1.2", kind="code", title="T", statement="S", audience="", is_verified=True,
        near_source="", third_person="", role="",
    )  # fmt: skip
    actions.put_framework(spec, by=None, now=cast.NOW)

    author.post(f"/cms/framework_items/delete/{code.uuid}/")

    published()
    assert not Item.objects.filter(key="1.1").exists()
    assert not Association.objects.exists()


def test_a_new_edition_begins_as_a_copy_of_the_last_one(author: Client) -> None:
    codes = Framework.objects.get(key="codes-workers")
    form = {"based_on": codes.uuid, "edition": "2027", "title": "", "owner": "", "in_force_on": "2027-05-01"}

    author.post("/cms/frameworks/new/", form)

    published()
    new = Framework.objects.get(key="codes-workers", edition="2027")
    assert [item.key for item in new.items.all()] == ["1.1"]
    assert Association.objects.filter(origin__framework=new).count() == 1


def test_an_association_is_added_and_changed(author: Client) -> None:
    code, vision = Item.objects.get(key="1.1"), Item.objects.get(key="vis")
    form = {"origin": code.uuid, "destination": vision.uuid, "kind": "isRelatedTo", "strength": "some"}
    author.post("/cms/associations/new/", form | {"source": "", "note": ""})
    published()
    row = Association.objects.get(destination=vision)

    author.post(f"/cms/associations/edit/{row.uuid}/", form | {"source": "A book (2020), page 3", "note": ""})

    published()
    row.refresh_from_db()
    assert row.source == "A book (2020), page 3"
    assert not row.is_ours
    assert Association.objects.count() == 2


def link_form(**changes: Any) -> dict[str, Any]:
    origin, end = Node.objects.get(key="B1"), Node.objects.get(key="O1")
    fields = {"key": "L3", "origin": origin.uuid, "destination": end.uuid, "blocks": "", "why": "It helps"}
    return {**fields, "assumption": "", "strength": "plausible", "source": "", **changes}


def test_a_node_and_a_link_are_added(author: Client) -> None:
    themes = [Item.objects.get(key="vis.1").uuid]

    author.post("/cms/logic_nodes/new/", {
        "key": "D9", "column": "do", "title": "Ask", "spoken": "", "is_first": "on", "themes": themes,
    })  # fmt: skip
    author.post(
        "/cms/logic_links/new/", link_form(destination=queries.permanent_identifier("logic-model", "node", "D9"))
    )
    with pytest.raises(Refused, match="No path leads from D9 to an outcome"):
        published()

    onward = {"origin": queries.permanent_identifier("logic-model", "node", "D9"), "key": "L4"}
    author.post("/cms/logic_links/new/", link_form(**onward))

    published()
    assert Link.objects.get(key="L3").destination.themes.get().key == "vis.1"
    assert [node.key for node in Node.objects.filter(is_first=True)] == ["D9"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"strength": "stated"}, "Name the source that states this link"),
        ({"destination": ""}, "Write either destination (a node) or blocks (a link)"),
    ],
)
def test_a_link_has_the_same_rules_as_in_a_pack(author: Client, changes: dict[str, Any], words: str) -> None:
    response = author.post("/cms/logic_links/new/", link_form(**changes))

    assert words in response.content.decode()
    assert Link.objects.count() == 2


def test_a_circle_is_refused(author: Client) -> None:
    ends = {"origin": Node.objects.get(key="O1").uuid, "destination": Node.objects.get(key="B1").uuid}

    response = author.post("/cms/logic_links/new/", link_form(**ends))

    assert "part of a circle" in response.content.decode()


def test_a_node_with_links_is_not_taken_away(author: Client) -> None:
    node = Node.objects.get(key="B1")

    response = author.post(f"/cms/logic_nodes/delete/{node.uuid}/", follow=True)

    assert "Remove the links of B1 first: L1" in response.content.decode()
    assert Node.objects.get(key="B1").retired_at is None


def test_a_learner_edits_nothing(client: Client, db: None) -> None:
    client.force_login(cast.isla())

    assert client.get("/cms/framework_items/").status_code == 404
