from __future__ import annotations

from ettle.kit.room import Room


class TextsRoom(Room):
    name = "ettle.texts"
    urls = ("ettle.texts.urls",)
    personal_data = "ettle.texts.unsaved_words.personal_data.DECLARATIONS"
    scheduled_tasks = "ettle.texts.unsaved_words.scheduled_tasks.SCHEDULED_TASKS"
    page_head = "ettle.texts.unsaved_words.page_head.describe_writer"
