"""Review, schedule and publication of drafts of frameworks, with Wagtail's workflow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import get_urlconf, set_urlconf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ettle.kit.refusal import Refused
from ettle.people import queries as people
from ettle.workshop.authors.author_roles import can_review, create_groups
from ettle.workshop.cms_middleware import WORKSHOP_URLCONF
from ettle.workshop.drafts.models import NO_WORDS
from ettle.workshop.frameworks.actions.draft_edits import lock_draft
from ettle.workshop.models import FrameworkDraft

if TYPE_CHECKING:
    from ettle.people.models import User

NOT_REQUESTED = _lazy("No one has asked for a review of this draft.")


@transaction.atomic
def request_review(draft: FrameworkDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft for review. Raises Refused for one that could not be published."""
    draft = lock_draft(draft, by=by, seen=seen)
    if draft.workflow_in_progress:
        raise Refused(_("This draft is waiting for a review already."))
    draft.check_spec(now=now)
    _set_content(draft, note=note)
    if draft.get_workflow() is None:
        create_groups()
    with _workshop_addresses():
        if (sent_back := draft.current_workflow_state) is not None:
            sent_back.resume(by)
        else:
            draft.get_workflow().start(draft, by)


@transaction.atomic
def send_back(draft: FrameworkDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft back with a note to the person who requested the review. Its schedule is cancelled."""
    draft = lock_draft(draft, by=by, seen=seen)
    if not note.strip():
        raise Refused(NO_WORDS, field="note")
    _answer_review(draft, "reject", note, by)
    _cancel_schedule(draft, by)


@transaction.atomic
def approve(draft: FrameworkDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Approve a draft. The last step of the review publishes it, which only a publisher may do."""
    draft = lock_draft(draft, by=by, seen=seen)
    task = draft.current_workflow_task
    if task is not None and not by.is_superuser and not task.groups.filter(pk__in=by.groups.all()).exists():
        _require_publisher(by)
    _answer_review(draft, "approve", note, by)


def _answer_review(draft: FrameworkDraft, action: str, note: str, by: User) -> None:
    if not can_review(by):
        raise Refused(_("Only people who review may do this."))
    state = draft.current_workflow_task_state
    if state is None:
        raise Refused(NOT_REQUESTED)
    with _workshop_addresses():
        state.task.specific.on_action(state, by, action, comment=note)


@transaction.atomic
def publish_draft(draft: FrameworkDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Publish a draft. Raises Refused for people who may not, and for a draft that does not fit any more."""
    draft = lock_draft(draft, by=by, seen=seen)
    _require_publisher(by)
    _set_content(draft, note=note, go_live_at=None)
    draft.publish(draft.latest_revision, user=by, now=now, skip_permission_checks=True)


def _require_publisher(person: User) -> None:
    if not people.can_publish(person):
        raise Refused(_("Only people who may publish can do this. Ask for a review instead."))


@transaction.atomic
def schedule_draft(draft: FrameworkDraft, *, at: datetime, by: User, seen: int, now: datetime) -> None:
    """Schedule this revision of a draft. Raises Refused for a time in the past."""
    draft = lock_draft(draft, by=by, seen=seen)
    _require_publisher(by)
    if at <= now:
        raise Refused(_("Choose a day and time that are still to come"), field="day")
    draft.check_spec(now=now)
    draft.revisions.update(approved_go_live_at=None)
    _set_content(draft, go_live_at=at.isoformat())
    draft.publish(draft.latest_revision, user=by, now=now, skip_permission_checks=True)


@transaction.atomic
def unschedule_draft(draft: FrameworkDraft, *, by: User, now: datetime) -> None:
    """Cancel a draft's schedule; it stays a draft."""
    draft = lock_draft(draft, by=by)
    if draft.due_at is None:
        raise Refused(_("This draft has no date."))
    _cancel_schedule(draft, by)


def _cancel_schedule(draft: FrameworkDraft, by: User) -> None:
    revision = draft.latest_revision
    if revision.approved_go_live_at is not None:
        revision.approved_go_live_at = None
        revision.save(user=by, update_fields=["approved_go_live_at"])


@transaction.atomic
def discard_draft(draft: FrameworkDraft, *, by: User, now: datetime) -> None:
    """Discard a draft. Readers never saw it; its revisions stay."""
    lock_draft(draft, by=by).discard_changes(by=by, now=now)


def _set_content(draft: FrameworkDraft, **fields: str | None) -> None:
    """Change the note or the date of a revision."""
    revision = draft.latest_revision
    revision.content |= fields
    revision.save(update_fields=["content"])


@contextmanager
def _workshop_addresses() -> Iterator[None]:
    """Activate the workshop's URLconf: Wagtail's emails about a review link to pages that only it has."""
    before = get_urlconf()
    set_urlconf(WORKSHOP_URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)
