from __future__ import annotations

from ettle.kit.room import Room


class PeopleRoom(Room):
    name = "ettle.people"
    urls = ("ettle.people.account_urls", "ettle.people.urls")
    personal_data = "ettle.people.personal_data.DECLARATIONS"
    email_references = "ettle.people.personal_data.EMAIL_REFERENCES"
    erasure = "ettle.people.data_export.actions.erase_exports"
    navigation = "ettle.people.navigation.list_links"
    landing_pages = "ettle.people.navigation.list_landing_pages"
    search_items = "ettle.people.navigation.list_search_items"
    email_language = "ettle.people.email.recipient_language.find_email_language"
    limits = "ettle.people.limits.LIMITS"
    scheduled_tasks = "ettle.people.scheduled_tasks.SCHEDULED_TASKS"
    site_checks = "ettle.people.actions.erasure_list.SITE_CHECKS"
    health_check = "ettle.people.actions.erasure_list.find_problem"
    offers = {"packs.kinds": "ettle.people.pack_kinds.KINDS"}
