"""Open and discard the draft of an instrument."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.kit.refusal import Refused
from ettle.workshop.instruments.models import InstrumentDraft

if TYPE_CHECKING:
    from ettle.people.models import User


def open_draft(key: str) -> InstrumentDraft | None:
    """Return the draft of an instrument, saved so that it can hold revisions; None when there is no such instrument.

    Two authors who begin at the same time get the same row.
    """
    draft = InstrumentDraft.from_newest(key)
    if draft is None:
        return None
    defaults = {"title": draft.title, "spec": draft.spec, "after": draft.after}
    saved, _ = InstrumentDraft.objects.get_or_create(pk=key, defaults=defaults)
    return saved


@transaction.atomic
def discard_draft(draft: InstrumentDraft, *, by: User, now: datetime) -> None:
    """Close a draft without publishing it. Its history stays. Raises Refused when someone else saved it last."""
    if not draft.can_be_discarded_by(by):
        raise Refused(_("Only the author who saved a draft last can discard it"))
    draft.discard_changes(by=by, now=now)
