"""Markdown with our ::: blocks is parsed into blocks, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ettle.library.content_checks import readability
from ettle.library.markup import block_markdown

BODY = """## A heading

A paragraph with *words* and [a link](/codes/).

1. first
2. second

### Below it

::: definition Management
What keeps things **running**.
:::

::: table Two sides
| Question | One | Other |
| --- | --- | --- |
| What? | This | That |
:::

::: reveal Open me
Inside.

- a list
:::

::: roles
:::

Last words.
"""


def test_blocks_come_in_the_order_of_the_text() -> None:
    kinds = [kind for kind, _ in block_markdown.parse_blocks(BODY)]

    assert kinds == [*("heading", "text", "list", "subheading", "definition", "comparison", "reveal", "roles", "text")]


def test_a_table_keeps_its_cells() -> None:
    table = dict(block_markdown.parse_blocks(BODY))["comparison"]

    assert table == {
        "caption": "Two sides",
        "columns": ["Question", "One", "Other"],
        "rows": [["What?", "This", "That"]],
    }


def test_a_list_keeps_its_items() -> None:
    assert dict(block_markdown.parse_blocks(BODY))["list"] == {
        "ordered": True,
        "items": ["<p>first</p>", "<p>second</p>"],
    }


@given(st.text())
def test_no_text_makes_a_script(text: str) -> None:
    html = block_markdown.markdown_to_html(text).lower()

    assert "<script" not in html
    assert "<iframe" not in html


@given(st.text(max_size=400))
def test_every_text_has_a_length_and_a_grade(text: str) -> None:
    assert readability.reading_minutes(len(text.split())) >= 1
    assert readability.reading_grade(text) < 10_000


def test_longer_words_read_harder() -> None:
    easy = "We ask. We hear. We act."
    hard = "Organisational accountability necessitates comprehensive multidisciplinary deliberation throughout."

    assert readability.reading_grade(easy) < 4 < readability.reading_grade(hard)
