"""Blocks exported as Markdown are parsed to the same blocks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ettle.library.markup import block_markdown
from ettle.library.markup.html_cleaner import clean_input
from ettle.library.tests import sample_areas

LINES = [
    "## A heading #", "### Below **it**", "- one", "  - inside", "1. first", "2) second", "* star", "> quoted", "words",
    "**strong**", "*a*b", "__c__", "***d***", "[a link](/codes/)", "![p](x.png)", "<https://x.org/>", "`code`", "    x",
    "a\\", "---", "===", "\\* \\_ \\[", "&amp; &nbsp;", "::: text", "::: reflection", "::: table Two", "| a | b |",
    "| - | - |", ":::", "::: roles", "::: image pictures/a.png By me", "::: video f/a.mp4 f/a.vtt Film", "::: try", "",
]  # fmt: skip
bodies = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=12)), max_size=14).map("\n".join)


def read(body: str) -> list[block_markdown.Block]:
    try:
        return block_markdown.parse_blocks(body)
    except block_markdown.BlockError:
        assume(condition=False)
        raise


@settings(max_examples=400, deadline=None)
@given(bodies)
def test_parsed_blocks_survive_a_round_trip(body: str) -> None:
    found = read(body)

    assert block_markdown.parse_blocks(block_markdown.blocks_to_markdown(found)) == found


words = st.text(st.sampled_from("ab.!*_[]()<>&#-+=~|:\\` 1\u00a0“é"), min_size=1, max_size=6)
pieces = st.tuples(words, st.sampled_from(["{}", "<b>{}</b>", "<i>{}</i>", "<a href='/x'>{}</a>", "<li>{}</li>"]))
shapes = st.sampled_from(["{}", "<p>{}</p>", "<ul>{}</ul>", "<ol><li>{}</li></ol>", "<b>{}</b>", "{}<br>", "<i>{}</i>"])


@st.composite
def html(draw: st.DrawFn) -> str:
    built = ""
    for _ in range(draw(st.integers(1, 4))):
        inside = "".join(
            shape.format(text.replace("&", "&amp;").replace("<", "&lt;"))
            for text, shape in draw(st.lists(pieces, max_size=4))
        )
        built = draw(shapes).format(built + inside)
    return built


@settings(max_examples=400, deadline=None)
@given(html())
def test_any_rich_text_survives_a_round_trip(text: str) -> None:
    cleaned = clean_input(text)

    assert clean_input(cleaned) == cleaned
    assert block_markdown.markdown_to_html(block_markdown.html_to_markdown(cleaned)) == cleaned


bare = st.lists(
    st.sampled_from(["<p>", "</p>", "</p>\n", "a", " ", "\n", "b.", "é", "_", "<b>", "&lt;", "\r", "\u2028"])
)


@settings(max_examples=300, deadline=None)
@given(bare.map("".join))
def test_plain_paragraphs_are_cleaned_like_all_others(text: str) -> None:
    assert clean_input(text) == clean_input(f"<b></b>{text}")


@settings(max_examples=200, deadline=None)
@given(bodies)
def test_parts_of_a_body_are_parsed_independently(body: str) -> None:
    """A link reference, even one that no link uses, makes the parser parse every part again from its own lines."""
    assert read(body) == read(f"[nobody says this]: /x\n\n{body}")


def test_a_link_takes_no_address_from_another_part() -> None:
    assert block_markdown.parse_blocks("[a]\n\n- [a]\n\n[a]: /x\n")[0] == ("text", "<p>[a]</p>")


@pytest.mark.parametrize(
    "spec", [*sample_areas.pack_areas(), *sample_areas.pack_statements()], ids=lambda spec: str(spec.key)
)
def test_the_starter_pack_survives_a_round_trip(spec: Any) -> None:
    found = block_markdown.parse_blocks(spec.body)

    assert block_markdown.parse_blocks(block_markdown.blocks_to_markdown(found)) == found


def test_a_picture_is_exported_with_its_text_alternative() -> None:
    body = "::: image pictures/table.jpg Photo: A. Person\nTwo people talk.\n:::\n\n::: decoration wave.png\n:::\n"

    assert block_markdown.blocks_to_markdown(block_markdown.parse_blocks(body)) == body
    assert block_markdown.find_files(body) == ["pictures/table.jpg", "wave.png"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("::: image ../secret.png\nx\n:::", "Name the picture"),
        ("::: image drawing.svg\nx\n:::", "Name the picture"),
        ("::: video film.mp4\nx\n:::", "Name the film and its captions"),
        ("::: table T\n:::", "first row"),
        ("::: table T\n| a | b |\n| - | - |\n| c |\n:::", "as many cells"),
    ],
)
def test_a_block_that_cannot_be_parsed_says_what_to_do(body: str, words: str) -> None:
    with pytest.raises(block_markdown.BlockError, match=words):
        block_markdown.parse_blocks(body)
