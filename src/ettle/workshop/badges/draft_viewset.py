"""Wagtail's list, history and comparison of drafts of badges."""

from __future__ import annotations

import json
from difflib import ndiff
from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PublishingPanel
from wagtail.snippets.views.snippets import RevisionsCompareView

from ettle.workshop.badges.models import BadgeDraft
from ettle.workshop.drafts.viewsets import DraftViewSet


class BadgeDraftCompareView(RevisionsCompareView):
    """Two revisions of a draft, line by line."""

    template_name = "workshop/stories/compare_revisions.html"

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[tuple[str, str]]:
        before, after = (_write_lines(revision) for revision in (revision_a, revision_b))
        return [(line[0], line[2:]) for line in ndiff(before, after) if line[0] in "+-"]


def _write_lines(revision: Any) -> list[str]:
    return json.dumps(revision.spec, ensure_ascii=False, indent=1).splitlines()


class BadgeDraftViewSet(DraftViewSet):
    """Lets Wagtail list drafts that wait for review. A badge is written on pages of its own."""

    model = BadgeDraft
    icon = "success"
    add_to_admin_menu = False
    base_url_path = "badge-drafts"
    revisions_compare_view_class = BadgeDraftCompareView
    edit_handler = ObjectList(
        [HelpPanel(template="workshop/drafts/page_link.html"), FieldPanel("note"), PublishingPanel()]
    )
