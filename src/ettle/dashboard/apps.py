from __future__ import annotations

from ettle.kit.room import Room


class DashboardRoom(Room):
    name = "ettle.dashboard"
    urls = ("ettle.dashboard.urls",)
    personal_data = "ettle.dashboard.personal_data.DECLARATIONS"
    navigation = "ettle.dashboard.navigation.list_links"
    landing_pages = "ettle.dashboard.navigation.list_landing_pages"
    search_items = "ettle.dashboard.navigation.list_search_items"
