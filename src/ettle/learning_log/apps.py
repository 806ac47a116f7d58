from __future__ import annotations

from ettle.kit.room import Room


class LearningLogRoom(Room):
    name = "ettle.learning_log"
    urls = ("ettle.learning_log.urls",)
    personal_data = "ettle.learning_log.personal_data.DECLARATIONS"
    navigation = "ettle.learning_log.navigation.list_links"
    search_items = "ettle.learning_log.navigation.list_search_items"
    offers = {
        "framework.personal_links": "ettle.learning_log.queries.personal_links",
        "framework.model_uses": "ettle.learning_log.queries.model_uses",
    }
