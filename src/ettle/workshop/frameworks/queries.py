"""The open drafts of frameworks and of the logic model, shown as if they were published.

The forms of the workshop, and readers' pages in a preview, read a snapshot in memory that includes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from ettle.framework import actions as framework
from ettle.framework import queries
from ettle.framework.types import rows
from ettle.framework.types.rows import Rows, Spec
from ettle.kit.refusal import Refused
from ettle.workshop.models import FrameworkDraft

if TYPE_CHECKING:
    from ettle.framework.types import Snapshot


@dataclass(frozen=True)
class ShownDrafts:
    """The open drafts as shown. refused: by subject, the title of a draft that does not fit, and why."""

    snapshot: Snapshot
    rows: dict[str, Rows]
    refused: dict[str, tuple[str, str]]

    def check_spec(self, spec: Spec) -> None:
        """Raise Refused when this does not fit with the other drafts, or its draft is not shown."""
        subject, changed = rows.subject_of(spec), rows.spec_to_rows(spec)
        if subject in self.refused:
            raise Refused(
                _("Open the draft and settle this first. %(subject)s") % {"subject": self.refused[subject][1]}
            )
        snapshot = framework.build_snapshot({**self.rows, subject: changed}, now=timezone.now())
        if subject in snapshot.refused:
            raise snapshot.refused[subject]


@contextmanager
def show_drafts(drafts: list[FrameworkDraft]) -> Iterator[ShownDrafts]:
    """Show the site as it would be with these drafts published. Only reads; the result is cached in this process."""
    with queries.show_site():
        state = queries.current_state()
    latest = [draft.latest_revision for draft in drafts]
    shown = _build_shown(state, tuple((revision.pk, revision.created_at) for revision in latest))
    with queries.show_snapshot(shown.snapshot):
        yield shown


@lru_cache(maxsize=4)
def _build_shown(_state: str, revisions: tuple[tuple[int, datetime], ...]) -> ShownDrafts:
    changed: dict[str, Rows] = {}
    refused = {}
    titles = {}
    drafts_by_revision = FrameworkDraft.objects.filter(latest_revision__in=[pk for pk, _ in revisions])
    for draft in drafts_by_revision.select_related("latest_revision").order_by("pk"):
        titles[draft.subject] = draft.title
        try:
            changed[draft.subject] = draft.as_written().merge_cleanly()
        except Refused as refusal:
            refused[draft.subject] = draft.title, str(refusal)
    snapshot = framework.build_snapshot(changed, now=timezone.now())
    refused |= {subject: (titles[subject], str(refusal)) for subject, refusal in snapshot.refused.items()}
    return ShownDrafts(
        snapshot, {name: draft_rows for name, draft_rows in changed.items() if name not in refused}, refused
    )
