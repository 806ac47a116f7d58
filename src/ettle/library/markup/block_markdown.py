"""Markdown of packs to the blocks of a page, and back.

`##` and `###` are headings; a table needs `::: table Caption` round it. A line that begins with three colons opens a
block and a line of three colons alone closes it:

    ::: definition Management      ::: quotation Kotter (1990)     ::: reveal What it looks like at home
    ::: example frontline          ::: reflection                  ::: try
    ::: table What each deals with ::: roles   (the place of the role paragraphs; closed like the others)
    ::: settings                               (the place of the examples by setting)
    ::: image pictures/table.jpg Photo: A. Person, CC BY 4.0       (inside: the text alternative)
    ::: decoration pictures/wave.png                               (a decorative picture)
    ::: video films/asking.mp4 films/asking.vtt Asking first       (inside: the transcript)
    ::: text   (a text block of its own; needed only next to another)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ettle.library.markup import markdown_writer, rich_text
from ettle.library.markup.html_cleaner import clean_input, expand_page_links

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Block = tuple[str, Any]
PICTURE = re.compile(r"[\w-]+(?:/[\w-]+)*\.(?:png|jpe?g|webp)", re.A | re.I)
FILM = re.compile(r"[\w-]+(?:/[\w-]+)*\.(?:mp4|webm)", re.A | re.I)
CAPTIONS = re.compile(r"[\w-]+(?:/[\w-]+)*\.vtt", re.A | re.I)
_FENCE = re.compile(r"^::: *(\w+) *(.*?) *\n(.*?)^::: *$", re.M | re.S)
_TEXT_BLOCKS = {"definition", "quotation", "reveal", "example", "reflection", "try", "text"}
# Words that mean the same as Markdown and as plain text.
_PLAIN_WORDS = re.compile(r"[^\W\d_](?: ?[^\W_]| ?[,.;:?'‘’“”()–—])*")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


class BlockError(ValueError):
    """A ::: block that cannot be parsed; the message says what to do."""


class UnknownBlockError(BlockError):
    """A ::: block with an unknown name."""


@cache
def _markdown_parser() -> MarkdownIt:
    """Imported when first needed: few web processes ever are, and all would start more slowly."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def markdown_to_html(markdown: str) -> str:
    """Markdown as clean HTML of paragraphs and lists."""
    return clean_input(_markdown_parser().render(markdown))


def html_to_markdown(html: str) -> str:
    """Clean HTML of paragraphs and lists as Markdown."""
    return markdown_writer.write_markdown(rich_text.parse_html(expand_page_links(html)))


def parse_blocks(markdown: str) -> list[Block]:
    """The blocks of a body, in order. Raises BlockError."""
    markdown = markdown.replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    at = 0
    for fence in _FENCE.finditer(markdown):
        blocks += _parse_plain(markdown[at : fence.start()])
        blocks.append(_parse_fence(fence[1], " ".join(fence[2].split()), fence[3]))
        at = fence.end()
    blocks += _parse_plain(markdown[at:])
    return [block for block in blocks if block != ("text", "")]


def find_files(markdown: str) -> list[str]:
    """The paths of the pictures, films and captions in a body, in order. Raises BlockError.

    Parses only the ::: blocks, so it is quick on a pack with thousands of pages.
    """
    paths: list[str] = []
    for fence in _FENCE.finditer(markdown.replace("\r\n", "\n").replace("\r", "\n")):
        if fence[1] not in _TEXT_BLOCKS:
            _, value = _parse_fence(fence[1], " ".join(fence[2].split()), fence[3])
            paths += [value[name] for name in ("file", "captions") if value and name in value]
    return paths


def find_example_roles(markdown: str) -> list[str]:
    """The role of each example, by its key."""
    return [" ".join(fence[2].split()) for fence in _FENCE.finditer(markdown) if fence[1] == "example"]


