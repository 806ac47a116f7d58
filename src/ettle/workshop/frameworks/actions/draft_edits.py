"""Change drafts of frameworks and of the logic model: each change is a new revision of the draft of what it is in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.framework import queries
from ettle.framework.queries import spec_export
from ettle.framework.queries.row_comparison import compare_rows
from ettle.framework.types import rows
from ettle.framework.types.rows import Rows
from ettle.kit.refusal import Refused
from ettle.workshop.drafts.actions import lock_draft, log_step, save_written
from ettle.workshop.models import FrameworkDraft, describe_row

if TYPE_CHECKING:
    from ettle.framework.models import Version
    from ettle.people.models import User


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
    save_written(written, due_at=due_at, words=words, by=by, now=now)


def _to_data(changed: Rows | None) -> list[list[object]] | None:
    return None if changed is None else rows.rows_to_data(changed)


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
