from __future__ import annotations

from ettle.kit.room import Room


class SearchRoom(Room):
    name = "ettle.search"
    limits = "ettle.search.queries.LIMITS"
    urls = ("ettle.search.urls",)
    personal_data = "ettle.search.personal_data.DECLARATIONS"
    navigation = "ettle.search.navigation.list_links"
    search_items = "ettle.search.navigation.list_search_items"
    offers = {"packs.kinds": "ettle.search.pack_kinds.KINDS"}
    scheduled_tasks = "ettle.search.scheduled_tasks.SCHEDULED_TASKS"

    def ready(self) -> None:
        from ettle.search import signals  # noqa: PLC0415 - models are ready only now

        signals.connect()
