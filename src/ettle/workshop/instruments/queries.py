"""The instruments, with their versions and drafts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from wagtail.models import WorkflowState

from ettle.instruments.queries.published_versions import PublishedVersion, list_versions
from ettle.workshop.instruments.models import InstrumentDraft

if TYPE_CHECKING:
    from ettle.people.models import User

MOST_SHOWN = 50


@dataclass(frozen=True)
class InstrumentListing:
    """One instrument with its versions, the newest first; the oldest of very many are left out.

    draft: what authors have written and not published. is_in_review: whether it waits for a reviewer. can_discard:
    whether the person who asks may discard it.
    """

    newest: PublishedVersion
    versions: list[PublishedVersion]
    draft: InstrumentDraft | None
    is_in_review: bool
    can_discard: bool


def list_instruments(author: User) -> list[InstrumentListing]:
    """Return every instrument, the self-assessments first, in four queries whatever their number."""
    drafts = {
        draft.pk: draft
        for draft in InstrumentDraft.objects.open().with_comments().select_related("latest_revision__user")
    }
    in_review = _keys_in_review() if drafts else set()
    listings = []
    for key, of_key in groupby(list_versions(), key=lambda version: version.key):
        versions = list(of_key)
        draft = drafts.get(key)
        listings.append(
            InstrumentListing(
                newest=versions[0],
                versions=versions[:MOST_SHOWN],
                draft=draft,
                is_in_review=key in in_review,
                can_discard=draft is not None and draft.can_be_discarded_by(author),
            )
        )
    return listings


def _keys_in_review() -> set[str]:
    waiting = WorkflowState.objects.filter(
        base_content_type=InstrumentDraft.get_base_content_type(), status=WorkflowState.STATUS_IN_PROGRESS
    )
    return set(waiting.values_list("object_id", flat=True))


def find_draft(key: str) -> InstrumentDraft | None:
    """Return the draft of an instrument, an unsaved one while no author has written anything.

    None when there is no such instrument.
    """
    return InstrumentDraft.objects.filter(pk=key).first() or InstrumentDraft.from_newest(key)
