"""Drafts of frameworks and of the logic model, as Wagtail lists them."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.models import FrameworkDraft


class FrameworkDraftViewSet(DraftViewSet):
    """Drafts begin where something is changed, so there is no form to add one."""

    model = FrameworkDraft
    icon = "history"
    menu_label = "Framework drafts"
    menu_order = 450
    base_url_path = "framework-drafts"
    edit_handler = ObjectList([FieldPanel("note"), PublishingPanel()])
