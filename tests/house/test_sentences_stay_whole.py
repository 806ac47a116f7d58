"""A sentence with an element in it stays whole where the page lays out its parts side by side.

The rows of a list, a summary and the note on who sees a page are flex containers: text, a name and text would be three
columns with their spaces lost. There the sentence stands in an element of its own.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "ettle"
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "strong", "time"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
ROWS = {"rows", "task-list", "crumbs"}
TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class Sentences(HTMLParser):
    """Collects the lines of flex containers that hold text beside an inline element."""

    def __init__(self) -> None:
        super().__init__()
        self.split_at: list[int] = []
        self._open: list[tuple[str, set[str], set[str], int]] = [("", set(), set(), 0)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1][2].add(tag)
        if tag not in VOID:
            classes = set((dict(attrs).get("class") or "").split())
            self._open.append((tag, classes, set(), self.getpos()[0]))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._open[-1][2].add("text")

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1:
            name, classes, children, line = self._open.pop()
            is_flex = "seen-by" in classes or name == "summary" or (name == "li" and ROWS & self._open[-1][1])
            if is_flex and "text" in children and INLINE & children:
                self.split_at.append(line)
            if name == tag:
                break


def find_split_sentences(html: str) -> list[int]:
    plain = VARIABLE.sub("X", TAG.sub(lambda found: "\n" * found[0].count("\n"), html))
    parser = Sentences()
    parser.feed(plain)
    return parser.split_at


def test_no_template_splits_a_sentence() -> None:
    split = [
        f"{path.relative_to(TEMPLATES)}:{line}"
        for path in sorted(TEMPLATES.glob("*/templates/**/*.html"))
        for line in find_split_sentences(path.read_text())
    ]
    assert not split, "put the sentence into a span: " + ", ".join(split)


def test_the_search_finds_split_sentences_and_only_those() -> None:
    assert find_split_sentences('<ul class="rows"><li>Learner, <bdi>{{ house }}</bdi></li></ul>') == [1]
    assert find_split_sentences('<p class="seen-by">Seen by: <a href="/">you</a></p>') == [1]
    assert find_split_sentences("<summary><bdi>{{ name }}</bdi> was told</summary>") == [1]
    assert find_split_sentences('<ul class="rows"><li><span>Learner, <bdi>X</bdi></span></li></ul>') == []
    assert find_split_sentences('<ul class="rows"><li><a href="/">X</a> <span class="meta">Y</span></li></ul>') == []


def test_what_only_a_screen_reader_reads_does_not_begin_with_a_comma() -> None:
    """A hidden span is out of its line, so its words follow a space: “Done : ask Ann”."""
    begun = re.compile(r'class="visually-hidden">\s*[,.:;]|visually-hidden">[^<>]*</span>[,.:;]')
    found = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if begun.search(path.read_text())}

    assert found == set()
