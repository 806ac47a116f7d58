from __future__ import annotations

from ettle.kit.room import Room


class BadgesRoom(Room):
    name = "ettle.badges"
    limits = "ettle.badges.limits.LIMITS"
    urls = ("ettle.badges.urls",)
    personal_data = "ettle.badges.personal_data.DECLARATIONS"
    navigation = "ettle.badges.navigation.list_links"
    contents = "ettle.badges.navigation.list_contents"
    search_items = "ettle.badges.definition.search_items.list_search_items"
    scheduled_tasks = "ettle.badges.scheduled_tasks.SCHEDULED_TASKS"
    site_states = "ettle.badges.keys.key_states.list_states"
    site_checks = "ettle.badges.site_checks.SITE_CHECKS"
    figures = "ettle.badges.keys.key_states.list_figures"
    offers = {
        "framework.personal_links": "ettle.badges.queries.personal_links",
        "people.leaving_choices": "ettle.badges.award.departure.list_leaving_choices",
    }
    health_check = "ettle.badges.keys.key_check.find_sealing_problem_for_anyone"
