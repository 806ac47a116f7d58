from __future__ import annotations

from ettle.kit.room import Room


class EvidenceRoom(Room):
    name = "ettle.evidence"
    urls = ("ettle.evidence.urls",)
    erasure = "ettle.evidence.routing.memberships.follow_erasure"
    personal_data = "ettle.evidence.personal_data.DECLARATIONS"
    limits = "ettle.evidence.limits.LIMITS"
    navigation = "ettle.evidence.navigation.list_links"
    landing_pages = "ettle.evidence.navigation.list_landing_pages"
    email_references = "ettle.evidence.personal_data.EMAIL_REFERENCES"
    scheduled_tasks = "ettle.evidence.scheduled_tasks.SCHEDULED_TASKS"
    site_states = "ettle.evidence.review_states.list_states"
    search_items = "ettle.evidence.navigation.list_search_items"
    offers = {
        "badges.endorsement": "ettle.evidence.endorsement.queries.find_badge_endorsement",
        "badges.endorsement_statements": "ettle.evidence.endorsement.queries.list_endorsement_statements",
        "packs.demonstration": "ettle.evidence.demonstration.actions.make_demo_applications",
        "framework.personal_links": "ettle.evidence.answer_links.queries.personal_links",
        "texts.attachments": "ettle.evidence.models.AnswerFile",
        "people.membership_changed": "ettle.evidence.routing.memberships.follow_change",
    }
