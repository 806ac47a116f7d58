from __future__ import annotations

from ettle.kit.room import Room


class PacksRoom(Room):
    name = "ettle.packs"
    personal_data = "ettle.packs.personal_data.DECLARATIONS"
    offers = {"packs.kinds": "ettle.packs.translations.pack_kinds.KINDS"}
