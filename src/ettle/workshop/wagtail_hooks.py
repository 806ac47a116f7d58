"""What the workshop adds to Wagtail's own pages: instruments, frameworks and their drafts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from ettle.workshop.drafts.models import DISCARDED, HELD_BACK
from ettle.workshop.frameworks.draft_viewset import FrameworkDraftViewSet
from ettle.workshop.frameworks.viewsets import FrameworkViewSetGroup

register_snippet(FrameworkDraftViewSet)


@hooks.register("register_admin_menu_item")
def add_instruments_menu_item() -> MenuItem:
    """Instruments are changed on pages of their own room, which the library does not know."""
    return MenuItem("Instruments", reverse("workshop:instruments"), icon_name="form", order=900)


@hooks.register("register_admin_viewset")
def register_framework_viewsets() -> FrameworkViewSetGroup:
    return FrameworkViewSetGroup()


@hooks.register("register_admin_menu_item")
def add_drafts_menu_item() -> MenuItem:
    return MenuItem("Framework drafts", reverse("workshop:drafts"), icon_name="history", order=450)


@hooks.register("register_log_actions")
def register_draft_actions(actions: Any) -> None:
    """What the history of a draft calls what only drafts have."""
    actions.register_action(DISCARDED, "Discard draft", "Draft discarded")
    actions.register_action(HELD_BACK, "Hold draft back", "Not published at its time")
