"""Save, review, schedule and publish drafts, with Wagtail's revisions and workflow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.log_actions import log

from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people import queries as people
from ettle.workshop.authors.author_roles import can_review, create_groups
from ettle.workshop.cms_middleware import workshop_addresses
from ettle.workshop.drafts.models import CHANGED_MEANWHILE, NO_WORDS, SpecDraft

if TYPE_CHECKING:
    from ettle.people.models import User

Draft = TypeVar("Draft", bound=SpecDraft)
NOT_A_PUBLISHER = _lazy("It was changed by someone who may not publish")
NOT_REQUESTED = _lazy("No one has asked for a review of this draft.")


def lock_draft(draft: Draft, *, by: User, seen: int | None = None) -> Draft:
    """Return the latest revision of the draft, locked until the end of this transaction.

    seen: the revision that the author acts on. Raises Refused for a closed draft, or one changed since."""
    if not by.is_staff:
        raise Refused(_("Only authors may do this."))
    locked: Draft = type(draft)._base_manager.select_for_update().get(pk=draft.pk)
    if not locked.is_open:
        raise Refused(_("Someone has published or discarded this draft."))
    if seen is not None and seen != locked.revision:
        raise Refused(CHANGED_MEANWHILE)
    return locked.as_written()


def read_newest(draft: Draft) -> Draft:
    """Return the latest revision of the draft, as others may have written it meanwhile."""
    newest: Draft = type(draft)._base_manager.select_related("latest_revision").get(pk=draft.pk)
    return newest.as_written()


class PartChanged(Refused):
    """A colleague has saved the same part since the page was opened."""


def open_draft(
    kind: type[Draft], subject: str, content: Any, *, after: int, words: str, by: User, now: datetime
) -> Draft:
    """Open the draft of a subject, on the row of an earlier one if there is one.

    after: the published edition that it follows, 0 for none. words: where its content is from. Raises Refused."""
    if not by.is_staff:
        raise Refused(_("Only authors may do this."))
    rows: Any = kind._base_manager
    draft: Draft = rows.select_for_update().filter(subject=subject).first() or kind(subject=subject, live=False)
    draft.note, draft.after = "", after
    draft.write(content)
    draft.save()
    log_step(draft, "wagtail.create", "", by=by)
    save_written(draft, due_at=None, words=words, by=by, now=now)
    return draft


@transaction.atomic
def save_part(
    draft: SpecDraft,
    part: str,
    change: Callable[[Any], Any],
    *,
    as_it_was: str,
    words: str,
    by: User,
    now: datetime,
) -> None:
    """Change one part of a draft's content; others may change other parts meanwhile.

    change: takes the content and returns it changed. as_it_was: the hash of the part when the page was opened.
    words: what was changed, for the history. Raises PartChanged when a colleague has changed the same part."""
    written = lock_draft(draft, by=by)
    content = written.content
    if content.hash_part(part) != as_it_was:
        raise PartChanged(_("Someone else changed this since you opened it. What you typed is below and is not saved."))
    changed = change(content)
    if changed == content:
        return
    written.write(changed)
    save_written(written, due_at=written.due_at, words=words, by=by, now=now)


def save_written(written: SpecDraft, *, due_at: datetime | None, words: str, by: User, now: datetime) -> None:
    """Save what is written as a new revision of an open draft, which takes over the schedule of the one before.

    due_at: that schedule. words: what was changed, for the history."""
    revision = written.save_revision(user=by, clean=False)
    type(written)._base_manager.filter(pk=written.pk).update(title=written.title)
    log_step(written, "wagtail.edit", words, by=by)
    audit.record(by, f"draft of a {written.sort}: changed", written, now=now)
    if (state := written.current_workflow_task_state) is not None:
        state.revision = revision
        state.save(update_fields=["revision"])
    if due_at is not None:
        written.revisions.update(approved_go_live_at=None)
        if people.can_publish(by):
            revision.approved_go_live_at = due_at
            revision.save(update_fields=["approved_go_live_at"])
        else:
            # No publisher has seen this revision.
            log_step(written, "wagtail.schedule.cancel", str(NOT_A_PUBLISHER), by=by)


def log_step(draft: SpecDraft, action: str, words: str, *, by: User | None) -> None:
    """Record what was done with a draft, for its history."""
    revision, changed = draft.latest_revision, action == "wagtail.edit"
    log(instance=draft, action=action, user=by, revision=revision, data={"words": words}, content_changed=changed)


@transaction.atomic
def request_review(draft: SpecDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft for review. Raises Refused for one that could not be published."""
    draft = lock_draft(draft, by=by, seen=seen)
    if draft.workflow_in_progress:
        raise Refused(_("This draft is waiting for a review already."))
    draft.check_spec(now=now)
    _set_content(draft, note=note)
    if draft.get_workflow() is None:
        create_groups()
    with workshop_addresses():
        if (sent_back := draft.current_workflow_state) is not None:
            sent_back.resume(by)
        else:
            draft.get_workflow().start(draft, by)


