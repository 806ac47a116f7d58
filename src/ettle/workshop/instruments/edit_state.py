"""One page of writing: the draft that it keeps, and the one that it was opened with. Both travel in the form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.instruments.actions import OpenedDraft
from ettle.kit.values.uuids import parse_uuid

if TYPE_CHECKING:
    from django.http import QueryDict

    from ettle.instruments.models import Draft


@dataclass(frozen=True)
class EditState:
    uuid: uuid.UUID
    opened: OpenedDraft | None
    after: Any


def new_edit_state(draft: Draft | None, edition: int) -> EditState:
    """A page that was just opened, with a draft or with the words of an edition."""
    if draft is None:
        return EditState(uuid.uuid4(), None, edition)
    return EditState(uuid.uuid4(), OpenedDraft(draft.uuid, draft.kept_at), draft.after)


def parse_edit_state(posted: QueryDict) -> EditState:
    """A page that came back. What cannot be read is as if it had not been there."""
    opened = parse_uuid(posted.get("opened"))
    kept_at = _parse_moment(posted.get("opened_at", ""))
    return EditState(
        parse_uuid(posted.get("draft")) or uuid.uuid4(),
        OpenedDraft(opened, kept_at) if opened and kept_at else None,
        posted.get("after", ""),
    )


def _parse_moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
