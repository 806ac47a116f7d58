"""Versions of a framework beside each other, hostile posts, and how little the pages of drafts ask and write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ettle.people.tests import cast
from ettle.workshop.models import FrameworkDraft
from ettle.workshop.tests.test_drafts import head, in_draft, item

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

from ettle.workshop.instruments.tests.authoring import hidden_fields
from ettle.workshop.tests.test_draft_pages import Item, Version, act, address, reworded, text

pytestmark = pytest.mark.usefixtures("unaligned_pack")


def test_two_versions_are_compared_and_one_is_a_draft_again(client: Client) -> None:
    draft = reworded()
    client.force_login(cast.agnes())
    act(client, draft, "publish")
    old, new = Version.objects.filter(subject=draft.subject).order_by("pk")

    words = text(client.get(reverse("workshop:frame-compare"), {"was": new.uuid, "would": old.uuid}))
    assert "<del>Vision</del>" in words
    client.post(reverse("workshop:frame-go-back", args=[old.uuid]))

    again = FrameworkDraft.objects.open().get()
    assert "<ins>Vision</ins>" in text(client.get(address(again)))
    response = client.post(reverse("workshop:frame-go-back", args=[old.uuid]), follow=True)
    assert "There is an open draft of this" in text(response)


@pytest.mark.parametrize(
    "query", [{"was": "x", "would": "y"}, {"was": "", "would": ""}, {"was": "00000000-0000-0000-0000-000000000000"}]
)
def test_versions_that_do_not_exist_are_not_found(client: Client, query: dict[str, str]) -> None:
    client.force_login(cast.agnes())

    assert client.get(reverse("workshop:frame-compare"), query).status_code == 404


def test_a_form_shows_the_draft_and_says_when_another_author_saved_first(client: Client) -> None:
    reworded()
    client.force_login(cast.agnes())
    vision = Item.objects.get(key="vis", kind="capability")
    edit = f"/cms/framework_items/edit/{vision.uuid}/"
    first = client.get(edit)
    assert "Far sight" in first.content.decode()
    was = first.context["form"].initial["as_it_was"]
    form = {name: getattr(vision, name) for name in ("kind", "key", "role", "statement", "third_person", "audience")}
    form |= {"framework": vision.framework.uuid, "parent": "", "near_source": "", "is_verified": "on"}

    assert client.post(edit, form | {"title": "Mine", "as_it_was": was}).status_code == 302
    response = client.post(edit, form | {"title": "Also mine", "as_it_was": was})

    assert "Someone else has changed this since you opened it" in response.content.decode()


def test_hostile_posts_are_answered_in_words(client: Client) -> None:
    draft = reworded()
    client.force_login(cast.agnes())

    assert client.post(address(draft), {"act": "explode"}).status_code == 404
    assert client.post(address(draft), {"act": "publish", "seen": "9" * 400}).status_code == 422
    assert client.post(address(draft), {"act": "publish"}).status_code == 422
    assert act(client, draft, "leave-out", row="item:\0").status_code in {302, 422}
    assert act(client, draft, "insist", row="x" * 10_000).status_code in {302, 422}


def test_pages_of_drafts_ask_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = reworded()
    client.force_login(cast.agnes())
    version = Version.objects.filter(subject=draft.subject).latest("pk")
    query = {"was": version.uuid, "would": version.uuid}

    for path in (address(draft), reverse("workshop:drafts"), reverse("workshop:frame-history", args=[draft.subject])):
        with django_assert_max_num_queries(10):
            client.get(path)
    with django_assert_max_num_queries(10):
        client.get(reverse("workshop:frame-compare"), query)
    with django_assert_max_num_queries(10):
        client.get(address(draft, "draft-preview"))


@pytest.mark.parametrize("name", ["framework_items", "associations", "logic_nodes", "logic_links"])
def test_lists_of_the_workshop_ask_no_more_for_a_longer_list(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.agnes())
    client.get(f"/cms/{name}/")

    with django_assert_max_num_queries(20):
        client.get(f"/cms/{name}/")


def test_a_preview_asks_no_more_for_a_longer_draft(client: Client) -> None:
    draft = reworded()
    client.force_login(cast.agnes())
    few = _queries(client, f"{address(draft)}shown/capabilities/vis/")
    in_draft(head("Many"))
    for key in ("vis.7", "vis.8", "vis.9"):
        in_draft(item(key, f"Anew {key}", "vis"))

    assert _queries(client, f"{address(draft)}shown/capabilities/vis/") <= few + 4


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


WRITING = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN", "ROLLBACK")


@pytest.mark.parametrize(
    "path",
    [
        *(f"/cms/{name}/" for name in ("frameworks", "framework_items", "associations", "logic_nodes", "logic_links")),
        "/cms/framework_items/new/",
        "/cms/framework_items/edit/{item}/",
        "/cms/framework_items/delete/{item}/",
        "/manage/frameworks/drafts/",
        "/manage/frameworks/drafts/{draft}/",
        "/manage/frameworks/drafts/{draft}/preview/",
        "/manage/frameworks/drafts/{draft}/shown/capabilities/",
        "/manage/frameworks/drafts/{draft}/shown/capabilities/vis/",
        "/manage/frameworks/drafts/{draft}/shown/logic-model/",
    ],
)
def test_no_page_writes_while_a_draft_is_open_and_none_begins_a_transaction(client: Client, path: str) -> None:
    draft = reworded()
    client.force_login(cast.agnes())
    address = path.format(draft=draft.uuid, item=Item.objects.get(key="vis").uuid)
    client.get("/cms/")

    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200

    assert [query["sql"] for query in found if query["sql"].startswith(WRITING)] == []


def test_two_revisions_of_a_draft_are_compared_and_one_is_taken_up_again(client: Client) -> None:
    draft = reworded()
    first = draft.revision
    in_draft(item("vis", "Wide sight", kind="capability"))
    client.force_login(cast.agnes())

    assert "revisions/compare" in text(client.get(draft.get_history_url()))
    words = text(client.get(f"/cms/framework-drafts/history/{draft.pk}/revisions/compare/{first}...latest/"))
    assert "<del>Far sight</del>" in words
    assert "<ins>Wide sight</ins>" in words
    revert = f"/cms/framework-drafts/history/{draft.pk}/revisions/{first}/revert/"
    client.post(revert, {**hidden_fields(client.get(revert)), "note": "As it was first"})

    assert "<ins>Far sight</ins>" in text(client.get(address(draft)))
