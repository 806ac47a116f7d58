"""Copy text from a log entry into an application. The entry does not change and stays private."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from ettle.evidence import queries
from ettle.evidence.actions import answers
from ettle.evidence.models import Answer, Application, CopiedEntry
from ettle.kit.refusal import Refused
from ettle.learning_log.types import PARTS

if TYPE_CHECKING:
    from ettle.badges.models import Criterion
    from ettle.learning_log.models import Entry
    from ettle.people.models import User


@dataclass(frozen=True)
class CopyTarget:
    """An answer that may be changed now. name: its value in a form."""

    application: Application
    criterion: Criterion

    @property
    def name(self) -> str:
        return f"{self.application.uuid}/{self.criterion.position}"


def open_copy_targets(learner: User) -> list[CopyTarget]:
    """The answers that this learner could copy text into: the open ones of the applications that may be sent."""
    return [
        CopyTarget(application, criterion)
        for application in queries.applications_of(learner)
        if application.status.can_send and application.ended_at is None
        for criterion in application.criteria
        if criterion.kind == "text" and criterion.pk in application.status.open_to_change
    ]


@transaction.atomic
def copy_entry(
    entry: Entry, *, parts: Collection[str], place: CopyTarget, is_added: bool, key: uuid.UUID, by: User, now: datetime
) -> Answer:
    """Copy some parts of an entry into an answer, after the current text (is_added) or instead of it.

    The current text stays in the answer's history. Raises Refused.
    """
    copied = record_copy(entry, parts=parts, place=place, key=key, by=by, now=now)
    earlier: Answer | None = place.application.answers.filter(key=key).first()
    if earlier is not None:
        return earlier
    current = place.application.answers.filter(criterion=place.criterion).order_by("rev").last()
    before = current.text.rstrip() if current and is_added else ""
    return answers.save_answer(
        place.application,
        criterion=place.criterion,
        text=f"{before}\n\n{copied.words}" if before else copied.words,
        base=current.rev if current else 0,
        key=key,
        by=by,
        now=now,
    )


@transaction.atomic
def record_copy(
    entry: Entry, *, parts: Collection[str], place: CopyTarget, key: uuid.UUID, by: User, now: datetime
) -> CopiedEntry:
    """Record which words of an entry are copied into an answer, as they are now, and return them.

    The page that asked puts them into the box where the answer is being written, and saves them with the rest. The same
    key records them once. Raises Refused.
    """
    if entry.writer_id != by.pk:
        raise Refused(_("Only the person who wrote this entry can copy it."))
    application = answers.lock_own_application(place.application, by)
    answers.refuse_unless_open(application, place.criterion)
    saves = {save.part: save.text.strip() for save in entry.saves.current()}
    words = "\n\n".join(saves[part] for part in sorted(saves, key=part_order) if part in parts and saves[part])
    if not words:
        raise Refused(_("Choose at least one part that has words in it"), field="parts")
    copied, _is_new = CopiedEntry.objects.get_or_create(
        application=application,
        key=key,
        defaults={
            "criterion": place.criterion,
            "entry": entry,
            "happened_on": entry.happened_on,
            "words": words,
            "copied_at": now,
        },
    )
    return copied


def part_order(part: str) -> int:
    """Sort key: the four boxes in their order, then the transcripts of voice notes."""
    return list(PARTS).index(part) if part in PARTS else len(PARTS)
