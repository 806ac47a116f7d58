"""Change drafts of frameworks and of the logic model: each change is a new revision of the draft of what it is in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.log_actions import log

from ettle.framework import queries
from ettle.framework.queries import spec_export
from ettle.framework.queries.row_comparison import compare_rows
from ettle.framework.types import rows
from ettle.framework.types.rows import Rows
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people.queries import can_publish
from ettle.workshop.drafts.models import CHANGED_MEANWHILE
from ettle.workshop.models import FrameworkDraft, describe_row

if TYPE_CHECKING:
    from ettle.framework.models import Version
    from ettle.people.models import User

NOT_A_PUBLISHER = _lazy("It was changed by someone who may not publish")


@transaction.atomic
def save_rows(subject: str, changed: Rows, *, words: str, by: User, now: datetime) -> None:
    """Save these rows in the draft of an edition or of the model. Without an open draft, one begins if the rows differ
    from the site. words: what was changed."""
    draft = FrameworkDraft.objects.select_for_update().filter(subject=subject).first()
    with queries.show_site():
        live = spec_export.current_rows(subject)
    if draft is None or not draft.is_open:
        if not any(compare_rows(live or {}, changed)):
            return
        draft = _open_draft(subject, draft, live, changed, by=by, now=now)
    _save_revision(draft, live, changed, words, by=by, now=now)


def _open_draft(
    subject: str, draft: FrameworkDraft | None, live: Rows | None, changed: Rows, *, by: User, now: datetime
) -> FrameworkDraft:
    """Begin a draft, on the row of an earlier one if there is one."""
    draft = draft or FrameworkDraft(subject=subject, live=False)
    draft.title, draft.note, draft.opened_at = rows.title_of(changed), "", now
    draft.base, draft.spec = _to_data(live), rows.rows_to_data(changed)
    draft.save()
    log_step(draft, "wagtail.create", "", by=by)
    return draft


def _save_revision(
    draft: FrameworkDraft, base: Rows | None, changed: Rows, words: str, *, by: User, now: datetime
) -> None:
    """Save an open draft as a new revision, which takes over the schedule of the one before."""
    due_at = draft.due_at
    written = draft.as_written() if draft.is_open else draft
    written.title, written.base, written.spec = rows.title_of(changed), _to_data(base), rows.rows_to_data(changed)
    revision = written.save_revision(user=by, clean=False)
    FrameworkDraft.objects.filter(pk=draft.pk).update(title=written.title)
    log_step(written, "wagtail.edit", words, by=by)
    audit.record(by, "draft of a framework: changed", written, now=now)
    if (state := written.current_workflow_task_state) is not None:
        state.revision = revision
        state.save(update_fields=["revision"])
    if due_at is not None:
        written.revisions.update(approved_go_live_at=None)
        if can_publish(by):
            revision.approved_go_live_at = due_at
            revision.save(update_fields=["approved_go_live_at"])
        else:
            # No publisher has seen this revision.
            log_step(written, "wagtail.schedule.cancel", str(NOT_A_PUBLISHER), by=by)


def _to_data(changed: Rows | None) -> list[list[object]] | None:
    return None if changed is None else rows.rows_to_data(changed)


def log_step(draft: FrameworkDraft, action: str, words: str, *, by: User | None) -> None:
    """Record what was done with a draft, for its history."""
    revision, changed = draft.latest_revision, action == "wagtail.edit"
    log(instance=draft, action=action, user=by, revision=revision, data={"words": words}, content_changed=changed)


def lock_draft(draft: FrameworkDraft, *, by: User, seen: int | None = None) -> FrameworkDraft:
    """Return the latest revision of the draft, locked until the end of this transaction.

    seen: the revision that the author acts on. Raises Refused for a closed draft, or one changed since."""
    if not by.is_staff:
        raise Refused(_("Only authors may do this."))
    locked: FrameworkDraft = FrameworkDraft.objects.select_for_update().get(pk=draft.pk)
    if not locked.is_open:
        raise Refused(_("Someone has published or discarded this draft."))
    if seen is not None and seen != locked.revision:
        raise Refused(CHANGED_MEANWHILE)
    return locked.as_written()


@transaction.atomic
def revert_row(draft: FrameworkDraft, name: str, *, by: User, seen: int, now: datetime) -> None:
    """Remove one change from the draft: the row is again as published."""
    draft = lock_draft(draft, by=by, seen=seen)
    live = draft.live_rows() or {}
    left = rows.revert_row(draft.rows, live, name)
    differing = {other for other in {*draft.rows, *left} if draft.rows.get(other) != left.get(other)}
    base = _rebase_rows(draft, live, differing | {name})
    _save_revision(draft, base, left, f"left out: {describe_row(name)}", by=by, now=now)


@transaction.atomic
def override_row(draft: FrameworkDraft, name: str, *, by: User, seen: int, now: datetime) -> None:
    """Keep the draft's words for a row that was changed on the site in another way."""
    draft = lock_draft(draft, by=by, seen=seen)
    base = _rebase_rows(draft, draft.live_rows() or {}, {name})
    words = f"{describe_row(name)}, over what was changed on the site"
    _save_revision(draft, base, draft.rows, words, by=by, now=now)


def _rebase_rows(draft: FrameworkDraft, live: Rows, names: set[str]) -> Rows:
    """Return the base of the draft with these rows updated from the site."""
    base = rows.data_to_rows(draft.base or [])
    taken = {name: live.get(name) if name in names else row for name, row in base.items()}
    taken |= {name: live[name] for name in live if name in names}
    return {name: row for name, row in taken.items() if row is not None}


@transaction.atomic
def restore_version(version: Version, *, by: User, now: datetime) -> FrameworkDraft:
    """Begin a draft with the rows of an earlier version. Raises Refused while another draft of it is open."""
    if not by.is_staff:
        raise Refused(_("Only authors may do this."))
    if FrameworkDraft.objects.open().filter(subject=version.subject).exists():
        raise Refused(_("There is an open draft of this. Publish it or discard it first."))
    live = spec_export.current_rows(version.subject)
    if live is None:
        raise Refused(_("This is not on the site any more."))
    version_rows = rows.data_to_rows(version.rows)
    if not any(compare_rows(live, version_rows)):
        raise Refused(_("This is what readers have now."))
    save_rows(version.subject, version_rows, words="from an earlier version", by=by, now=now)
    begun: FrameworkDraft = FrameworkDraft.objects.get(subject=version.subject)
    return begun
