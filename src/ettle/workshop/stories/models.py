"""The draft of a story, an activity that is written in the workshop. Learners see it when it is published."""

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
from ettle.workshop.drafts.comments.models import DraftComment
from ettle.workshop.drafts.models import SpecDraft
from ettle.workshop.stories.story_content import StoryContent, read_content
from ettle.workshop.stories.story_problems import find_story_problems

if TYPE_CHECKING:
    from ettle.people.models import User

LONGEST_TITLE = 160


class StoryDraft(SpecDraft):
    """subject: the activity's key. spec: a StoryContent. after: the edition that it was begun from, or 0."""

    sort = "story"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    after = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(SpecDraft.Meta):
        verbose_name = "story draft"

    @property
    def content(self) -> StoryContent:
        return read_content(self.spec)

    def write(self, content: StoryContent) -> None:
        """Replace what it holds. Nothing is saved."""
        self.spec = content.to_data()
        self.title = content.story.title[:LONGEST_TITLE] or self.subject

    def get_page_url(self) -> str:
        return reverse("workshop:story", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    def get_comments_url(self) -> str:
        return reverse("workshop:story-comment", urlconf=settings.ROOT_URLCONF, args=[self.uuid])

    @property
    def newest_edition(self) -> int:
        """Return the newest edition that is published, 0 when there is none."""
        return activity_queries.newest_edition(self.subject)

    def check_spec(self, *, now: datetime) -> None:
        problems = [problem for problem in find_story_problems(self.content) if not problem.is_advice]
        if problems:
            raise Refused(
                _("%(place)s: %(words)s") % {"place": problems[0].where, "words": problems[0].words},
            )
        if self.newest_edition != self.after:
            raise Refused(
                _("Edition %(edition)s was published since this draft was started. Say on its page what should happen.")
                % {"edition": self.newest_edition}
            )

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        self.check_spec(now=now)
        activities.publish(self.content.story, by=by, now=now)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Redirect to the preview of its own, which plays the story."""
        return redirect(reverse("workshop:story-preview", urlconf=settings.ROOT_URLCONF, args=[self.uuid]))


class StoryComment(DraftComment):
    """part, field: as a DraftProblem of a story names them."""

    draft = models.ForeignKey(StoryDraft, models.CASCADE, related_name="comments")

    class Meta(DraftComment.Meta):
        indexes = [
            models.Index(fields=["draft"], condition=models.Q(resolved_at=None), name="workshop_comment_open"),
        ]
