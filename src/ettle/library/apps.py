from __future__ import annotations

from ettle.kit.room import Room


class LibraryRoom(Room):
    name = "ettle.library"
    urls = ("ettle.library.urls",)
    urls_last = True  # its pages take whatever is left
    personal_data = "ettle.library.personal_data.DECLARATIONS"
    erasure = "ettle.library.actions.erase_author_comments"
    navigation = "ettle.library.navigation.list_links"
    search_items = "ettle.library.navigation.list_search_items"
    scheduled_tasks = "ettle.library.scheduled_tasks.SCHEDULED_TASKS"
    page_title = "ettle.library.queries.area_title"
    offers = {"packs.kinds": "ettle.library.pack_content.pack_kinds.KINDS"}
