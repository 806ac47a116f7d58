"""Keep the search index up to date with what is published."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ettle.kit import audit
from ettle.library.actions import front_page
from ettle.search import search_index
from ettle.search.search_index import defer_indexing

if TYPE_CHECKING:
    from ettle.people.models import User

__all__ = ["defer_indexing", "rebuild_search", "refresh_search"]


def refresh_search() -> None:
    """Update the search index after content of any room has changed.

    In batches of pages, each in its own transaction, so that other writers do not wait long.
    """
    search_index.refresh_index()


@transaction.atomic
def rebuild_search(*, by: User | None, now: datetime) -> int:
    """Delete and rebuild the search index. Returns the number of entries."""
    count = search_index.rebuild_index()
    audit.record(by, "made the search index anew", front_page(), now=now)
    return count
