"""Keep what an author types, hand it to somebody who publishes, and let go of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from ettle.instruments.models import Draft, Instrument
from ettle.kit import audit
from ettle.kit.refusal import Refused

if TYPE_CHECKING:
    from ettle.people.models import User

MOST_LETTERS = 60_000
TOO_LONG = "This is more than a draft can hold. Keep it to 60,000 letters in all"


@dataclass(frozen=True)
class OpenedDraft:
    """The draft that a page was opened with. kept_at: as it stood then."""

    uuid: UUID
    saved_at: datetime


@transaction.atomic
def save_draft(
    uuid: UUID,
    *,
    key: str,
    writer: User,
    after: int,
    said: Mapping[str, Any],
    opened: OpenedDraft | None,
    is_handed: bool,
    now: datetime,
) -> Draft:
    """Keep what stands on one page, in place of the draft that its writer opened it with.

    A draft that was kept from another page since then stays beside it, and so does another author's: nothing that was
    typed is written over. is_handed: it waits for somebody who publishes. Raises Refused for more than fits, and for a
    page that is somebody else's.
    """
    if sum(len(str(words)) for words in said.values()) > MOST_LETTERS:
        raise Refused(TOO_LONG)
    kept = {"after": after, "said": said, "kept_at": now, "handed_at": now if is_handed else None}
    draft, is_new = Draft.objects.select_for_update(of=("self",)).get_or_create(
        uuid=uuid, defaults={"instrument": Instrument.objects.get(key=key), "writer": writer, **kept}
    )
    if draft.writer_id != writer.pk or draft.instrument.key != key:
        raise Refused("Open the draft again before you keep it")
    if not is_new:
        for name, value in kept.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(kept))
    if opened is not None and opened.uuid != uuid:
        _unchanged_draft(opened).filter(writer=writer).delete()
    if is_handed:
        audit.record(writer, "handed over a draft of an instrument", draft, now=now)
    return draft


@transaction.atomic
def discard_draft(draft: Draft, *, by: User, now: datetime) -> None:
    """Take a draft away for good. Only its writer does."""
    if draft.writer_id != by.pk:
        raise Refused("Only whoever wrote a draft lets go of it")
    audit.record(by, "let go of a draft of an instrument", draft, now=now)
    draft.delete()


def remove_published_draft(uuid: UUID, *, by: User, opened: OpenedDraft | None) -> None:
    """What was on this page is published, so its draft has done its work; one that was changed meanwhile stays."""
    Draft.objects.filter(uuid=uuid, writer=by).delete()
    if opened is not None:
        _unchanged_draft(opened).delete()


def _unchanged_draft(opened: OpenedDraft) -> Any:
    return Draft.objects.filter(uuid=opened.uuid, kept_at=opened.saved_at)
