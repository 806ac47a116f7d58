"""The marked-up texts of H5P as plain text. What is no text is listed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "section", "hr"}
)
INLINE = frozenset({"span", "em", "strong", "b", "i", "u", "s", "sub", "sup", "small", "code", "br", "font"})
LAYOUT = re.compile(r"[ \t\r\n\xa0]+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.words = ""
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words += "\n"
        elif tag in BLOCKS:
            self.end_paragraph()
        elif tag not in INLINE and tag not in self.others:
            self.others.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        self.words += LAYOUT.sub(" ", data)

    def end_paragraph(self) -> None:
        text = "\n".join(line.strip() for line in self.words.split("\n")).strip()
        if text:
            self.paragraphs.append(text)
        self.words = ""


def read_markup(markup: object) -> tuple[str, list[str]]:
    """Return the paragraphs of a text, and the names of elements that are more than text. No text gives nothing."""
    reader = _Reader()
    reader.feed(markup if isinstance(markup, str) else "")
    reader.close()
    reader.end_paragraph()
    return "\n\n".join(reader.paragraphs), reader.others
