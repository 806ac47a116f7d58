"""What an author sees of the history of a page: every block has a readable difference, and none breaks the page."""

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
from ettle.library.tests import drawn, sample_areas
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any, number: int = 1) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": f"00000000-0000-4000-8000-{number:012d}"}


def of_every_kind(word: str) -> list[dict[str, Any]]:
    """A block of each kind, each with this word in it."""
    picture, film = drawn.kept_picture(), Film.objects.create(title=f"Film {word}", file="films/a.mp4").pk
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


def revision(page: AreaPage | StatementPage, blocks: list[dict[str, Any]], **fields: Any) -> Any:
    """A draft with these blocks, kept as a revision keeps them, whatever today's form would say of it."""
    kept = page.save_revision(user=None)
    kept.content |= {"body": json.dumps(blocks), **fields}
    kept.save(update_fields=["content"])
    return kept


def compared(client: Client, page: Any, before: Any, after: Any) -> str:
    response = client.get(f"/cms/pages/{page.pk}/revisions/compare/{before.pk}...{after.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def plain(shown: str, cut: str) -> str:
    """The words of a comparison without what was added, or without what was taken away."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(cut, " ", shown))).split())


def statement() -> StatementPage:
    return actions.load_statement(sample_areas.pack_statements()[0], by=None, now=cast.NOW)


@pytest.fixture
def author(client: Client) -> Client:
    client.force_login(cast.agnes())
    return client


ADDED, TAKEN = (rf'<span class="{mark}">.*?</span>' for mark in ("addition", "deletion"))
CHANGED = (
    "Heading", "Below", "Text", "Item", "Caption", "Cell", "Term", "Meaning", "Example", "Said", "Source", "Reflect",
    "Try", "Open", "Inside", "Alt", "Film",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["area", "statement"])
def test_a_change_in_each_kind_of_block_is_shown_in_words(author: Client, kind: str) -> None:
    sample_areas.area()
    page: Any = AreaPage.objects.get() if kind == "area" else statement()
    before, after = revision(page, of_every_kind("before")), revision(page, of_every_kind("after"))

    shown = compared(author, page, before, after)

    old, new = plain(shown, ADDED), plain(shown, TAKEN)
    assert [word for word in CHANGED if f"{word} before" not in old] == []
    assert [word for word in CHANGED if f"{word} after" not in new] == []
    assert "<p>" not in unescape(plain(shown, "x^")), "marks of rich text are not words"


def test_blocks_that_come_go_and_move_are_shown(author: Client) -> None:
    page = sample_areas.area()
    both = of_every_kind("same")

    for earlier, later in ((both[:3], both), (both, both[5:]), (both, both[::-1]), ([], both), (both, [])):
        compared(author, page, revision(page, earlier), revision(page, later))


def lacking(blocks: list[dict[str, Any]], which: slice) -> list[dict[str, Any]]:
    """The blocks without some of the fields that a block of today has."""
    return [
        block | {"value": dict(list(block["value"].items())[which])} if isinstance(block["value"], dict) else block
        for block in blocks
    ]


@pytest.mark.parametrize("kept", [slice(0, 0), slice(1), slice(1, None)], ids=["none", "first", "others"])
def test_a_revision_from_before_a_field_was_there_is_shown(author: Client, kept: slice) -> None:
    page = sample_areas.area()
    old = [*lacking(of_every_kind("before"), kept), block("a-kind-of-long-ago", "x", 99)]
    now, earlier = revision(page, of_every_kind("after")), revision(page, old)
    for name in ("tools", "related", "references", "activities", "summary"):
        earlier.content.pop(name)
    earlier.save(update_fields=["content"])

    compared(author, page, earlier, now)
    compared(author, page, now, earlier)
    for doing in ("view", "revert"):
        assert author.get(f"/cms/pages/{page.pk}/revisions/{earlier.pk}/{doing}/").status_code == 200


def test_a_picture_and_a_film_that_are_gone_are_compared_without_them(author: Client) -> None:
    page = sample_areas.area()
    before, after = revision(page, of_every_kind("before")), revision(page, of_every_kind("after"))
    Film.objects.all().delete()
    get_image_model().objects.all().delete()

    compared(author, page, before, after)


def test_the_history_of_a_page_names_who_and_what(author: Client) -> None:
    page = sample_areas.area()
    page.title = "Listening better"
    page.save_revision(user=cast.agnes(), log_action=True)

    shown = author.get(f"/cms/pages/{page.pk}/history/").content.decode()

    assert "Agnes" in shown
    assert "Draft saved" in shown
