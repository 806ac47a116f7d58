"""Wagtail's list, history and comparison of drafts of stories."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, PublishingPanel
from wagtail.snippets.views.snippets import RevisionsCompareView

from ettle.activities.types.stories import write_outline
from ettle.workshop.drafts.viewsets import DraftViewSet
from ettle.workshop.stories.models import StoryDraft


class StoryDraftCompareView(RevisionsCompareView):
    """Two revisions of a draft, line by line."""

    template_name = "workshop/stories/compare_revisions.html"

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[tuple[str, str]]:
        before, after = (write_outline(revision.content.story).splitlines() for revision in (revision_a, revision_b))
        return [(line[0], line[2:]) for line in ndiff(before, after) if line[0] in "+-"]


class StoryDraftViewSet(DraftViewSet):
    """Lets Wagtail list drafts that wait for review. A story is written on pages of its own."""

    model = StoryDraft
    icon = "doc-full"
    add_to_admin_menu = False
    base_url_path = "story-drafts"
    revisions_compare_view_class = StoryDraftCompareView
    edit_handler = ObjectList(
        [HelpPanel(template="workshop/drafts/page_link.html"), FieldPanel("note"), PublishingPanel()]
    )
