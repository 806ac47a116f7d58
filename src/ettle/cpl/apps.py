from __future__ import annotations

from ettle.kit.room import Room


class CplRoom(Room):
    name = "ettle.cpl"
    urls = ("ettle.cpl.urls",)
    personal_data = "ettle.cpl.personal_data.DECLARATIONS"
    email_references = "ettle.cpl.personal_data.EMAIL_REFERENCES"
    navigation = "ettle.cpl.navigation.list_links"
    contents = "ettle.cpl.navigation.list_contents"
    search_items = "ettle.cpl.navigation.list_search_items"
    limits = "ettle.cpl.limits.LIMITS"
    offers = {"packs.kinds": "ettle.cpl.pack_kinds.KINDS"}
