from __future__ import annotations

from ettle.kit.room import Room


class GardenRoom(Room):
    name = "ettle.kit.tests.garden"
    urls = ("ettle.kit.tests.garden.offers",)
    personal_data = "ettle.kit.tests.garden.offers.DECLARATIONS"
    email_references = "ettle.kit.tests.garden.offers.EMAIL_REFERENCES"
    navigation = "ettle.kit.tests.garden.offers.list_links"
    scheduled_tasks = "ettle.kit.tests.garden.offers.SCHEDULED_TASKS"
    page_title = "ettle.kit.tests.garden.offers.bed_title"
    offers = {"kitchen.herbs": "ettle.kit.tests.garden.offers.HERBS"}
