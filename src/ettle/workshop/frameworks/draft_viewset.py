"""Wagtail's list and comparison of drafts of frameworks and of the logic model."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PublishingPanel
from wagtail.snippets.views.snippets import RevisionsCompareView

from ettle.framework.queries.row_comparison import RowChange, compare_rows
from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.models import FrameworkDraft


class FrameworkDraftCompareView(RevisionsCompareView):
    """Two revisions of a draft, row by row."""

    template_name = "workshop/drafts/compare_revisions.html"

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[RowChange]:
        return list(compare_rows(revision_a.rows, revision_b.rows))


class FrameworkDraftViewSet(DraftViewSet):
    """Lets Wagtail list drafts that wait for review. A draft begins with a change in another form; its changes and its
    preview are on a page of its own."""

    model = FrameworkDraft
    icon = "history"
    add_to_admin_menu = False
    base_url_path = "framework-drafts"
    revisions_compare_view_class = FrameworkDraftCompareView
    edit_handler = ObjectList(
        [HelpPanel(template="workshop/drafts/page_link.html"), FieldPanel("note"), PublishingPanel()]
    )
