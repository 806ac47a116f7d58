from __future__ import annotations

from ettle.kit.room import Room


class InstrumentsRoom(Room):
    name = "ettle.instruments"
    personal_data = "ettle.instruments.personal_data.DECLARATIONS"
    offers = {"packs.kinds": "ettle.instruments.pack_kinds.KINDS"}
