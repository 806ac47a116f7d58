"""Drafts of authors. Readers see none of them until they are published."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ettle.framework import actions as framework
from ettle.framework.queries import show_site, spec_export
from ettle.framework.queries.row_comparison import compare_rows
from ettle.framework.types.rows import MergedRows, Rows, data_to_rows, merge_rows
from ettle.kit.refusal import Refused
from ettle.workshop.badges.models import BadgeComment, BadgeDraft
from ettle.workshop.drafts.comments.models import DraftComment
from ettle.workshop.drafts.models import SpecDraft
from ettle.workshop.instruments.models import InstrumentComment, InstrumentDraft
from ettle.workshop.stories.models import StoryComment, StoryDraft

if TYPE_CHECKING:
    from ettle.people.models import User

__all__ = [
    "BadgeComment",
    "BadgeDraft",
    "FrameworkComment",
    "FrameworkDraft",
    "InstrumentComment",
    "InstrumentDraft",
    "StoryComment",
    "StoryDraft",
]

PUBLISHED_FROM_DRAFT = "Published from a draft"


class FrameworkDraft(SpecDraft):
    """The draft of an edition or of the logic model, whole.

    subject: "codes-workers@2024", or "logic-model". spec: its rows, as `rows_to_data` gives them. base: the
    published rows that the draft was last based on, in the same form; null for an edition that begins with the draft.
    """

    sort = "framework"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    base = models.JSONField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "framework draft"

    @property
    def rows(self) -> Rows:
        return data_to_rows(self.spec)

    def get_page_url(self) -> str:
        return reverse("workshop:draft", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    def get_comments_url(self) -> str:
        return reverse("workshop:framework-comment", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    def live_rows(self) -> Rows | None:
        """Return the published rows; None when it is not on the site."""
        with show_site():
            return spec_export.current_rows(self.subject)

    def merge(self, live: Rows | None) -> MergedRows:
        """Merge the draft with the changes on the site since it was begun. Raises Refused when the edition is gone."""
        if live is None and self.base is not None:
            raise Refused(_("This has been removed from the site since. Discard the draft."))
        return merge_rows(data_to_rows(self.base or []), self.rows, live or {})

    def changed_rows(self) -> Rows:
        """Return the rows that publishing would save. Raises Refused when there is nothing to publish."""
        rows = self.merge_cleanly()
        if not any(compare_rows(self.live_rows() or {}, rows)):
            raise Refused(_("This draft says what readers have already. Discard it."))
        return rows

    def merge_cleanly(self) -> Rows:
        """Merge without conflicts. Raises Refused when site and draft have changed the same row differently."""
        merged = self.merge(self.live_rows())
        for name in merged.clashes:
            raise Refused(
                _("%(row)s was changed on the site since, in another way than in the draft.")
                % {"row": describe_row(name)}
            )
        return merged.rows

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        framework.put_rows(self.changed_rows(), how=PUBLISHED_FROM_DRAFT, note=self.note, by=by, now=now)

    def check_spec(self, *, now: datetime) -> None:
        for refusal in framework.build_snapshot({self.subject: self.changed_rows()}, now=now).refused.values():
            raise refusal

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Redirect to the draft's own preview page, which shows readers' pages at two widths."""
        return redirect(reverse("workshop:draft-preview", urlconf=settings.ROOT_URLCONF, args=[self.uuid]))


class FrameworkComment(DraftComment):
    """part: the name of a row that the draft changes, or "" for the draft as a whole. field: always ""."""

    draft = models.ForeignKey(FrameworkDraft, models.CASCADE, related_name="comments")
    part = models.TextField()


def describe_row(name: str) -> str:
    """Return a row's name in words."""
    sort, _colon, key = name.partition(":")
    return _("The %(sort)s %(key)s") % {"sort": sort, "key": key} if key else _("What is said of the whole")
