from __future__ import annotations

from ettle.kit.room import Room


class WorkshopRoom(Room):
    name = "ettle.workshop"
    urls = ("ettle.workshop.urls",)
    personal_data = "ettle.workshop.personal_data.DECLARATIONS"
    navigation = "ettle.workshop.navigation.list_links"
    landing_pages = "ettle.workshop.navigation.list_landing_pages"
    search_items = "ettle.workshop.navigation.list_search_items"
    scheduled_tasks = "ettle.workshop.scheduled_tasks.SCHEDULED_TASKS"
    limits = "ettle.workshop.authors.limits.LIMITS"

    def ready(self) -> None:
        # Imported here: Wagtail's models must be there.
        from ettle.workshop.authors.review_emails import replace_notifiers  # noqa: PLC0415

        replace_notifiers()
