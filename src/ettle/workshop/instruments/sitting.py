"""One page of writing: the draft that it keeps, and the one that it was opened with. Both travel in the form."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ettle.instruments.actions import Opened
from ettle.kit.uuids import as_uuid

if TYPE_CHECKING:
    from django.http import QueryDict

    from ettle.instruments.models import Draft


@dataclass(frozen=True)
class Sitting:
    uuid: uuid.UUID
    opened: Opened | None
    after: Any


def begun(draft: Draft | None, edition: int) -> Sitting:
    """A page that was just opened, with a draft or with the words of an edition."""
    if draft is None:
        return Sitting(uuid.uuid4(), None, edition)
    return Sitting(uuid.uuid4(), Opened(draft.uuid, draft.kept_at), draft.after)


def sent(posted: QueryDict) -> Sitting:
    """A page that came back. What cannot be read is as if it had not been there."""
    opened = as_uuid(posted.get("opened"))
    kept_at = _moment(posted.get("opened_at", ""))
    return Sitting(
        as_uuid(posted.get("draft")) or uuid.uuid4(),
        Opened(opened, kept_at) if opened and kept_at else None,
        posted.get("after", ""),
    )


def _moment(said: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