@transaction.atomic
def send_back(draft: SpecDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Send a draft back with a note to the person who requested the review. Its schedule is cancelled."""
    draft = lock_draft(draft, by=by, seen=seen)
    if not note.strip():
        raise Refused(NO_WORDS, field="note")
    _answer_review(draft, "reject", note, by)
    _cancel_schedule(draft, by)


@transaction.atomic
def approve(draft: SpecDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Approve a draft. The last step of the review publishes it, which only a publisher may do."""
    draft = lock_draft(draft, by=by, seen=seen)
    task = draft.current_workflow_task
    if task is not None and not by.is_superuser and not task.groups.filter(pk__in=by.groups.all()).exists():
        _require_publisher(by)
    _answer_review(draft, "approve", note, by)


def _answer_review(draft: SpecDraft, action: str, note: str, by: User) -> None:
    if not can_review(by):
        raise Refused(_("Only people who review may do this."))
    state = draft.current_workflow_task_state
    if state is None:
        raise Refused(NOT_REQUESTED)
    with workshop_addresses():
        state.task.specific.on_action(state, by, action, comment=note)


@transaction.atomic
def publish_draft(draft: SpecDraft, *, note: str, by: User, seen: int, now: datetime) -> None:
    """Publish a draft. Raises Refused for people who may not, and for a draft that does not fit any more."""
    draft = lock_draft(draft, by=by, seen=seen)
    _require_publisher(by)
    _set_content(draft, note=note, go_live_at=None)
    draft.publish(draft.latest_revision, user=by, now=now, skip_permission_checks=True)


def _require_publisher(person: User) -> None:
    if not people.can_publish(person):
        raise Refused(_("Only people who may publish can do this. Ask for a review instead."))


@transaction.atomic
def schedule_draft(draft: SpecDraft, *, at: datetime, by: User, seen: int, now: datetime) -> None:
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
def unschedule_draft(draft: SpecDraft, *, by: User, now: datetime) -> None:
    """Cancel a draft's schedule; it stays a draft."""
    draft = lock_draft(draft, by=by)
    if draft.due_at is None:
        raise Refused(_("This draft has no date."))
    _cancel_schedule(draft, by)


def _cancel_schedule(draft: SpecDraft, by: User) -> None:
    revision = draft.latest_revision
    if revision.approved_go_live_at is not None:
        revision.approved_go_live_at = None
        revision.save(user=by, update_fields=["approved_go_live_at"])


@transaction.atomic
def discard_draft(draft: SpecDraft, *, by: User, now: datetime) -> None:
    """Discard a draft. Readers never saw it; its revisions stay."""
    lock_draft(draft, by=by).discard_changes(by=by, now=now)


def _set_content(draft: SpecDraft, **fields: str | None) -> None:
    """Change the note or the date of a revision."""
    revision = draft.latest_revision
    revision.content |= fields
    revision.save(update_fields=["content"])
