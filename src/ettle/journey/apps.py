from __future__ import annotations

from ettle.kit.room import Room


class JourneyRoom(Room):
    name = "ettle.journey"
    urls = ("ettle.journey.urls",)
    personal_data = "ettle.journey.personal_data.DECLARATIONS"
    limits = "ettle.journey.limits.LIMITS"
    navigation = "ettle.journey.navigation.list_links"
    contents = "ettle.journey.navigation.list_contents"
    search_items = "ettle.journey.navigation.list_search_items"
    scheduled_tasks = "ettle.journey.scheduled_tasks.SCHEDULED_TASKS"
    offers = {
        "workshop.preview_forms": "ettle.journey.forms.build_preview_forms",
        "framework.personal_links": "ettle.journey.queries.personal_links",
        "framework.model_uses": "ettle.journey.queries.model_uses",
    }
