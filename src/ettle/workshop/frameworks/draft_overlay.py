"""Drafts of frameworks and of the logic model: laid over the site for a moment, changed there, and kept.

The forms of the workshop work on real rows, so the open drafts are put in place, the form does its work, what it left
is read, and all of it is taken back. What was read is the draft. So a draft is held to every rule of the live thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.utils import timezone

from ettle.framework import actions as framework
from ettle.framework import spec_export
from ettle.framework.versions import rows
from ettle.framework.versions.row_comparison import compare_rows
from ettle.framework.versions.rows import MergedRows, Rows
from ettle.kit import audit
from ettle.kit.refusal import Refused
from ettle.people.queries import can_publish
from ettle.workshop.models import Draft, DraftStep

if TYPE_CHECKING:
    from ettle.framework.models import Version
    from ettle.people.models import User

Act = DraftStep.Act


@dataclass
class DraftOverlay:
    """The open drafts as they lie over the site. stuck: why one could not be laid. said: what a form changed in one."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    changes: dict[str, tuple[Rows, str]] = field(default_factory=dict)

    def apply_draft(self, draft: Draft, now: datetime) -> None:
        self.drafts[draft.subject] = draft
        try:
            framework.apply_rows(merge_cleanly(draft).rows, now=now)
        except Refused as refusal:
            self.conflicts[draft.subject] = str(refusal)

    def record_change(self, subject: str, words: str) -> None:
        """Keep what the tables now say of this in its draft. words: what was changed. Raises Refused for one that is
        stuck."""
        if subject in self.conflicts:
            raise Refused(f"Open the draft and settle this first. {self.conflicts[subject]}")
        said = spec_export.current_rows(subject)
        if said is None:
            raise Refused("This is not on the site any more.")
        self.changes[subject] = said, words


@contextmanager
def overlay_drafts(drafts: list[Draft], *, now: datetime) -> Iterator[DraftOverlay]:
    """The site as it would be with these drafts published; gone at the end."""
    laid = DraftOverlay()
    with framework.temporary_changes():
        for draft in drafts:
            laid.apply_draft(draft, now)
        yield laid


def merge_draft(draft: Draft, live: Rows | None) -> MergedRows:
    """The draft with what was changed on the site since it was begun. Raises Refused when the edition is gone."""
    if live is None and draft.base is not None:
        raise Refused("This has been taken off the site since. Throw the draft away.")
    return rows.merge_rows(rows.data_to_rows(draft.base or []), rows.data_to_rows(draft.rows), live or {})


def merge_cleanly(draft: Draft) -> MergedRows:
    """The same as things are now. Raises Refused when the site and the draft have changed one row in two ways."""
    found = merge_draft(draft, spec_export.current_rows(draft.subject))
    for name in found.clashes:
        raise Refused(f"{describe_row(name)} was changed on the site since, in another way than in the draft.")
    return found


def describe_row(name: str) -> str:
    """A row's name as a person reads it."""
    sort, _, key = name.partition(":")
    return f"The {sort} {key}" if key else "What is said of the whole"


def answer_with_drafts(view: Callable[..., Any], request: Any, *args: Any, **kwargs: Any) -> Any:
    """Answer with the open drafts laid over the site; what the view changes goes into them and nowhere else."""
    try:
        return _answer_with_drafts(view, request, *args, **kwargs)
    except IntegrityError:
        # Somebody else began a draft of the same thing at this moment: once more, on top of theirs.
        return _answer_with_drafts(view, request, *args, **kwargs)


def _answer_with_drafts(view: Callable[..., Any], request: Any, *args: Any, **kwargs: Any) -> Any:
    drafts = Draft.objects.open()
    if request.method != "POST" and not drafts.exists():
        return view(request, *args, **kwargs)
    now = timezone.now()
    with transaction.atomic():
        held = list(drafts.select_for_update() if request.method == "POST" else drafts)
        with overlay_drafts(held, now=now) as laid:
            request.laid = laid
            _warn_about_conflicts(request, laid)
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        _save_changes(laid, by=request.user, now=now)
    return response


def _warn_about_conflicts(request: Any, laid: DraftOverlay) -> None:
    for subject, why in laid.conflicts.items() if request.method == "GET" else ():
        title = laid.drafts[subject].title
        messages.warning(request, f"The draft of {title} is not shown here until it is settled. {why}")


def _save_changes(laid: DraftOverlay, *, by: User, now: datetime) -> None:
    for subject, (said, words) in laid.changes.items():
        live = spec_export.current_rows(subject)
        draft = laid.drafts.get(subject)
        if draft is None and any(compare_rows(live or {}, said)):
            draft = _create_draft(subject, live, said, by=by, now=now)
        if draft is not None:
            _update_draft(draft, live, said, Act.CHANGED, words, by=by, now=now)


