"""A walk over the pages of the cast with every message and every text of the starter pack in a pseudo-language.

The texts are in brackets and 40 % longer, like the messages (tests/house/pseudo_language.py). English words of the pack
outside brackets are a text that no translation would reach, unless they are marked with `lang`.
"""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString
from django.utils import timezone

from ettle.config.process_caches import clear_process_caches
from ettle.framework.models import LogicNode
from ettle.kit.operations import health_check
from ettle.kit.operations.environment import ENGLISH
from ettle.kit.translations.language_marks import MARKS
from ettle.packs.tests.starter_rows import STARTER
from ettle.packs.translations.pack_kinds import load_translation
from ettle.packs.translations.writer import list_translations
from ettle.search import actions as search
from tests.hostile.crawler import find_route
from tests.hostile.populated_site import build_site
from tests.house import pseudo_language
from tests.house.test_pages_in_another_language import LANGUAGE, RECORD, Data, PageCrawler, find_untranslatable

NOT_READ = {"script", "style", "code", "pre", "template"}
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "aria-description", "label", "value", "content")
# The beginning of a line of Markdown, and addresses in it: not words.
LINE_START = re.compile(r"^(\s*(?:#+|[-*]|\d+\.|:::.*)?\s*)(.*)$")
# What authors and administrators edit or read as it is written, signs of a person's own, and the words of the model.
ENGLISH_PAGES = re.compile(r"/manage/|/cms/|/logic-model/")
SHORTEST = 12  # letters of a text that is looked for inside other words


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


def translate_text(text: str) -> str:
    """Return a text of the pack in the pseudo-language; Markdown keeps its marks and its addresses."""
    return "\n".join(
        found[1] + (pseudo_language.translate_message(found[2]) if found[2] else "")
        for line in text.split("\n")
        if (found := LINE_START.match(line))
    )


def put_pseudo_pack() -> set[str]:
    """Translate every text of the starter pack, and return the English texts."""
    english: set[str] = set()
    for spec in list_translations(STARTER, LANGUAGE):
        texts = tuple(text.replace(text=translate_text(text.english)) for text in spec.texts)
        load_translation(spec.replace(texts=texts), by=None, now=timezone.now())
        english |= {text.english for text in texts}
    return english


class EnglishWords:
    """The English texts of a pack, to find in a page."""

    def __init__(self, texts: set[str]) -> None:
        lines = {" ".join(re.sub(r"[*#]", "", line).split()) for text in texts for line in text.split("\n")}
        self.whole = {line for line in lines if len(line.split()) > 1}
        self.long = re.compile(
            "|".join(re.escape(line) for line in sorted(self.whole, key=len, reverse=True) if len(line) >= SHORTEST)
        )

    def find(self, words: str) -> str:
        words = " ".join(words.split())
        if words in self.whole:
            return words
        found = self.long.search(words)
        return found[0] if found else ""


def find_english(page: BeautifulSoup, english: EnglishWords) -> Iterator[str]:
    """Yield English texts of the pack that stand outside brackets and are not marked as English."""
    depth = 0
    for node in page.descendants:
        if isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
            outside, depth = pseudo_language.find_outside(str(node), depth)
            is_read = not any(parent.name in NOT_READ or parent.get("lang") == ENGLISH for parent in node.parents)
            if is_read and (found := english.find(outside)):
                yield found
    for name, value in _list_attributes(page):
        if found := english.find(pseudo_language.find_outside(value)[0]):
            yield f"{name}: {found}"


def _list_attributes(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield the attributes that people read or hear. What they typed themselves is none of the pack."""
    for tag in page.find_all(True):
        if tag.name not in {"input", "meta"} or tag.get("type") == "submit":
            yield from ((name, value) for name in ATTRIBUTES if isinstance(value := tag.get(name), str))


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_search")
def test_no_page_has_words_that_nobody_could_translate(settings: Any) -> None:
    """Neither a message that is not marked nor a text of the pack is left in English. One walk, because it is long."""
    now = timezone.now()
    visitors = build_site(now)
    # The words of the model stay English, also where an activity asks about them and is translated.
    english = EnglishWords(put_pseudo_pack() - set(LogicNode.objects.values_list("title", flat=True)))
    # As the worker does within minutes: an index from before the translations shows texts as they were then.
    search.refresh_search()
    data = Data()
    settings.FIRST_LANGUAGE = LANGUAGE
    clear_process_caches()
    found: dict[str, set[str]] = defaultdict(set)
    seen = 0

    for visitor in visitors:
        crawler = PageCrawler(visitor, now.isoformat())
        crawler.walk(most=None, seed=1)
        for path, page in crawler.read.items():
            seen += 1
            found[find_route(path)].update(
                f"{words} (not marked, {visitor.name})" for words in find_untranslatable(path, page, data)
            )
            if not ENGLISH_PAGES.match(path):
                assert not MARKS.search(str(page)), path
                found[find_route(path)].update(find_english(page, english))

    report = {route: sorted(words) for route, words in sorted(found.items()) if words}
    if RECORD:
        Path(RECORD).write_text(json.dumps(report, indent=1, ensure_ascii=False))
    assert seen > 200
    assert report == {}


def test_the_walk_sees_what_is_left_in_english() -> None:
    english = EnglishWords({"Rate each statement", "Vision and purpose, seen by others"})
    page = BeautifulSoup(
        '<p>⟦Hello⟧ Rate each statement</p><p lang="en-gb">Rate each statement</p>'
        '<p title="So: Vision and purpose, seen by others">⟦x⟧</p>',
        "html.parser",
    )

    assert list(find_english(page, english)) == ["Rate each statement", "title: Vision and purpose, seen by others"]
