from __future__ import annotations

from ettle.kit.room import Room


class ActivitiesRoom(Room):
    name = "ettle.activities"
    urls = ("ettle.activities.urls",)
    personal_data = "ettle.activities.personal_data.DECLARATIONS"
    navigation = "ettle.activities.navigation.list_links"
    contents = "ettle.activities.navigation.list_contents"
    scheduled_tasks = "ettle.activities.actions.scheduled_tasks.SCHEDULED_TASKS"
    limits = "ettle.activities.limits.LIMITS"
    search_items = "ettle.activities.navigation.list_search_items"
    offers = {
        "packs.kinds": "ettle.activities.pack_content.pack_kinds.KINDS",
        "texts.attachments": "ettle.activities.models.ReflectionRecording",
    }
