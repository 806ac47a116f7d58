"""The draft of a badge. Learners see it when it is published, and then it never changes."""

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

from ettle.activities import actions as activities
from ettle.activities import queries as activity_queries
from ettle.kit.refusal import Refused
from ettle.workshop.badges.badge_content import BadgeContent, read_content
from ettle.workshop.badges.badge_problems import find_badge_problems
from ettle.workshop.drafts.comments.models import DraftComment
from ettle.workshop.drafts.models import SpecDraft

if TYPE_CHECKING:
    from ettle.people.models import User

LONGEST_TITLE = 160


class BadgeDraft(SpecDraft):
    """subject: the badge's number. spec: a BadgeContent. after: the edition that it was begun from, or 0."""

    sort = "badge"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    after = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(SpecDraft.Meta):
        verbose_name = "badge draft"

    @property
    def content(self) -> BadgeContent:
        return read_content(self.spec)

    def write(self, content: BadgeContent) -> None:
        """Replace what it holds. Nothing is saved."""
        self.spec = content.to_data()
        self.title = content.badge.name[:LONGEST_TITLE] or self.subject

    def get_page_url(self) -> str:
        return reverse("workshop:badge", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    def get_comments_url(self) -> str:
        return reverse("workshop:badge-comment", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    @property
    def newest_edition(self) -> int:
        """Return the newest edition that is published, 0 when there is none."""
        published = activity_queries.find_badge(self.subject)
        return published.edition if published else 0

    def check_spec(self, *, now: datetime) -> None:
        problems = find_badge_problems(self.content, now=now)
        if problems:
            raise Refused(_("%(place)s: %(words)s") % {"place": problems[0].where, "words": problems[0].words})
        if self.newest_edition != self.after:
            raise Refused(
                _("Edition %(edition)s was published since this draft was started. Say on its page what should happen.")
                % {"edition": self.newest_edition}
            )

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        self.check_spec(now=now)
        activities.publish_badge(self.content.badge, by=by, now=now)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Redirect to the preview of its own, which shows the page and the credential."""
        return redirect(reverse("workshop:badge-preview", urlconf=settings.ROOT_URLCONF, args=[self.uuid]))


class BadgeComment(DraftComment):
    """part, field: as a DraftProblem of a badge names them."""

    draft = models.ForeignKey(BadgeDraft, models.CASCADE, related_name="comments")
