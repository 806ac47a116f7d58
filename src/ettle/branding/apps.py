from __future__ import annotations

from ettle.kit.room import Room


class BrandingRoom(Room):
    name = "ettle.branding"
    urls = ("ettle.branding.urls",)
    personal_data = "ettle.branding.personal_data.DECLARATIONS"
    navigation = "ettle.branding.navigation.list_links"
    search_items = "ettle.branding.navigation.list_search_items"
    brand = "ettle.branding.queries.read_brand"
    contents = "ettle.branding.queries.list_contents"
    offers = {"packs.kinds": "ettle.branding.pack_content.pack_kinds.KINDS"}
