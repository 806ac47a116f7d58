from __future__ import annotations

from ettle.kit.room import Room


class TextsRoom(Room):
    name = "ettle.texts"
    urls = ("ettle.texts.urls",)
    personal_data = "ettle.texts.recovery.personal_data.DECLARATIONS"
    scheduled_tasks = "ettle.texts.recovery.scheduled_tasks.SCHEDULED_TASKS"
    page_head = "ettle.texts.recovery.page_head.describe_writer"
