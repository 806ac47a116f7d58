"""Where people go after they have signed in: assessors to their queue, administrators to what the site needs.

A room's AppConfig names a function from a person to the pages of their roles (`Room.landing_pages`). A person with
several roles may choose which page is first; each of these pages links to the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ettle.kit.room import offered

if TYPE_CHECKING:
    from ettle.people.models import User


@dataclass(frozen=True)
class LandingPage:
    """A page that someone may begin on. position: the lowest is first for people who have chosen none.

    key: stored with the person, so it is never changed. under: the beginning of the addresses that belong to it.
    """

    key: str
    words: str
    path: str
    position: int
    under: str = ""

    def is_at(self, path: str) -> bool:
        """Whether an address is this page."""
        return path == self.path or bool(self.under and path.startswith(self.under))


def landing_pages_of(person: User) -> list[LandingPage]:
    """Return the pages that a person may begin on, the one they begin on first. One query."""
    pages = [page for list_pages in offered("landing_pages") for page in list_pages(person)]
    return sorted(pages, key=lambda page: (page.key != person.landing_page, page.position))
