from __future__ import annotations

from ettle.kit.room import Room


class TogetherRoom(Room):
    name = "ettle.together"
    urls = ("ettle.together.urls",)
    personal_data = "ettle.together.personal_data.DECLARATIONS"
    erasure = "ettle.together.actions.leave_with_account"
    navigation = "ettle.together.navigation.list_links"
    contents = "ettle.together.navigation.list_contents"
    search_items = "ettle.together.navigation.list_search_items"
    scheduled_tasks = "ettle.together.scheduled_tasks.SCHEDULED_TASKS"
    limits = "ettle.together.limits.LIMITS"
    offers = {
        "packs.kinds": "ettle.together.pack_kinds.KINDS",
        "people.leaving_warnings": "ettle.together.queries.warn_before_leaving",
    }
