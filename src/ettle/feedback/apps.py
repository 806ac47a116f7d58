from __future__ import annotations

from ettle.kit.room import Room


class FeedbackRoom(Room):
    name = "ettle.feedback"
    urls = ("ettle.feedback.urls",)
    personal_data = "ettle.feedback.personal_data.DECLARATIONS"
    email_references = "ettle.feedback.personal_data.EMAIL_REFERENCES"
    navigation = "ettle.feedback.navigation.list_links"
    contents = "ettle.feedback.navigation.list_contents"
    search_items = "ettle.feedback.navigation.list_search_items"
    scheduled_tasks = "ettle.feedback.scheduled_tasks.SCHEDULED_TASKS"
    offers = {"workshop.preview_forms": "ettle.feedback.forms.build_preview_forms"}
