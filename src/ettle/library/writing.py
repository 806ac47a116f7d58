"""Markdown, as packs carry it, turned into the blocks of a page.

`##` and `###` are headings, tables need a `::: table Caption` round them. A line of three colons opens a block and
three colons alone close it:

    ::: definition Management      ::: quotation Kotter (1990)     ::: reveal What it looks like at home
    ::: example frontline          ::: reflection                  ::: try
    ::: table What each deals with ::: roles   (the paragraphs for each role stand here; closed like the others)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ettle.library.cleaning import clean_in

Block = tuple[str, Any]
_markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
_FENCE = re.compile(r"^::: *(\w+) *(.*?) *\n(.*?)^::: *$", re.M | re.S)


class UnknownBlock(ValueError):
    """A ::: block whose name we do not know."""


def rich(markdown: str) -> str:
    """Markdown as clean HTML of paragraphs and lists."""
    return clean_in(_markdown.render(markdown)).strip()


def inline(markdown: str) -> str:
    """One line of Markdown as clean HTML without a paragraph round it."""
    return clean_in(_markdown.renderInline(markdown.strip()))


def blocks(markdown: str) -> list[Block]:
    """The blocks of a body, in order. Raises UnknownBlock."""
    found: list[Block] = []
    at = 0
    for fence in _FENCE.finditer(markdown):
        found += _plain(markdown[at : fence.start()])
        found.append(_fenced(fence[1], fence[2], fence[3]))
        at = fence.end()
    return found + list(_plain(markdown[at:]))


def _fenced(name: str, title: str, inside: str) -> Block:
    shapes = {
        "definition": lambda: ("definition", {"term": title, "meaning": rich(inside)}),
        "quotation": lambda: ("quotation", {"words": inside.strip(), "source": title}),
        "reveal": lambda: ("reveal", {"summary": title, "text": rich(inside)}),
        "example": lambda: ("example", {"role": title, "text": rich(inside)}),
        "reflection": lambda: ("reflection", inside.strip()),
        "try": lambda: ("try_this", rich(inside)),
        "table": lambda: ("comparison", _table(title, inside)),
        "roles": lambda: ("roles", None),
    }
    if name not in shapes:
        raise UnknownBlock(f"There is no block “{name}”; use {', '.join(sorted(shapes))}")
    return shapes[name]()


def _table(caption: str, markdown: str) -> dict[str, Any]:
    rows = [line.strip().strip("|").split("|") for line in markdown.strip().splitlines()]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {"caption": caption, "columns": cells[0], "rows": cells[2:]}


def _plain(markdown: str) -> Iterator[Block]:
    lines = markdown.splitlines()
    text: list[str] = []
    for node in SyntaxTreeNode(_markdown.parse(markdown)).children:
        source = "\n".join(lines[slice(*node.map)]) if node.map else ""
        if node.type in {"heading", "bullet_list", "ordered_list"}:
            yield from _text(text)
            text = []
            yield _heading(node) if node.type == "heading" else _list(node)
        else:
            text.append(source)
    yield from _text(text)


def _text(paragraphs: list[str]) -> Iterator[Block]:
    if paragraphs:
        yield "text", rich("\n\n".join(paragraphs))


def _heading(node: SyntaxTreeNode) -> Block:
    words = node.children[0].content
    return ("heading", words) if node.tag == "h2" else ("subheading", words)


def _list(node: SyntaxTreeNode) -> Block:
    items = [
        "<p>" + "<br>".join(inline(part.children[0].content) for part in item.children) + "</p>"
        for item in node.children
    ]
    return "list", {"ordered": node.type == "ordered_list", "items": items}
