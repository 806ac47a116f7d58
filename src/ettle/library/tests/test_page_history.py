"""The history of a page for its authors: every block has a readable difference, and none breaks the page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model

from ettle.library import actions
from ettle.library.media_files.models import Film
from ettle.library.models import AreaPage, StatementPage
from ettle.library.tests import sample_areas, sample_media
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any, number: int = 1) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:012d}"}


def blocks_of_every_kind(word: str) -> list[dict[str, Any]]:
    """A block of each kind, each with this word in it."""
    picture, film = sample_media.stored_picture(), Film.objects.create(title=f"Film {word}", file="films/a.mp4").pk
    table = {"caption": f"Caption {word}", "columns": ["One", "Two"], "rows": [["a", f"Cell {word}"]]}
    values: list[tuple[str, Any]] = [
        ("heading", f"Heading {word}"), ("subheading", f"Below {word}"), ("text", f"<p>Text {word}</p>"),
        ("list", {"ordered": False, "items": [f"<p>Item {word}</p>"]}), ("comparison", table),
        ("definition", {"term": f"Term {word}", "meaning": f"<p>Meaning {word}</p>"}),
        ("example", {"role": "frontline", "text": f"<p>Example {word}</p>"}),
        ("quotation", {"words": f"Said {word}", "source": f"Source {word}"}), ("reflection", f"Reflect {word}"),
        ("try_this", f"<p>Try {word}</p>"), ("reveal", {"summary": f"Open {word}", "text": f"<p>Inside {word}</p>"}),
        ("image", {"image": {"image": picture, "alt_text": f"Alt {word}", "decorative": False}, "caption": word}),
        ("video", {"film": film}), ("roles", None),
    ]  # fmt: skip
    return [block(kind, value, number) for number, (kind, value) in enumerate(values)]


def save_draft(page: AreaPage | StatementPage, blocks: list[dict[str, Any]], **fields: Any) -> Any:
    """A revision with these blocks as they are stored, without the checks of the form."""
    row = page.save_revision(user=None)
    row.content |= {"body": json.dumps(blocks), **fields}
    row.save(update_fields=["content"])
    return row


def fetch_comparison(client: Client, page: Any, before: Any, after: Any) -> str:
    response = client.get(f"/cms/pages/{page.pk}/revisions/compare/{before.pk}...{after.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def visible_words(shown: str, cut: str) -> str:
    """The words of a comparison. cut: a pattern for what to leave out, the added or the deleted words."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(cut, " ", shown))).split())


def statement() -> StatementPage:
    return actions.load_statement(sample_areas.pack_statements()[0], by=None, now=cast.NOW)


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(cast.agnes())
    return client


ADDED, DELETED = (rf'<span class="{mark}">.*?</span>' for mark in ("addition", "deletion"))
CHANGED = (
    "Heading", "Below", "Text", "Item", "Caption", "Cell", "Term", "Meaning", "Example", "Said", "Source", "Reflect",
    "Try", "Open", "Inside", "Alt", "Film",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["area", "statement"])
def test_a_change_in_each_kind_of_block_is_shown_in_words(author: Client, kind: str) -> None:
    sample_areas.area()
    page: Any = AreaPage.objects.get() if kind == "area" else statement()
    before, after = save_draft(page, blocks_of_every_kind("before")), save_draft(page, blocks_of_every_kind("after"))

    shown = fetch_comparison(author, page, before, after)

    old, new = visible_words(shown, ADDED), visible_words(shown, DELETED)
    assert [word for word in CHANGED if f"{word} before" not in old] == []
    assert [word for word in CHANGED if f"{word} after" not in new] == []
    assert "<p>" not in unescape(visible_words(shown, "x^")), "marks of rich text are not words"


def test_added_deleted_and_moved_blocks_are_shown(author: Client) -> None:
    page = sample_areas.area()
    both = blocks_of_every_kind("same")

    for earlier, later in ((both[:3], both), (both, both[5:]), (both, both[::-1]), ([], both), (both, [])):
        fetch_comparison(author, page, save_draft(page, earlier), save_draft(page, later))


def drop_fields(blocks: list[dict[str, Any]], which: slice) -> list[dict[str, Any]]:
    """The blocks with only some of the fields of a current block. which: the fields that stay."""
    return [
        block | {"value": dict(list(block["value"].items())[which])} if isinstance(block["value"], dict) else block
        for block in blocks
    ]


@pytest.mark.parametrize("fields", [slice(0, 0), slice(1), slice(1, None)], ids=["none", "first", "others"])
def test_a_revision_older_than_a_field_is_shown(author: Client, fields: slice) -> None:
    page = sample_areas.area()
    old = [*drop_fields(blocks_of_every_kind("before"), fields), block("a-kind-of-long-ago", "x", 99)]
    now, earlier = save_draft(page, blocks_of_every_kind("after")), save_draft(page, old)
    for name in ("tools", "related", "references", "activities", "summary"):
        earlier.content.pop(name)
    earlier.save(update_fields=["content"])

    fetch_comparison(author, page, earlier, now)
    fetch_comparison(author, page, now, earlier)
    for action in ("view", "revert"):
        assert author.get(f"/cms/pages/{page.pk}/revisions/{earlier.pk}/{action}/").status_code == 200


def test_a_deleted_picture_and_film_do_not_break_the_comparison(author: Client) -> None:
    page = sample_areas.area()
    before, after = save_draft(page, blocks_of_every_kind("before")), save_draft(page, blocks_of_every_kind("after"))
    Film.objects.all().delete()
    get_image_model().objects.all().delete()

    fetch_comparison(author, page, before, after)


def test_the_history_of_a_page_names_who_and_what(author: Client) -> None:
    page = sample_areas.area()
    page.title = "Listening better"
    page.save_revision(user=cast.agnes(), log_action=True)

    shown = author.get(f"/cms/pages/{page.pk}/history/").content.decode()

    assert "Agnes" in shown
    assert "Draft saved" in shown
