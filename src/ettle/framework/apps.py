from __future__ import annotations

from ettle.kit.room import Room


class FrameworkRoom(Room):
    name = "ettle.framework"
    urls = ("ettle.framework.urls",)
    personal_data = "ettle.framework.personal_data.DECLARATIONS"
    navigation = "ettle.framework.navigation.list_links"
    contents = "ettle.framework.navigation.list_contents"
    search_items = "ettle.framework.search_items.list_search_items"
    offers = {"packs.kinds": "ettle.framework.pack_kinds.KINDS"}
