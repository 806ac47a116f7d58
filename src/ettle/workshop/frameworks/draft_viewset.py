"""Drafts of frameworks and of the logic model, as Wagtail lists and compares them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PublishingPanel
from wagtail.snippets.views.snippets import RevisionsCompareView

from ettle.framework.versions.row_comparison import RowChange, compare_rows
from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.models import FrameworkDraft


class FrameworkDraftCompareView(RevisionsCompareView):
    """Two revisions of a draft, row by row."""

    template_name = "workshop/drafts/compare_revisions.html"

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[RowChange]:
        return list(compare_rows(revision_a.rows, revision_b.rows))


class FrameworkDraftViewSet(DraftViewSet):
    """Where Wagtail finds what waits for a review. A draft begins where something is changed, not with a form; what it
    would change, and how readers would see it, is on a page of its own."""

    model = FrameworkDraft
    icon = "history"
    add_to_admin_menu = False
    base_url_path = "framework-drafts"
    revisions_compare_view_class = FrameworkDraftCompareView
    edit_handler = ObjectList(
        [HelpPanel(template="workshop/drafts/page_link.html"), FieldPanel("note"), PublishingPanel()]
    )
