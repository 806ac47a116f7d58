"""The next version of an instrument, as authors write it. One row per instrument; what they write are its revisions.

`spec` holds entries: the fields of the author's page as they were typed, faults included.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.instruments import actions as instruments
from ettle.instruments.queries.published_versions import VersionDetail, find_version
from ettle.instruments.types.feedback_specs import FeedbackSpec
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.comments.models import DraftComment
from ettle.workshop.drafts.models import SpecDraft
from ettle.workshop.instruments.spec_entries import entries_class
from ettle.workshop.instruments.spec_entries.entry import InstrumentEntries

if TYPE_CHECKING:
    from ettle.people.models import User

LONGEST_TITLE = 160
GONE = _lazy("This instrument is no longer here.")


class InstrumentDraft(SpecDraft):
    """subject: the instrument's key. after: the edition that the draft was written from."""

    subject = models.SlugField(max_length=60, primary_key=True, editable=False)
    after = models.PositiveSmallIntegerField()

    class Meta(SpecDraft.Meta):
        verbose_name = "instrument"

    @classmethod
    def from_newest(cls, key: str) -> InstrumentDraft | None:
        """Return an unsaved draft with the entries of the newest version; None when there is no such instrument."""
        newest = find_version(key)
        if newest is None:
            return None
        draft = cls(subject=key)
        draft.newest = newest
        draft.take_newest()
        return draft

    def get_comments_url(self) -> str:
        return reverse("workshop:instrument-comment", urlconf=settings.ROOT_URLCONF, args=[self.subject])

    @cached_property
    def newest(self) -> VersionDetail:
        """The newest published version. Raises Refused when there is none any more."""
        version = find_version(self.subject)
        if version is None:
            raise Refused(GONE)
        return version

    def take_newest(self) -> None:
        """Take over the entries of the newest version. Nothing is saved."""
        self.write(entries_class(self.newest.spec).from_spec(self.newest.spec), after=self.newest.edition)

    def write(self, entries: dict[str, Any], *, after: int) -> None:
        """Replace the entries. Nothing is saved."""
        self.spec, self.after = entries, after
        self.title = self.entries.text("title")[:LONGEST_TITLE] or self.subject

    @property
    def entries(self) -> InstrumentEntries:
        return entries_class(self.newest.spec)(self.spec, self.newest.spec)

    @property
    def is_overtaken(self) -> bool:
        """Whether another version was published after this draft was started."""
        return self.after != self.newest.edition

    def get_latest_revision_as_object(self) -> Self:
        """Return what authors wrote last; once it is published or discarded, the newest version."""
        draft: Self = super().get_latest_revision_as_object()
        if not draft.has_unpublished_changes:
            draft.take_newest()
        return draft

    def can_be_discarded_by(self, author: User) -> bool:
        """Whether this author, or someone whose account is deleted, saved the draft last."""
        saved = self.latest_revision
        return self.has_unpublished_changes and saved is not None and saved.user in {None, author}

    def check_spec(self, *, now: datetime) -> None:
        labels = {field.name: field.label for field in self.entries.fields()}
        for problem in self.entries.find_problems():
            label = labels.get(problem.path)
            raise Refused(f"{label}: {problem.words}" if label else problem.words, field=problem.path)

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        self.check_spec(now=now)
        spec = self.entries.to_spec()
        if isinstance(spec, FeedbackSpec):
            instruments.publish_feedback(spec, by=by, now=now, after=self.after)
        else:
            instruments.publish_instrument(spec, by=by, now=now, after=self.after)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        easy_read = [("easy-read", _("Easy Read"))] if isinstance(self.newest.spec, FeedbackSpec) else []
        return [("", _("A statement")), *easy_read]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from ettle.workshop.instruments.preview import render_draft  # noqa: PLC0415 - its forms need the models

        shown: HttpResponse = render_draft(request, self, mode_name)
        return shown


class InstrumentComment(DraftComment):
    """part: always "". field: the name of an entry."""

    draft = models.ForeignKey(InstrumentDraft, models.CASCADE, related_name="comments")
