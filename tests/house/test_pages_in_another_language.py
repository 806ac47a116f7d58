"""What test_packs_in_another_language.py looks for in the pages: words that nobody could translate.

Each message is in brackets (tests/house/pseudo_language.py). Letters outside them must be data: in the database.
"""

from __future__ import annotations

import html
import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString

from ettle.kit.operations import health_check
from ettle.workshop.cms_middleware import CMS_PATH
from tests.hostile.crawler import Crawler, parse_page
from tests.hostile.hostile_requests import Request
from tests.house import pseudo_language
from tests.house.rooms import ROOT, tables

LANGUAGE = "ga"
# What stays in English (decision 0050), and a page of samples.
ENGLISH_PAGES = {"/manage/audit/", "/manage/components/"}
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "aria-description", "label")
NOT_READ = {"script", "style", "code", "pre", "kbd", "template", "textarea", "option"}
WORDS = re.compile(r"[A-Za-z][a-z]+")
# The same in every language: names, formats, addresses, marks of a device.
SAME_EVERYWHERE = re.compile(
    r"\b(?:Ettle|English|Gaeilge|JSON|PDF|SVG|PNG|CSV|CASE|YAML|RIS|BibTeX|SCQF|CPL|SSSC|UTC|ID|MB|KB|px|vs|uuid)\b"
    r"|[\w.+-]+@[\w.-]+|https?://\S+|\S*/\S*|[0-9a-f-]{16,}|[A-Z]{2,}-\d+|\b[A-Za-z]+\.?\d+\b"
)
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
BLOCKS = re.compile(
    r"p|li|dd|dt|td|th|h[1-6]|blockquote|figcaption|summary|label|text|g|legend|div|article|section|main"
)
CONTENT = ROOT / "content"
# The model makes sentences of the words of its nodes, in English only (framework/logic_model/sentences.py).
MADE_OF_PARTS = re.compile(r"/logic-model/")
# A file for the words that are found, by address.
RECORD = os.environ.get("ETTLE_TEST_UNMARKED_WORDS", "")
PIECES = re.compile(r"[:·,;()–]|\. ")
LONG = 8  # characters; what is longer counts as data where it is a part of something stored


@pytest.fixture(autouse=True)
def _prepare(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    pseudo_language.write_catalog(tmp_path / "locale", LANGUAGE)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en-gb", "English"), (LANGUAGE, "Gaeilge")]
    settings.DEMO = True
    monkeypatch.setattr(health_check, "find_problems", list)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


class Data:
    """What the database holds, as text. Words that a page shows are data when they are there."""

    def __init__(self) -> None:
        self.whole: set[str] = set()
        # Drawings are files, and the guide of search is read from its own.
        pieces = [_normalise(re.sub(r"<[^>]*>", " ", path.read_text())) for path in list_content()]
        for table in tables():
            for row in table._base_manager.values_list():
                for value in row:
                    for text in _texts_in(value):
                        plain = _normalise(re.sub(r"<[^>]*>", " ", html.unescape(text)))
                        pieces.append(plain)
                        self.whole.update(_normalise(line) for line in [plain, *re.split(r"[.:;?!\n]|, ", plain)])
        self.all = "\n".join(pieces)

    def has(self, words: str) -> bool:
        """Whether this is data, whole, in pieces (‘Vision: strong · Empowering: some’), or after a key or a picture."""
        if not words:
            return False
        rest = words.partition(" ")[2]
        return self._has_piece(words) or self._has_long(rest) or all(map(self._has_piece, PIECES.split(words)))

    def _has_piece(self, words: str) -> bool:
        words = EDGES.sub("", words).casefold()
        return not WORDS.search(words) or words in self.whole or self._has_long(words)

    def _has_long(self, words: str) -> bool:
        return len(words) >= LONG and words.casefold() in self.all


def list_content() -> list[Path]:
    return [path for path in CONTENT.rglob("*") if path.suffix in {".svg", ".yaml"}]


def _texts_in(value: Any) -> Iterator[str]:
    if hasattr(value, "get_prep_value"):  # the blocks of a page
        value = value.get_prep_value()
    if isinstance(value, str):
        yield value
        if value[:1] in {"[", "{"}:
            with suppress(ValueError):
                yield from _texts_in(json.loads(value))
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts_in(part)


def _normalise(text: str) -> str:
    return " ".join(SAME_EVERYWHERE.sub(" ", text.replace("*", "")).split()).casefold()


def find_unmarked(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield text and attributes outside the brackets of a message, each with the paragraph that a text is part of."""
    for tag in page.find_all(True):
        for name in ATTRIBUTES:
            if isinstance(value := tag.get(name), str):
                yield from ((words, "") for words in _letters(pseudo_language.find_outside(value)[0]))
        if tag.name == "input" and tag.get("type") in {"submit", "button"}:
            value = str(tag.get("value", ""))
            yield from ((words, "") for words in _letters(pseudo_language.find_outside(value)[0]))
    depth = 0
    for node in page.descendants:
        if not isinstance(node, NavigableString) or isinstance(node, Comment | Doctype):
            continue
        outside, depth = pseudo_language.find_outside(str(node), depth)
        if not any(parent.name in NOT_READ for parent in node.parents):
            yield from ((words, _paragraph_of(node)) for words in _letters(outside))


def _paragraph_of(node: NavigableString) -> str:
    block = next((parent for parent in node.parents if BLOCKS.fullmatch(parent.name)), None)
    return " ".join(SAME_EVERYWHERE.sub(" ", block.get_text(" ")).split()) if block else ""


def _letters(text: str) -> Iterator[str]:
    words = " ".join(SAME_EVERYWHERE.sub(" ", text).split())
    if WORDS.search(words):
        yield words


def find_untranslatable(path: str, page: BeautifulSoup, data: Data) -> Iterator[str]:
    """Yield the words of a page that no translation would reach: outside the brackets, and not stored."""
    plain = path.partition("?")[0]
    if plain not in ENGLISH_PAGES and not MADE_OF_PARTS.match(plain):
        yield from (words for words, around in find_unmarked(page) if not (data.has(words) or data.has(around)))


class PageCrawler(Crawler):
    """A crawler that keeps the pages it opens. read: path -> page, our own pages alone."""

    def __post_init__(self) -> None:
        self.read: dict[str, BeautifulSoup] = {}
        super().__post_init__()

    def send(self, request: Request) -> Any:
        response = super().send(request)
        is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and not request.path.startswith(CMS_PATH):
            self.read.setdefault(request.path, parse_page(response))
        return response


def test_the_pseudo_language_keeps_placeholders_and_is_longer() -> None:
    text = 'Hello %(name)s, <a href="/x/">read</a> it'

    translated = pseudo_language.translate_message(text)

    assert "%(name)s" in translated
    assert '<a href="/x/">' in translated
    assert len(translated) >= 1.4 * len("Hello , read it") + len('%(name)s<a href="/x/"></a>')
    assert pseudo_language.find_outside(translated) == ("", 0)
    assert pseudo_language.translate_message("l j F") == "l j F"


def test_the_walk_sees_what_is_not_marked() -> None:
    page = BeautifulSoup('<p title="Hint">⟦Hello <b>Isla</b> ẍ⟧ and bye</p><code>x.y</code>', "html.parser")

    assert [words for words, _ in find_unmarked(page)] == ["Hint", "and bye"]
