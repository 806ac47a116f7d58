"""The workshop's additions to Wagtail's admin: instruments, stories, frameworks and their drafts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from ettle.workshop.badges.draft_viewset import BadgeDraftViewSet
from ettle.workshop.drafts.models import DISCARDED, PUBLICATION_REFUSED, SpecDraft
from ettle.workshop.frameworks.draft_viewset import FrameworkDraftViewSet
from ettle.workshop.frameworks.viewsets import FrameworkViewSetGroup
from ettle.workshop.instruments.editor import InstrumentViewSet
from ettle.workshop.stories.draft_viewset import StoryDraftViewSet
from ettle.workshop.widget_starts import replace_inline_scripts, starter_script

replace_inline_scripts()
hooks.register("insert_global_admin_js", starter_script)
register_snippet(FrameworkDraftViewSet)
register_snippet(InstrumentViewSet)
register_snippet(StoryDraftViewSet)
register_snippet(BadgeDraftViewSet)


@hooks.register("register_admin_viewset")
def register_framework_viewsets() -> FrameworkViewSetGroup:
    return FrameworkViewSetGroup()


@hooks.register("register_admin_menu_item")
def add_drafts_menu_item() -> MenuItem:
    return MenuItem(_("Framework drafts"), reverse("workshop:drafts"), icon_name="history", order=450)


@hooks.register("register_admin_menu_item")
def add_stories_menu_item() -> MenuItem:
    return MenuItem(_("Stories"), reverse("workshop:stories"), icon_name="doc-full", order=460)


@hooks.register("register_admin_menu_item")
def add_badges_menu_item() -> MenuItem:
    return MenuItem(_("Badges"), reverse("workshop:badges"), icon_name="success", order=470)


@hooks.register("insert_global_admin_css")
def hide_sidebar_placeholder() -> SafeString:
    """Hide what Wagtail shows until its script draws the side menu: without scripts it covers a phone's buttons."""
    return SafeString("<noscript><style>.sidebar-loading { display: none }</style></noscript>")


@hooks.register("register_log_actions")
def register_draft_actions(actions: Any) -> None:
    """Register the log actions that only drafts have."""
    actions.register_action(DISCARDED, _lazy("Discard draft"), _lazy("Draft discarded"))
    actions.register_action(PUBLICATION_REFUSED, _lazy("Hold draft back"), _lazy("Not published at its time"))


@hooks.register("construct_snippet_action_menu")
def remove_unpublish_item(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Remove "unpublish": only another version can replace what a room has published."""
    if isinstance(context.get("instance"), SpecDraft):
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]
