"""What search may find of a room: its tools, its public pages and its published content.

A room's AppConfig names a function that yields SearchItem objects (`Room.search_items`). Nothing private and no draft
may be among them: everyone can find them. A tool for people who are signed in may: its page asks them to sign in first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ettle.kit.pages.site_contents import has_page
from ettle.kit.room import offered


class SearchKind(StrEnum):
    """The kinds of things that search finds."""

    TOOL = "tool"
    AREA = "area"
    CAPABILITY = "capability"
    CODE = "code"
    MODEL = "model"
    BADGE = "badge"
    REFERENCE = "reference"
    TERM = "term"
    STATEMENT = "statement"


@dataclass(frozen=True)
class SearchItem:
    """Something that search may find.

    key: permanent within the kind. names: its short names ("ET-101", "1.3"). phrases: what people may type when they
    look for it, such as "delete my account", each a whole phrase. about: a few words shown beside the title.
    priority: higher comes first among equally good matches, such as the latest of several editions.
    """

    kind: SearchKind
    key: str
    address: str
    title: str
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    about: str = ""
    text: tuple[str, ...] = ()
    priority: int = 0


def tool_item(address: str, title: str, about: str, phrases: str) -> SearchItem:
    """A page of the site where people do something. phrases: what people may type, each after a semicolon."""
    typed = tuple(phrase.strip() for phrase in phrases.split(";"))
    return SearchItem(SearchKind.TOOL, address, address, title, about=about, phrases=typed)


def all_search_items() -> Iterator[SearchItem]:
    """Yield what every room offers, without pages that have nothing to show on this site."""
    for list_items in offered("search_items"):
        yield from (item for item in list_items() if has_page(item.address))