def _create_draft(subject: str, live: Rows | None, said: Rows, *, by: User, now: datetime, words: str = "") -> Draft:
    base = None if live is None else rows.rows_to_data(live)
    draft = Draft.objects.create(
        subject=subject, base=base, rows=rows.rows_to_data(said), opened_at=now, changed_at=now
    )
    record_step(draft, Act.BEGAN, words, by=by, now=now)
    return draft


def _update_draft(
    draft: Draft, base: Rows | None, said: Rows, act: DraftStep.Act, words: str, *, by: User, now: datetime
) -> None:
    draft.base = None if base is None else rows.rows_to_data(base)
    draft.rows, draft.changed_at = rows.rows_to_data(said), now
    draft.revision += 1
    draft.save(update_fields=["base", "rows", "revision", "changed_at"])
    record_step(draft, act, words, by=by, now=now)
    if draft.due_at is not None and not can_publish(by):
        # Nobody who may publish has seen it as it is now.
        draft.due_at = None
        draft.save(update_fields=["due_at"])
        record_step(draft, Act.NOT_DUE, "It was changed by somebody who may not publish", by=by, now=now)


def record_step(draft: Draft, act: DraftStep.Act, words: str, *, by: User | None, now: datetime) -> DraftStep:
    """Write down what was done with a draft, and the audit line."""
    made = DraftStep.objects.create(draft=draft, act=act, words=words, by=by, at=now)
    audit.record(by, f"draft of a framework: {act.label}", draft, now=now)
    return made


def lock_draft(draft: Draft, *, by: User, seen: int | None = None) -> Draft:
    """The draft, held until the end of this transaction. seen: the revision that somebody is acting on.

    Raises Refused for one that is closed, or was changed since it was seen.
    """
    if not by.is_staff:
        raise Refused("Only authors may do this.")
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    if found.closed_at is not None:
        raise Refused("Somebody has published this draft or thrown it away.")
    if seen is not None and seen != found.revision:
        raise Refused("The draft was changed since you opened this page. Look at it again.")
    return found


@transaction.atomic
def revert_row(draft: Draft, name: str, *, by: User, seen: int, now: datetime) -> None:
    """Take one change out of the draft: the row is again as readers have it."""
    draft = lock_draft(draft, by=by, seen=seen)
    live = spec_export.current_rows(draft.subject) or {}
    said = rows.data_to_rows(draft.rows)
    left = rows.revert_row(said, live, name)
    differing = {one for one in {*said, *left} if said.get(one) != left.get(one)}
    _update_draft(
        draft, _rebase_rows(draft, live, differing | {name}), left, Act.LEFT_OUT, describe_row(name), by=by, now=now
    )


@transaction.atomic
def override_row(draft: Draft, name: str, *, by: User, seen: int, now: datetime) -> None:
    """Keep the draft's words for a row that was changed on the site in another way."""
    draft = lock_draft(draft, by=by, seen=seen)
    base = _rebase_rows(draft, spec_export.current_rows(draft.subject) or {}, {name})
    words = f"{describe_row(name)}, over what was changed on the site"
    _update_draft(draft, base, rows.data_to_rows(draft.rows), Act.CHANGED, words, by=by, now=now)


def _rebase_rows(draft: Draft, live: Rows, names: set[str]) -> Rows:
    """What the draft is based on, once it has taken these rows of the site in."""
    base = rows.data_to_rows(draft.base or [])
    taken = {one: live.get(one) if one in names else row for one, row in base.items()}
    taken |= {one: live[one] for one in live if one in names}
    return {one: row for one, row in taken.items() if row is not None}


@transaction.atomic
def discard_draft(draft: Draft, *, by: User, now: datetime) -> None:
    """Throw a draft away. Readers never saw it; what it said is kept for whoever asks."""
    draft = lock_draft(draft, by=by)
    close_draft(draft, now)
    record_step(draft, Act.DISCARDED, "", by=by, now=now)


def close_draft(draft: Draft, now: datetime) -> None:
    draft.closed_at, draft.due_at = now, None
    draft.save(update_fields=["closed_at", "due_at"])


@transaction.atomic
def restore_version(version: Version, *, by: User, now: datetime) -> Draft:
    """Begin a draft that says what an earlier version said. Raises Refused while another draft of it is open."""
    if not by.is_staff:
        raise Refused("Only authors may do this.")
    if Draft.objects.open().filter(subject=version.subject).exists():
        raise Refused("There is an open draft of this. Publish it or throw it away first.")
    live = spec_export.current_rows(version.subject)
    if live is None:
        raise Refused("This is not on the site any more.")
    said = rows.data_to_rows(version.rows)
    if not any(compare_rows(live, said)):
        raise Refused("This is what readers have now.")
    return _create_draft(version.subject, live, said, by=by, now=now, words="from an earlier version")
