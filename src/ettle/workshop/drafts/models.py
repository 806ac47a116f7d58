"""Drafts of what authors will publish: one row per subject, with the spec that the action of its room takes.

Wagtail's mixins give it revisions, a review, a schedule and a preview. Readers see nothing of it: publishing calls the
room's own action, in the same transaction in which Wagtail records it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from ettle.kit import audit
from ettle.kit.mail import delivery
from ettle.kit.mail.email_kinds import DRAFTS
from ettle.kit.mail.email_limits import WORK_NOTICES
from ettle.workshop.drafts.links import draft_url

if TYPE_CHECKING:
    from ettle.people.models import User


NO_WORDS = _("Say what should change before it can be published")
CHANGED_MEANWHILE = _("The draft was changed since you opened this page. Look at it again.")
DISCARDED, PUBLICATION_REFUSED = "ettle.discard_draft", "ettle.hold_back_draft"


class SpecDraftQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Return drafts with unpublished changes, the oldest first."""
        return self.filter(has_unpublished_changes=True).order_by("pk")

    def with_review(self) -> Self:
        """Add `review` to each, the status of its review (`WorkflowState`) or None, and its latest revision."""
        kind = ContentType.objects.get_for_model(self.model)
        states = WorkflowState.objects.active().filter(base_content_type=kind)
        review = states.filter(object_id=Cast(OuterRef("pk"), models.CharField())).values("status")[:1]
        return self.annotate(review=Subquery(review)).select_related("latest_revision__user")

    def with_comments(self) -> Self:
        """Add `open_comments` to each, the number of comments that nobody has resolved."""
        return self.annotate(open_comments=Count("comments", filter=Q(comments__resolved_at=None)))


class SpecDraft(WorkflowMixin, PreviewableMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """The draft of one subject. There is one row per subject, so authors share it; what they write are its revisions.

    subject: the key ("codes-workers@2024", "self-assessment"). title: for authors. spec: what the room's action takes,
    as JSON; in a draft revision it may be unfinished or invalid. The row itself holds what was published from it last.
    note: what is new, in a few words, for reviewers and for the history.
    sort: what it is a draft of, in a word, for the audit log.
    saved_from: the key of the opened page that is being saved; it goes into the revision and no further.
    open_comments: how many comments nobody has resolved; None where `with_comments` did not count them.
    """

    saved_from = ""
    open_comments: int | None = None
    sort = ""

    subject = models.CharField(max_length=110, unique=True, editable=False)
    title = models.CharField(max_length=300, editable=False)
    spec = models.JSONField(default=dict, editable=False)
    note = models.TextField(
        _("What is new, in a few words"),
        blank=True,
        max_length=1_000,
        help_text=_("The person who reviews it sees this, and authors find it in the history. You may leave it empty."),
    )

    objects = SpecDraftQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def serializable_data(self) -> dict[str, Any]:
        content: dict[str, Any] = super().serializable_data()
        return content | {"saved_from": self.saved_from}

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Return the draft of a revision. Its subject never changes."""
        # Wagtail takes it from the row, and would first look up the revision that the content names.
        draft: Self = super().with_content_json(content | {"latest_revision": None})
        draft.subject = self.subject
        return draft

    @property
    def revision(self) -> int:
        """Return the primary key of its latest revision, so that people publish only what they have seen."""
        return self.latest_revision_id or 0

    @property
    def is_open(self) -> bool:
        return bool(self.has_unpublished_changes)

    @property
    def due_at(self) -> datetime | None:
        """Return when it is scheduled to be published."""
        due: datetime | None = self.latest_revision.approved_go_live_at if self.is_open else None
        return due

    def as_written(self) -> Self:
        """Return the latest revision, also when the draft is closed."""
        draft: Self = self.with_content_json(self.latest_revision.content)
        draft.open_comments = self.open_comments
        return draft

    def get_page_url(self) -> str:
        """Return the address of its page."""
        return draft_url(self)

    def get_history_url(self) -> str:
        return draft_url(self, "history")

    def get_comments_url(self) -> str:
        """Return the address under which comments on it are written and resolved."""
        raise NotImplementedError

    def publish_spec(self, *, by: User | None, now: datetime) -> None:
        """Call the action of the room that this draft belongs to. Raises Refused."""
        raise NotImplementedError

    def check_spec(self, *, now: datetime) -> None:
        """Raise Refused, with the first reason, when the draft could not be published now. Writes nothing."""
        raise NotImplementedError

    @transaction.atomic
    def publish(
        self, revision: Revision, user: User | None = None, now: datetime | None = None, **options: Any
    ) -> None:
        """Publish a revision, or schedule it when its time is in the future. Raises Refused.

        Wagtail's own pages call this too, without `now`.
        """
        draft, now = revision.as_object(), now or timezone.now()
        if draft.go_live_at is not None and draft.go_live_at > now:
            draft.check_spec(now=now)
            super().publish(revision, user=user, **options)
            return
        review = self.current_workflow_state
        draft.publish_spec(by=user, now=now)
        super().publish(revision, user=user, **options)
        # The next draft begins without the note and the date of this one.
        type(self)._base_manager.filter(pk=self.pk).update(note="", go_live_at=None)
        audit.record(user, "published a draft", self, now=now)
        if review is not None and review.requested_by not in {None, user}:
            self.notify(review.requested_by, "draft_published", f"{revision.pk}", now=now, note=draft.note, author=user)

    def notify(
        self, to: User, template: str, key: str, *, now: datetime, note: str = "", author: User | None = None
    ) -> None:
        """Email one person about this draft. key: with the template, identifies the email for ever."""
        address = delivery.absolute_url(self.get_page_url())
        words: dict[str, Any] = {"draft": self, "note": note, "author": author, "address": address}
        delivery.send_notice(
            f"workshop/mail/{template}.txt",
            to=to.email,
            kind=DRAFTS,
            key=f"{template}/{key}",
            limit=WORK_NOTICES,
            now=now,
            **words,
        )

    @transaction.atomic
    def discard_changes(self, *, by: User, now: datetime) -> None:
        """Close the draft without publishing it. Its revisions stay, so that it can be read and continued."""
        if self.current_workflow_state is not None:
            self.current_workflow_state.cancel(user=by)
        self.revisions.update(approved_go_live_at=None)
        self.has_unpublished_changes = False
        self.save(update_fields=["has_unpublished_changes"])
        log(instance=self, action=DISCARDED, user=by, revision=self.latest_revision, content_changed=True)
        audit.record(by, "discarded a draft", self, now=now)
