"""Index pages as they are published, unpublished and moved. Entries of deleted pages go by cascade."""

from __future__ import annotations

from wagtail.signals import page_published, page_unpublished, post_page_move

from ettle.search.index.search_index import follow_page

KEY = "ettle.search"


def connect() -> None:
    """Subscribe to Wagtail's signals. Called once, when the models are ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(follow_page, dispatch_uid=f"{KEY}.{id(signal)}")