def _parse_fence(name: str, title: str, inside: str) -> Block:
    shapes: dict[str, Callable[[], Block]] = {
        "definition": lambda: ("definition", {"term": title, "meaning": markdown_to_html(inside)}),
        "quotation": lambda: ("quotation", {"words": _plain_words(inside), "source": title}),
        "reveal": lambda: ("reveal", {"summary": title, "text": markdown_to_html(inside)}),
        "example": lambda: ("example", {"role": title, "text": markdown_to_html(inside)}),
        "reflection": lambda: ("reflection", _plain_words(inside)),
        "try": lambda: ("try_this", markdown_to_html(inside)),
        "table": lambda: ("comparison", _parse_table(title, inside)),
        "roles": lambda: ("roles", None),
        "settings": lambda: ("settings", None),
        "image": lambda: ("image", _parse_image(title, inside)),
        "decoration": lambda: ("image", _parse_image(title, "") | {"decorative": True}),
        "video": lambda: ("video", _parse_video(title, inside)),
        "text": lambda: ("text", markdown_to_html(inside)),
    }
    if name not in shapes:
        raise UnknownBlockError(f"There is no block ‘{name}’; use {', '.join(sorted(shapes))}")
    return shapes[name]()


def _plain_words(inside: str) -> str:
    """Plain text, with its lines kept. A backslash before three colons at the start of a line is removed."""
    lines = "\n".join(line.strip() for line in inside.split("\n")).strip()
    return re.sub(r"^\\(\\*:::)", r"\1", lines, flags=re.M)


def _parse_table(caption: str, markdown: str) -> dict[str, Any]:
    rows = [_parse_row(line.strip()) for line in markdown.split("\n") if line.strip()]
    rows = rows[:1] + [row for place, row in enumerate(rows[1:]) if place or not _is_table_rule(row)]
    if not rows:
        raise BlockError("Give the table a first row with the names of its columns")
    if any(len(row) != len(rows[0]) for row in rows):
        raise BlockError("Give every row of the table as many cells as there are columns")
    return {"caption": caption, "columns": rows[0], "rows": rows[1:]}


def _parse_row(line: str) -> list[str]:
    line = re.sub(r"(?<!\\)\|$", "", line.removeprefix("|"))
    return [" ".join(cell.replace("\\|", "|").split()) for cell in _CELL_BORDER.split(line)]


def _is_table_rule(row: list[str]) -> bool:
    return all(re.fullmatch(r":?-+:?", cell) for cell in row)


def _parse_image(title: str, inside: str) -> dict[str, Any]:
    file, _, caption = title.partition(" ")
    if not PICTURE.fullmatch(file):
        raise BlockError("Name the picture’s file in the pack, such as ‘::: image pictures/table.jpg’")
    return {"file": file, "alt": " ".join(_plain_words(inside).split()), "decorative": False, "caption": caption}


def _parse_video(title: str, inside: str) -> dict[str, Any]:
    file, captions, name = (*title.split(" ", 2), "", "")[:3]
    if not FILM.fullmatch(file) or not CAPTIONS.fullmatch(captions):
        raise BlockError("Name the film and its captions, such as ‘::: video films/a.mp4 films/a.vtt Its title’")
    return {"file": file, "captions": captions, "title": name, "transcript": markdown_to_html(inside)}


def _parse_plain(markdown: str) -> Iterator[Block]:
    text: list[_Node] = []
    for node in _split_nodes(markdown):
        own = (
            _heading_block(node)
            if node.kind == "heading"
            else _list_block(node)
            if node.kind.endswith("_list")
            else None
        )
        if own is None:
            text.append(node)
        else:
            yield from _text_block(text)
            text = []
            yield own
    yield from _text_block(text)


@dataclass(frozen=True)
class _Node:
    """A top-level part of a body and its source lines.

    is_alone: it must be parsed again from its own lines, because the body defines link references elsewhere that it
    must not use. Otherwise parsing again would give the same tokens.
    """

    tokens: list[Token]
    source: str
    is_alone: bool

    @property
    def kind(self) -> str:
        return self.tokens[0].type.removesuffix("_open")

    def to_html(self) -> str:
        if self.is_alone:
            return markdown_to_html(self.source)
        reader = _markdown_parser()
        return clean_input(reader.renderer.render(self.tokens, reader.options, {}))


def _split_nodes(markdown: str) -> Iterator[_Node]:
    """The top-level parts of a body."""
    lines = markdown.split("\n")
    environment: dict[str, Any] = {}
    depth, tokens = 0, []
    for token in _markdown_parser().parse(markdown, environment):
        tokens.append(token)
        depth += token.nesting
        if depth == 0:
            place = tokens[0].map
            yield _Node(tokens, "\n".join(lines[slice(*place)]) if place else "", is_alone="references" in environment)
            tokens = []


