"""The viewset that every model of drafts shares."""

from __future__ import annotations

from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from ettle.workshop.drafts.views import DraftCreateView, DraftEditView, DraftReviewView, DraftUnpublishView


class DraftViewSet(SnippetViewSet):
    """A list of drafts, and for each its form, review, schedule, history and preview. The model is a `SpecDraft`."""

    add_view_class = DraftCreateView
    edit_view_class = DraftEditView
    edit_template_name = "workshop/drafts/edit.html"
    unpublish_view_class = DraftUnpublishView
    workflow_action_view_class = DraftReviewView
    list_display = ["__str__", UpdatedAtColumn()]
    search_fields = ["title", "subject"]
    ordering = ["title"]
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = True
