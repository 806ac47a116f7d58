"""Drafts of frameworks and of the logic model, as Wagtail lists them."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.models import FrameworkDraft


class FrameworkDraftViewSet(DraftViewSet):
    """Where Wagtail finds what waits for a review. A draft begins where something is changed, not with a form."""

    model = FrameworkDraft
    icon = "history"
    add_to_admin_menu = False
    base_url_path = "framework-drafts"
    edit_handler = ObjectList([FieldPanel("note"), PublishingPanel()])