def _text_block(nodes: list[_Node]) -> Iterator[Block]:
    if all(node.kind == "paragraph" and not node.is_alone for node in nodes):
        html = "".join(node.to_html() for node in nodes)
    else:
        html = markdown_to_html("\n\n".join(node.source for node in nodes))
    if html:
        yield "text", html


def _heading_block(node: _Node) -> Block | None:
    content = node.tokens[1].content
    words = content if _PLAIN_WORDS.fullmatch(content) else rich_text.plain_text(markdown_to_html(content))
    if not words:
        return None
    return ("heading", words) if node.tokens[0].tag == "h2" else ("subheading", words)


def _list_block(node: _Node) -> Block | None:
    """A list block; None for a list that contains lists, which becomes text."""
    parts = rich_text.parse_html(node.to_html())
    if len(parts) != 1 or not isinstance(parts[0], rich_text.Bullets):
        return None
    items = parts[0].items
    if any(isinstance(part, rich_text.Bullets) for item in items for part in item):
        return None
    return "list", {"ordered": parts[0].ordered, "items": [rich_text.render_html(item) for item in items]}


def blocks_to_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown: parse_blocks(blocks_to_markdown(b)) == b for every b that parse_blocks() returns."""
    written: list[str] = []
    before, is_alternate = "", False
    for kind, value in blocks:
        is_alternate = kind == "list" and before == "list" and not is_alternate
        lines = _write_block(kind, value, before=before, is_alternate=is_alternate)
        if lines:
            written.append(lines)
            before = kind
    return "\n\n".join(written) + "\n" if written else ""


def _write_block(kind: str, value: Any, *, before: str, is_alternate: bool) -> str:
    if kind in {"heading", "subheading"}:
        words = re.sub(r"(?<!\\)#", r"\\#", markdown_writer.escape_line(" ".join(str(value).split())))
        return f"{'##' if kind == 'heading' else '###'} {words}" if words else ""
    if kind == "text":
        return _write_text(value, is_alone=before != "text")
    if kind == "list":
        items = tuple(rich_text.parse_html(expand_page_links(item)) for item in value["items"])
        bullets = rich_text.Bullets(value["ordered"], tuple(filter(None, items)))
        return markdown_writer.write_list(bullets, is_alternate=is_alternate)
    name, title, inside = _FENCE_WRITERS[kind](value)
    return "\n".join(filter(None, [f"::: {name} {' '.join(title.split())}".rstrip(), inside, ":::"]))


def _write_text(html: str, *, is_alone: bool) -> str:
    parts = rich_text.parse_html(expand_page_links(html))
    markdown = markdown_writer.write_markdown(parts)
    if markdown and not (is_alone and all(isinstance(part, rich_text.Paragraph) for part in parts)):
        return f"::: text\n{markdown}\n:::"
    return markdown


def _escape_words(words: str) -> str:
    return re.sub(r"^(\\*:::)", r"\\\1", "\n".join(line.strip() for line in words.split("\n")).strip(), flags=re.M)


def _write_table(value: dict[str, Any]) -> str:
    rows = [value["columns"], ["---"] * len(value["columns"]), *value["rows"]]
    return "\n".join(
        "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |" for row in rows
    )


def _write_image(value: dict[str, Any]) -> tuple[str, str, str]:
    name = "decoration" if value["decorative"] else "image"
    return name, f"{value['file']} {value['caption']}", "" if value["decorative"] else _escape_words(value["alt"])


_FENCE_WRITERS: dict[str, Callable[[Any], tuple[str, str, str]]] = {
    "definition": lambda value: ("definition", value["term"], html_to_markdown(value["meaning"])),
    "quotation": lambda value: ("quotation", value["source"], _escape_words(value["words"])),
    "reveal": lambda value: ("reveal", value["summary"], html_to_markdown(value["text"])),
    "example": lambda value: ("example", value["role"], html_to_markdown(value["text"])),
    "reflection": lambda value: ("reflection", "", _escape_words(value)),
    "try_this": lambda value: ("try", "", html_to_markdown(value)),
    "comparison": lambda value: ("table", value["caption"], _write_table(value)),
    "roles": lambda value: ("roles", "", ""),
    "settings": lambda value: ("settings", "", ""),
    "image": _write_image,
    "video": lambda value: (
        "video", f"{value['file']} {value['captions']} {value['title']}", html_to_markdown(value["transcript"]),
    ),
}  # fmt: skip
