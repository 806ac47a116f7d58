"""Bring what search may find to what is published."""

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
    """Bring what search may find to what is published, after another room has changed.

    A few pages at a time, each with a transaction of its own: nobody who saves meanwhile waits for all of them.
    """
    search_index.refresh_index()


@transaction.atomic
def rebuild_search(*, by: User | None, now: datetime) -> int:
    """Make the search index anew. Returns how many things search may find."""
    count = search_index.rebuild_index()
    audit.record(by, "made the search index anew", front_page(), now=now)
    return count
