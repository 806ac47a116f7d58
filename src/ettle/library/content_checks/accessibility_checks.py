"""Accessibility faults in links and in the order of headings, as sentences that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from wagtail.models import Page

from ettle.library.content_checks.readability import EMPTY_LINKS
from ettle.library.markup import rich_text


def find_link_faults(html: str) -> list[str]:
    """Links whose text does not say where they go, or that lead to no live page."""
    if "<a" not in html and "<A" not in html:
        return []
    links = [(link, words.strip()) for link, words in _iterate_links(rich_text.parse_html(html)) if words.strip()]
    return [fault for link, words in links for fault in _link_faults(link, words)]


def _link_faults(link: str, words: str) -> Iterator[str]:
    if words.lower().rstrip(".") in EMPTY_LINKS:
        yield f"The link text ‘{words}’ does not say where it goes; name the page"
    elif words.lower().startswith(("http://", "https://", "www.")):
        yield f"The link text ‘{words}’ is a bare address; write the name of the page"
    if link.startswith("page:") and not Page.objects.filter(pk=link.removeprefix("page:")).live().exists():
        yield f"The link ‘{words}’ leads to a page that nobody can read; choose another"


def _iterate_links(parts: Iterable[rich_text.Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, rich_text.Bullets):
            for item in part.items:
                yield from _iterate_links(item)
        else:
            for link, runs in groupby(part.runs, key=lambda run: run.link):
                if link:
                    yield link, "".join(run.text for run in runs)


def find_skipped_headings(kinds: Iterable[tuple[str, str]]) -> dict[int, str]:
    """position -> sentence, for each heading that skips a level. kinds: (block type, text) in order."""
    faults: dict[int, str] = {}
    seen = False
    for place, (kind, words) in enumerate(kinds):
        seen = seen or kind == "heading"
        if kind == "subheading" and not seen:
            faults[place] = f"The heading ‘{words}’ skips a level; put a heading before it"
    return faults
