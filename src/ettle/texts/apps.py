from __future__ import annotations

from ettle.kit.room import Room


class TextsRoom(Room):
    name = "ettle.texts"
    urls = ("ettle.texts.urls",)
    page_head = "ettle.texts.page_head.describe_writer"
