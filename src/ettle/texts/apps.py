from __future__ import annotations

from ettle.kit.room import Room


class TextsRoom(Room):
    name = "ettle.texts"
